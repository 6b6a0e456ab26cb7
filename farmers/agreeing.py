"""What may be shown or handed on of a farmer? Only what one who speaks for it agreed to, and only as long as they do."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.consenting import consents_of, give_consent, withdraw_consent
from accounts.models import Consent, User
from farmers.models import Farmer, FarmerPerson

Purpose = Consent.Purpose
SPEAKERS = (FarmerPerson.Role.OWNER, FarmerPerson.Role.REPRESENTATIVE)
# Other words need another version.
VERSIONS = {Purpose.PUBLIC_PAGE: "public-page-1", Purpose.SHARE_WITH_POST: "share-with-post-1"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One purpose, its words, and since when it holds (None: it does not)."""

    purpose: str
    text: str
    since: datetime | None


def words_of(purpose: str) -> str:
    """The words agreed to, in the language of the screen."""
    if purpose == Purpose.PUBLIC_PAGE:
        return _(
            "The name and commune of my household and what it sells may be shown to everybody on this market. "
            "I can take this back at any time."
        )
    return _(
        "The Farmers' Association may hand my listings, with my name, phone and commune, to the post office's "
        "marketplace Postmart. I can take this back at any time."
    )


def agreements_of(user: User) -> list[Agreement]:
    """Every purpose asked for here, with how the user stands to it."""
    given = consents_of(user)
    return [
        Agreement(purpose, words_of(purpose), given[purpose].given_at if purpose in given else None)
        for purpose in VERSIONS
    ]


def given_for(farmer: Farmer | OuterRef, purpose: str) -> QuerySet[Consent]:
    """The agreements to a purpose that hold for a farmer: of those who speak for it, which a helper does not."""
    return Consent.objects.filter(
        purpose=purpose,
        withdrawn_at=None,
        user__acts_for__farmer=farmer,
        user__acts_for__role__in=SPEAKERS,
        user__acts_for__revoked_at=None,
    )


@transaction.atomic
def agree(*, user: User, purpose: str, at: datetime) -> None:
    """Agree to a purpose; the farmers the user speaks for follow."""
    _check(purpose)
    text = words_of(purpose)
    give_consent(user=user, purpose=purpose, text=text, text_version=VERSIONS[Purpose(purpose)], at=at)
    _follow(user)


@transaction.atomic
def take_back(*, user: User, purpose: str, at: datetime) -> None:
    """Take an agreement back; the farmers the user speaks for follow."""
    _check(purpose)
    withdraw_consent(user=user, purpose=purpose, at=at)
    _follow(user)


def _check(purpose: str) -> None:
    if purpose not in VERSIONS:
        raise ValidationError(_("Nothing of this kind is asked for here."), code="purpose")


def _follow(user: User) -> None:
    """A farmer has a public page while one who speaks for it agrees."""
    farmers = Farmer.objects.filter(people__user=user, people__role__in=SPEAKERS, people__revoked_at=None)
    for farmer in farmers.select_for_update(no_key=True).order_by("pk"):
        agreed = given_for(farmer, Purpose.PUBLIC_PAGE).exists()
        if farmer.is_public != agreed:
            farmer.is_public = agreed
            farmer.save(update_fields=["is_public"])
