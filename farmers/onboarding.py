"""How does somebody who signed in become a farmer who can sell?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Consent, User
from farmers.models import Farmer, FarmerPerson
from farmers.placing import branch_for

PUBLIC_PAGE_VERSION = "public-page-1"


@dataclass(frozen=True, slots=True)
class Household:
    """What somebody says of the household that sells, and what buyers may see of it."""

    name: str
    commune_code: str
    has_public_page: bool
    shows_phone: bool


def public_page_text() -> str:
    """The words agreed to, in the language of the screen; other words need another PUBLIC_PAGE_VERSION."""
    return _(
        "The name and commune of my household and what it sells may be shown to everybody on this market. "
        "I can take this back at any time."
    )


@transaction.atomic
def start_household(*, user: User, household: Household, at: datetime) -> Farmer:
    """Make the household of a user who acts for nobody yet; asked twice, the first answer stands."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    known = Farmer.objects.of_user(locked).order_by("pk").first()
    if known is not None:
        return known
    farmer = Farmer(
        kind=Farmer.Kind.HOUSEHOLD,
        name=household.name,
        branch=branch_for(household.commune_code),
        commune_code=household.commune_code,
        phone=locked.phone if household.shows_phone else "",
        is_public=household.has_public_page,
    )
    farmer.full_clean()
    farmer.save()
    FarmerPerson.objects.create(farmer=farmer, user=locked, role=FarmerPerson.Role.OWNER)
    if household.has_public_page:
        Consent.objects.get_or_create(
            user=locked,
            purpose=Consent.Purpose.PUBLIC_PAGE,
            withdrawn_at=None,
            defaults={"text_version": PUBLIC_PAGE_VERSION, "text": public_page_text(), "given_at": at},
        )
    return farmer
