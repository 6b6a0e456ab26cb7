"""What may be shown, handed on or done for a farmer? Only what was agreed to, and only as long as it is.

Who signs in agrees on the screen (`Consent`); for who does not, an officer records what was signed or said
(`RecordedConsent`, farmers/consent_recording.py). Both count the same, and both are taken back in one place.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.consenting import consents_of, give_consent, withdraw_consent
from accounts.models import Consent, User
from farmers.models import Farmer, FarmerPerson, RecordedConsent

Purpose = Consent.Purpose
SPEAKERS = (FarmerPerson.Role.OWNER, FarmerPerson.Role.REPRESENTATIVE)
SPEAKING = {"role__in": SPEAKERS, "revoked_at": None}
# Other words need another version.
VERSIONS = {
    Purpose.PUBLIC_PAGE: "public-page-1",
    Purpose.SHOW_PHONE: "show-phone-1",
    Purpose.SHOW_ZALO: "show-zalo-1",
    Purpose.SHARE_WITH_POST: "share-with-post-1",
    Purpose.POST_FOR_ME: "post-for-me-1",
}
# The column of a farmer that holds a number only while its purpose is agreed to.
NUMBERS = {Purpose.SHOW_PHONE: "phone", Purpose.SHOW_ZALO: "zalo"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One purpose, its words, and since when it holds (None: it does not)."""

    purpose: str
    text: str
    since: date | None


def words_of(purpose: str) -> str:
    """The words agreed to, in the language of the screen."""
    if purpose == Purpose.PUBLIC_PAGE:
        return _(
            "The name and commune of my household and what it sells may be shown to everybody on this market. "
            "I can take this back at any time."
        )
    if purpose == Purpose.SHOW_PHONE:
        return _(
            "My phone number may be shown to everybody on this market, so that buyers can call me. "
            "I can take this back at any time."
        )
    if purpose == Purpose.SHOW_ZALO:
        return _(
            "Buyers may see a button that opens a talk with me on Zalo under my phone number. "
            "I can take this back at any time."
        )
    if purpose == Purpose.POST_FOR_ME:
        return _(
            "An officer of the Farmers' Association may post listings for my household on this market, with the "
            "photos, amounts and prices I say. I can take this back at any time."
        )
    return _(
        "The Farmers' Association may hand my listings, with my name, phone and commune, to the post office's "
        "marketplace Postmart. I can take this back at any time."
    )


def agreements_of(user: User) -> list[Agreement]:
    """Every purpose asked for here, with how the user stands to it, on the screen or by what an officer recorded."""
    since: dict[str, date] = {consent.purpose: consent.given_on for consent in recorded_for(user)}
    since |= {purpose: consent.given_at for purpose, consent in consents_of(user).items()}
    return [Agreement(purpose, words_of(purpose), since.get(purpose)) for purpose in VERSIONS]


def given_for(farmer: Farmer | OuterRef, purpose: str) -> QuerySet[Farmer]:
    """The farmer if an agreement to a purpose holds for it, else nothing; for `.exists()` and `Exists()`.

    Of those who speak for it, which a helper does not, or recorded of the farmer, or of a member who speaks for it.
    """
    speaks = FarmerPerson.objects.filter(farmer=OuterRef(OuterRef("pk")), **SPEAKING)
    agreed = Consent.objects.filter(purpose=purpose, withdrawn_at=None, user__in=speaks.values("user"))
    recorded = RecordedConsent.objects.filter(purpose=purpose, withdrawn_at=None).filter(
        Q(farmer=OuterRef("pk")) | Q(member__in=speaks.values("member"))
    )
    return Farmer.objects.filter(Exists(agreed) | Exists(recorded), pk=getattr(farmer, "pk", farmer))


def recorded_for(user: User) -> QuerySet[RecordedConsent]:
    """What officers recorded, and nobody took back, of the farmers a user speaks for."""
    spoken_for = FarmerPerson.objects.filter(user=user, **SPEAKING)
    of_them = Q(farmer__in=spoken_for.values("farmer")) | Q(
        member__in=spoken_for.exclude(member=None).values("member")
    )
    return RecordedConsent.objects.filter(of_them, withdrawn_at=None, purpose__in=VERSIONS)


@transaction.atomic
def agree(*, user: User, purpose: str, at: datetime) -> None:
    """Agree to a purpose; the farmers the user speaks for follow."""
    _check(purpose)
    text = words_of(purpose)
    give_consent(user=user, purpose=purpose, text=text, text_version=VERSIONS[Purpose(purpose)], at=at)
    _follow(user, purpose)


@transaction.atomic
def take_back(*, user: User, purpose: str, at: datetime) -> None:
    """Take an agreement back, also one that an officer recorded; the farmers the user speaks for follow."""
    _check(purpose)
    withdraw_consent(user=user, purpose=purpose, at=at)
    recorded = recorded_for(user).filter(purpose=purpose)
    RecordedConsent.objects.filter(pk__in=list(recorded.values_list("pk", flat=True))).update(withdrawn_at=at)
    _follow(user, purpose)


def _check(purpose: str) -> None:
    if purpose not in VERSIONS:
        raise ValidationError(_("Nothing of this kind is asked for here."), code="purpose")


def _follow(user: User, purpose: str) -> None:
    farmers = Farmer.objects.filter(people__user=user, people__role__in=SPEAKERS, people__revoked_at=None)
    for farmer in farmers.order_by("pk"):
        follow_agreements(farmer, purpose)


def follow_agreements(farmer: Farmer, purpose: str) -> None:
    """What a farmer shows follows whether a purpose is agreed to: the public page, the phone, the button of Zalo.

    Runs inside the caller's transaction.
    """
    column = "is_public" if purpose == Purpose.PUBLIC_PAGE else NUMBERS.get(Purpose(purpose))
    if column is None:
        return
    locked = Farmer.objects.select_for_update(no_key=True).get(pk=farmer.pk)
    agreed = given_for(locked, purpose).exists()
    if column == "is_public":
        shown: bool | str = agreed
    else:
        shown = (getattr(locked, column) or _number_of(locked, purpose)) if agreed else ""
    if getattr(locked, column) != shown:
        setattr(locked, column, shown)
        locked.save(update_fields=[column])


def _number_of(farmer: Farmer, purpose: str) -> str:
    """The phone of whoever agreed: who signs in, else the member whose household it is."""
    agreed = Consent.objects.filter(purpose=purpose, withdrawn_at=None).values("user")
    speaking = FarmerPerson.objects.filter(farmer=farmer, user__in=agreed, **SPEAKING).select_related("user")
    first = speaking.order_by("pk").first()
    if first is not None:
        return first.user.phone
    return farmer.member.phone if farmer.member else ""
