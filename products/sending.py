"""How does a listing that was written on a phone without signal become one here, however often it is sent?

The phone sends answers, then photos in pieces, then asks for the whole to be sent. Each of the three may come again.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from farmers.models import Farmer
from products.drafting import begin_draft, keep_answers, remove_file
from products.models import Draft, Product
from products.posting import Incomplete, farmer_of_draft, product_of_draft, send_draft
from products.questions import PAPER_ANSWERS, Asked, Step, read_all, scan_of
from products.retelling import say_price
from products.units import short_unit
from products.uploading import arrange_photos

# What a phone may answer; anything else that it sends is left alone.
ANSWERS = frozenset(
    {
        *("category", "name", "description", "unit", "amount", "price", "farm", "commune", "commune_code"),
        *("harvested_on", "season_from_month", "season_to_month", "certificates", *PAPER_ANSWERS),
    }
)
LONGEST_ANSWER = 4000
MOST_CHOSEN = 50


class Returned(ValidationError):
    """What was written on the phone can't be sent as it is: `by_step` says what is wrong, question by question."""

    def __init__(self, by_step: Mapping[str, list[str]]) -> None:
        super().__init__([text for texts in by_step.values() for text in texts])
        self.by_step = by_step


def receive_answers(*, draft_id: uuid.UUID, user: User, farmer: Farmer, answers: Mapping[str, Any]) -> Draft:
    """The draft of this id with the answers as they are on the phone; Draft.DoesNotExist when it is somebody else's."""
    draft = begin_draft(draft_id=draft_id, user=user, farmer=farmer, from_phone=True)
    keep_answers(draft, {name: _answer(answers[name]) for name in ANSWERS & set(answers)})
    return draft


def _answer(sent: Any) -> str | list[str]:
    if isinstance(sent, list):
        return [str(one)[:LONGEST_ANSWER] for one in sent[:MOST_CHOSEN]]
    return str(sent)[:LONGEST_ANSWER]


def send_whole(
    *, draft: Draft, photos: list[uuid.UUID], has_scan: bool, confirmed: str, at: datetime
) -> Product:
    """Make the listing of a draft that has come in whole; sent again it is the same listing.

    `confirmed` is the price as it was read back on the phone: where it is read otherwise here, it is asked again.
    Returned says what to mend; nothing is lost.
    """
    if sent := product_of_draft(draft.pk, draft.user):
        return sent
    farmer = farmer_of_draft(draft)
    if farmer is None:
        raise ValidationError(_("You no longer act for this farmer."), code="farmer")
    for left_out in arrange_photos(draft=draft, uploads=photos):
        remove_file(left_out)
    if not has_scan and (scan := scan_of(draft)):
        remove_file(scan)
    meant, wrong = read_all(Asked(draft, farmer, timezone.localdate(at)))
    price = meant.get(Step.PRICE)
    if price is not None and price.token != confirmed:
        words = {"price": say_price(price.price_vnd), "unit": short_unit(price.unit)}
        wrong[Step.PRICE] = [_("The price is read as %(price)s for one %(unit)s. Is that right?") % words]
    if wrong:
        raise Returned({step.value: texts for step, texts in wrong.items()})
    try:
        return send_draft(draft=draft, at=at)
    except Incomplete as error:
        raise Returned({Step.CHECK.value: error.messages}) from error
