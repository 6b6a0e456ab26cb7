"""How does an officer enter a household that sells but has no login, with what it agreed to?

The household stands at the branch of its commune, or at the officer's own below it. Of a member with a login the login
speaks for the household from the first day; of one without, the household keeps which member it is, until it is claimed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers import rights
from farmers.agreeing import Purpose, given_for
from farmers.consent_recording import record_consent
from farmers.models import Branch, Farm, Farmer, FarmerPerson, Member
from farmers.placing import branch_for
from vietnam.text import fold


@dataclass(frozen=True, slots=True)
class Entered:
    """What an officer writes down of a household."""

    name: str
    commune_code: str
    village: str = ""
    phone: str = ""
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed to in one go: on the same paper, or in the same talk."""

    purposes: Collection[str]
    way: str
    given_on: date
    witness: str


@transaction.atomic
def take_in_household(*, entered: Entered, agreed: Agreed, by: User, at: datetime) -> Farmer:
    """Make a household with its home farm, and record what it agreed to. ValidationError names the field."""
    if Purpose.POST_FOR_ME not in agreed.purposes:
        message = _("Without this consent nobody posts for the household, so it is not entered here.")
        raise ValidationError({"purposes": message})
    if entered.phone and Purpose.SHOW_PHONE not in agreed.purposes:
        message = _("Without the consent to show the phone leave it out.")
        raise ValidationError({"phone": message})
    branch = branch_to_enter_at(by, entered.commune_code)
    farmer = Farmer(
        kind=Farmer.Kind.HOUSEHOLD,
        name=entered.name,
        branch=branch,
        commune_code=entered.commune_code,
        village=entered.village,
        phone=entered.phone,
        member=entered.member,
    )
    farmer.full_clean()
    farmer.save()
    Farm.objects.create(farmer=farmer, branch=branch, commune_code=entered.commune_code, name=_("Home farm"))
    member = entered.member
    if member is not None and member.user_id is not None:
        FarmerPerson.objects.create(
            farmer=farmer, user_id=member.user_id, member=member, role=FarmerPerson.Role.OWNER
        )
    data = {"member": member.pk} if member else {}
    log(instance=farmer, action="farmers.farmer_taken_in", user=by, timestamp=at, data=data)
    record_agreed(farmer=farmer, agreed=agreed, by=by, at=at)
    farmer.refresh_from_db(fields=["is_public"])  # it follows the agreement
    return farmer


@transaction.atomic
def record_agreed(*, farmer: Farmer, agreed: Agreed, by: User, at: datetime) -> None:
    """Record what a farmer agreed to; what holds already is not recorded twice."""
    for purpose in sorted(agreed.purposes):
        if not given_for(farmer, purpose).exists():
            record_consent(
                farmer=farmer,
                purpose=purpose,
                way=agreed.way,
                given_on=agreed.given_on,
                witness=agreed.witness,
                by=by,
                at=at,
            )


def branch_to_enter_at(user: User, commune_code: str) -> Branch:
    """The branch of a commune if the officer enters data there, or the officer's own below it."""
    home = branch_for(commune_code)
    if rights.may(user, rights.ENTER, home):
        return home
    own = [one for one in rights.branches_for(user, rights.ENTER) if one.path.startswith(home.path)]
    if own and home.level == Branch.Level.COMMUNE:
        return own[0]
    message = _("This commune belongs to another branch. Its officer enters the household.")
    raise ValidationError({"commune": ValidationError(message, code="other_branch")})


def same_named(entered: Entered, user: User) -> list[Farmer]:
    """Farmers of the same name in the same commune that the officer sees: perhaps the household is there already."""
    found = rights.visible(Farmer, user).filter(
        name_folded=fold(entered.name), commune_code=entered.commune_code, merged_into=None
    )
    return list(found.order_by("pk")[:5])
