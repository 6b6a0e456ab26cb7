"""What ends when somebody no longer acts for a farmer, and what becomes of the farmer nobody speaks for any more?

A membership of the association is another matter, and nothing here touches it.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.agreeing import SPEAKING, VERSIONS, follow_agreements, take_back
from farmers.models import Farmer, FarmerPerson, HelperInvitation, RecordedConsent


def acting_of(user: User, farmer_id: int) -> FarmerPerson | None:
    """How a user acts for a farmer now."""
    mine = FarmerPerson.objects.filter(user=user, farmer=farmer_id, revoked_at=None)
    return mine.select_related("farmer").first()


def speaks_alone(person: FarmerPerson) -> bool:
    """Whether the farmer is silent once this person leaves."""
    if person.role == FarmerPerson.Role.HELPER:
        return False
    others = FarmerPerson.objects.filter(farmer=person.farmer_id, **SPEAKING)
    return not others.exclude(pk=person.pk).exists()


@transaction.atomic
def stop_acting(*, person: FarmerPerson, at: datetime) -> None:
    """End that somebody acts for a farmer: the helping, or the speaking where another speaks on."""
    locked = _lock(person)
    _end(FarmerPerson.objects.filter(pk=locked.pk), locked, at)
    for purpose in VERSIONS:
        follow_agreements(locked.farmer, purpose)


@transaction.atomic
def close_farmer(*, person: FarmerPerson, stays_known: bool, at: datetime) -> None:
    """Take back all consents of who speaks alone, and end that anybody acts for the farmer.

    `stays_known`: who asked for deletion stays joined to the farmer until that is done, so that it is found.
    """
    locked = _lock(person)
    farmer, user = locked.farmer, locked.user
    elsewhere = FarmerPerson.objects.filter(user=user, **SPEAKING).exclude(farmer=farmer)
    if not elsewhere.exists():
        for purpose in VERSIONS:
            take_back(user=user, purpose=purpose, at=at)
    RecordedConsent.objects.filter(farmer=farmer, withdrawn_at=None, purpose__in=VERSIONS).update(
        withdrawn_at=at
    )
    HelperInvitation.objects.filter(farmer=farmer, closed_at=None).update(closed_at=at)
    acting = FarmerPerson.objects.filter(farmer=farmer, revoked_at=None)
    _end(acting.exclude(pk=locked.pk) if stays_known else acting, locked, at)
    for purpose in VERSIONS:
        follow_agreements(farmer, purpose)


def _lock(person: FarmerPerson) -> FarmerPerson:
    Farmer.objects.select_for_update(no_key=True).get(pk=person.farmer_id)
    locked = FarmerPerson.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=person.pk, revoked_at=None
    )
    found = locked.select_related("farmer", "user").first()
    if found is None:
        raise ValidationError(_("You act for this farmer no more. Load the page again."), code="moved")
    return found


def _end(acting: QuerySet[FarmerPerson], person: FarmerPerson, at: datetime) -> None:
    acting.update(revoked_at=at)
    log(instance=person.farmer, action="farmers.acting_ended", user=person.user, timestamp=at)
