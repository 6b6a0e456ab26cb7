"""Which consents of a person hold, whoever recorded them, and how are they taken back?

What was agreed to on a screen belongs to the login (accounts/consenting.py), what was signed or said before an officer
to the member or farmer (`RecordedConsent`). Without the consent to sensitive data those are gone at once: nothing else
allows them to be kept.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from accounts.consenting import withdraw_consent
from accounts.models import Consent, User
from farmers.agreeing import VERSIONS, follow_agreements, take_back
from farmers.models import MemberConfidence, RecordedConsent
from farmers.person import Person

Purpose = Consent.Purpose


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that holds: for what, since which day, how it was given."""

    purpose: str
    since: date
    how: str

    @property
    def words(self) -> str:
        """What it allows."""
        return str(Purpose(self.purpose).label)


def consents_in_force(person: Person) -> list[Given]:
    """Every consent of a person that holds, the oldest first."""
    on_screen = Consent.objects.filter(user__in=person.users, withdrawn_at=None)
    given = [Given(one.purpose, timezone.localdate(one.given_at), "") for one in on_screen]
    given += [Given(one.purpose, one.given_on, one.get_way_display()) for one in _recorded(person)]
    return sorted(given, key=lambda one: (one.since, one.purpose))


@transaction.atomic
def withdraw(*, person: Person, purposes: Collection[str], by: User, at: datetime) -> int:
    """Take back what a person agreed to for these purposes, on a screen or before an officer; how many ended."""
    ended = 0
    for user in person.user_rows:
        for purpose in sorted(purposes):
            ended += _end_on_screen(user, purpose, at)
    ended += _recorded(person).filter(purpose__in=purposes).update(withdrawn_at=at)
    if Purpose.SENSITIVE_DATA in purposes:
        MemberConfidence.objects.filter(member__in=person.members).delete()
    for farmer in person.farmer_rows:
        for purpose in sorted(set(purposes) & set(VERSIONS)):
            follow_agreements(farmer, purpose)
    if ended:
        data = {"purposes": sorted(purposes)}
        for record in (*person.member_rows[:1], *person.farmer_rows[:1]):
            log(instance=record, action="farmers.consent_withdrawn", user=by, timestamp=at, data=data)
    return ended


def _end_on_screen(user: User, purpose: str, at: datetime) -> bool:
    is_given = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).exists()
    if not is_given:
        return False
    if purpose in VERSIONS:
        take_back(user=user, purpose=purpose, at=at)
    else:
        withdraw_consent(user=user, purpose=purpose, at=at)
    return True


def _recorded(person: Person) -> "QuerySet[RecordedConsent]":
    about = Q(member__in=person.members) | Q(farmer__in=person.farmers)
    return RecordedConsent.objects.filter(about, withdrawn_at=None)
