"""How does somebody who signed in ask to become a member, and agree that the register keeps what they said?

Whose citizen id the register knows already is told the same as everybody else. With the phone that stands in the record
the record becomes theirs; with another one the application goes on without the number, and an officer joins the two.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.consenting import consents_of, give_consent, withdraw_consent
from accounts.fields import BlindIndexField
from accounts.models import Consent, User
from farmers.agreeing import SPEAKERS, Agreement
from farmers.claiming import grant, may_claim
from farmers.consent_recording import VERSIONS, consent_words
from farmers.membership import refuse_admission, register_applicant
from farmers.models import Claim, Farmer, FarmerPerson, Member, RecordedConsent
from farmers.placing import branch_for

MEMBER_DATA = Consent.Purpose.MEMBER_DATA
Standing = Member.Standing


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant says; numbers and days stay out of `repr`."""

    full_name: str
    citizen_id: str = field(repr=False)
    commune_code: str
    gender: str = ""
    birth_date: date | None = field(default=None, repr=False)
    birth_year: int | None = None
    citizen_id_issued_on: date | None = field(default=None, repr=False)
    old_id: str = field(default="", repr=False)
    permanent_address: str = ""
    address: str = ""

    def columns(self, *, user: User, at: datetime) -> dict[str, Any]:
        """The columns of the record."""
        names = ("full_name", "citizen_id", "commune_code", "gender", "birth_date", "citizen_id_issued_on")
        said = {name: getattr(self, name) for name in (*names, "old_id", "permanent_address", "address")}
        year = self.birth_date.year if self.birth_date else self.birth_year
        return said | {"birth_year": year, "phone": user.phone, "commune_code_on": timezone.localdate(at)}


@transaction.atomic
def apply_for_membership(*, user: User, application: Application, at: datetime) -> Member:
    """Register an applicant who agreed to it, or give the record there is: asked twice, it is one.

    ValidationError when a rule of the table is broken.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    known = Member.objects.of_user(locked).first()
    if known is not None:
        return known
    agree_to_member_data(user=locked, at=at)
    own = _own_record(locked, application.citizen_id)
    if own is not None:
        return grant(user=locked, member_pk=own.pk, claim=Claim(user=locked, asked_at=at), by=locked, at=at)
    columns = application.columns(user=locked, at=at)
    if _is_known(application.citizen_id):
        columns["citizen_id"] = ""
    branch = branch_for(application.commune_code)
    member = register_applicant(branch=branch, columns=columns | {"user": locked}, by=locked, at=at)
    households = FarmerPerson.objects.filter(user=locked, member=None, revoked_at=None, role__in=SPEAKERS)
    households.filter(farmer__kind=Farmer.Kind.HOUSEHOLD).update(member=member)
    if not locked.name:
        locked.name = member.full_name
        locked.save(update_fields=["name"])
    return member


def _with_id(citizen_id: str) -> Any:
    index = cast("BlindIndexField", Member._meta.get_field("citizen_id_index"))
    kept = Member.objects.unmerged().exclude(citizen_id_index="")
    return kept.filter(citizen_id_index=index.digest(citizen_id))


def _is_known(citizen_id: str) -> bool:
    return bool(_with_id(citizen_id).exists())


def _own_record(user: User, citizen_id: str) -> Member | None:
    """The record of this very number and phone that has no login yet: the phone is proven, all digits are right."""
    if not may_claim(user):
        return None
    found: Member | None = (
        _with_id(citizen_id).filter(phone=user.phone, user=None, anonymised_at=None).first()
    )
    return found


def agree_to_member_data(*, user: User, at: datetime) -> None:
    """Agree that the register keeps what was said."""
    version = VERSIONS[MEMBER_DATA]
    give_consent(user=user, purpose=MEMBER_DATA, text=consent_words(MEMBER_DATA), text_version=version, at=at)


@transaction.atomic
def take_member_data_back(*, user: User, at: datetime) -> None:
    """Take that back, also what an officer recorded; an application that waits ends with it."""
    withdraw_consent(user=user, purpose=MEMBER_DATA, at=at)
    _recorded(user).update(withdrawn_at=at)
    for member in Member.objects.of_user(user).filter(standing=Standing.APPLIED):
        refuse_admission(member=member, reason=_("The applicant took the consent back."), by=user, at=at)


def member_agreement_of(user: User) -> Agreement | None:
    """How a user stands to what the register keeps; None of who is not in it and agreed to nothing."""
    on_screen = consents_of(user).get(MEMBER_DATA)
    recorded = _recorded(user).first()
    if on_screen is None and recorded is None and not Member.objects.of_user(user).exists():
        return None
    since = on_screen.given_at if on_screen else recorded.given_on if recorded else None
    return Agreement(MEMBER_DATA, consent_words(MEMBER_DATA), since)


def _recorded(user: User) -> Any:
    return RecordedConsent.objects.filter(member__user=user, purpose=MEMBER_DATA, withdrawn_at=None)
