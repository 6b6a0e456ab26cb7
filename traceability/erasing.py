"""What of a farm's diary is erased when its farmer is made nameless? What was said; that it happened stays.

Details that hold the farmer's own words, or in which the person stands, are erased beside the chain, which still
verifies. Amounts, substances and days that nobody put into words are the lot's, not the person's.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from farmers.models import Farm
from farmers.person import Person
from farmers.person_words import words_about
from farmers.scrubbing import scrub_history
from traceability.ledger import erase_detail
from traceability.models import EventDetail, Lot

OWN_WORDS = "text"
CHUNK = 500


def on_person_anonymised(
    members: tuple[int, ...], farmers: tuple[int, ...], users: tuple[int, ...], at: datetime, **_sender: Any
) -> None:
    """Erase what the diary of the person's farms says in words, and what names them in that of others."""
    words = words_about(Person(members, farmers, users))
    own_farms = set(Farm.objects.filter(farmer__in=farmers).values_list("pk", flat=True))
    about = Q(event__farm__in=own_farms) | Q(recorded_by__in=users)
    details = EventDetail.objects.filter(about, erased_at=None).select_related("event").order_by("pk")
    for detail in list(details.iterator(chunk_size=CHUNK)):
        is_own = detail.event.farm_id in own_farms and bool(detail.content.get(OWN_WORDS))
        if is_own or words.taken_out(detail.content) != detail.content:
            erase_detail(event=detail.event, at=at)
    lots = Lot.objects.filter(farm__in=own_farms).values_list("pk", flat=True)
    scrub_history(Lot, lots, words, keeps_reasons=True)
