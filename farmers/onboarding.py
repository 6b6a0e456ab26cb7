"""How does somebody who signed in become a farmer who can sell: as a household, a group, a cooperative or a firm?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from farmers.agreeing import agree
from farmers.models import Farmer, FarmerPerson, Member
from farmers.placing import branch_for


@dataclass(frozen=True, slots=True)
class Seller:
    """What somebody says of who sells, and the purposes they agree to."""

    name: str
    commune_code: str
    kind: str = Farmer.Kind.HOUSEHOLD
    purposes: Collection[str] = ()


@transaction.atomic
def start_selling(*, user: User, seller: Seller, at: datetime) -> Farmer:
    """Make the farmer of a user who speaks for nobody yet; asked twice, the first answer stands."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    known = Farmer.objects.spoken_for_by(locked).order_by("pk").first()
    if known is not None:
        return known
    farmer = Farmer(
        kind=seller.kind,
        name=seller.name,
        branch=branch_for(seller.commune_code),
        commune_code=seller.commune_code,
    )
    farmer.full_clean()
    farmer.save()
    member = Member.objects.of_user(locked).first()
    FarmerPerson.objects.create(farmer=farmer, user=locked, member=member, role=FarmerPerson.Role.OWNER)
    for purpose in seller.purposes:
        agree(user=locked, purpose=purpose, at=at)
    farmer.refresh_from_db(fields=["is_public", "phone", "zalo"])  # they follow what was agreed to
    return farmer
