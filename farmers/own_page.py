"""What does a farmer's public page say, and who may change it?

The name is the association's matter. The story and the numbers are the farmer's own; a number is shown only while who
speaks for the farmer agrees to it (farmers/agreeing.py), which is asked for with its own words on its own page.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import Consent, User
from farmers.agreeing import SPEAKING, given_for
from farmers.models import Farmer, FarmerPerson

LONGEST_STORY = 3000
# A column of the page, and the purpose that its number needs.
NUMBERS = {"phone": Consent.Purpose.SHOW_PHONE, "zalo": Consent.Purpose.SHOW_ZALO}


def spoken_for(user: User) -> QuerySet[Farmer]:
    """The farmers a user speaks for: not those the user only helps."""
    speaking = FarmerPerson.objects.filter(user=user, **SPEAKING)
    return Farmer.objects.filter(people__in=speaking, merged_into=None).order_by("pk")


def agreed_numbers(farmer: Farmer) -> frozenset[str]:
    """Which of the numbers of a farmer may be shown."""
    return frozenset(name for name, purpose in NUMBERS.items() if given_for(farmer, purpose).exists())


@transaction.atomic
def keep_page(*, farmer: Farmer, story: str, numbers: Mapping[str, str], by: User, at: datetime) -> Farmer:
    """Put the story and the numbers (E.164, by column; those left out stay) on the page of a farmer.

    ValidationError where the user does not speak for it, or a number is not agreed to.
    """
    locked = Farmer.objects.select_for_update(no_key=True).get(pk=farmer.pk)
    if not FarmerPerson.objects.filter(farmer=locked, user=by, **SPEAKING).exists():
        raise ValidationError(
            _("Only who owns the stall, or speaks for it, changes this page."), code="helper"
        )
    if len(story) > LONGEST_STORY:
        raise ValidationError({"story": _("This is too long: keep to 3,000 letters.")}, code="long")
    agreed = agreed_numbers(locked)
    for name, number in numbers.items():
        if number and name not in agreed:
            raise ValidationError({name: _("Agree first that this number is shown.")}, code="consent")
        setattr(locked, name, number)
    locked.story = story.strip()
    locked.full_clean()
    locked.save(update_fields=["story", *numbers])
    # Which columns, not what stands in them.
    log(instance=locked, action="farmers.page_kept", user=by, timestamp=at)
    return locked
