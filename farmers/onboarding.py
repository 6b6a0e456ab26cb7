"""How does somebody who signed in become a farmer who can sell?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Consent, User
from farmers.agreeing import agree
from farmers.models import Farmer, FarmerPerson
from farmers.placing import branch_for


@dataclass(frozen=True, slots=True)
class Household:
    """What somebody says of the household that sells, what buyers may see and the post office get of it."""

    name: str
    commune_code: str
    has_public_page: bool
    shows_phone: bool
    shares_with_post: bool = False


@transaction.atomic
def start_household(*, user: User, household: Household, at: datetime) -> Farmer:
    """Make the household of a user who acts for nobody yet; asked twice, the first answer stands."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    known = Farmer.objects.of_user(locked).order_by("pk").first()
    if known is not None:
        return known
    farmer = Farmer(
        kind=Farmer.Kind.HOUSEHOLD,
        name=household.name,
        branch=branch_for(household.commune_code),
        commune_code=household.commune_code,
        phone=locked.phone if household.shows_phone else "",
    )
    farmer.full_clean()
    farmer.save()
    FarmerPerson.objects.create(farmer=farmer, user=locked, role=FarmerPerson.Role.OWNER)
    if household.has_public_page:
        agree(user=locked, purpose=Consent.Purpose.PUBLIC_PAGE, at=at)
    if household.shares_with_post:
        agree(user=locked, purpose=Consent.Purpose.SHARE_WITH_POST, at=at)
    farmer.refresh_from_db(fields=["is_public"])  # it follows the agreement
    return farmer
