"""Which records are of one person? Members that were merged, the login that belongs to them, the household they own.

A member, a farmer and a user are three records (docs/decisions/0002). A cooperative or a firm is nobody's person, and
a household for which somebody else speaks too stays: only the part in it ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from farmers.agreeing import SPEAKERS
from farmers.merging import kept_record
from farmers.models import Farmer, FarmerPerson, Member


@dataclass(frozen=True, slots=True)
class Person:
    """The ids of the records of one person."""

    members: tuple[int, ...] = ()
    farmers: tuple[int, ...] = ()
    users: tuple[int, ...] = ()

    @property
    def member_rows(self) -> "QuerySet[Member]":
        """The members, the kept record first."""
        return Member.objects.filter(pk__in=self.members).order_by("merged_into_id", "pk")

    @property
    def farmer_rows(self) -> "QuerySet[Farmer]":
        """The farmers."""
        return Farmer.objects.filter(pk__in=self.farmers).order_by("pk")

    @property
    def user_rows(self) -> "QuerySet[User]":
        """The logins."""
        return User.objects.filter(pk__in=self.users).order_by("pk")


def person_of(
    *, member: Member | None = None, farmer: Farmer | None = None, user: User | None = None
) -> Person:
    """All records of the person that one record is of, and the one farmer asked about, whoever owns it."""
    users = {user.pk} if user else set()
    members = _tree(member) if member else set()
    if farmer:
        owners = FarmerPerson.objects.filter(farmer=farmer, role=FarmerPerson.Role.OWNER, revoked_at=None)
        alone = list(owners[:2])
        if farmer.kind == Farmer.Kind.HOUSEHOLD and len(alone) == 1:
            users.add(alone[0].user_id)
    users |= _users_of(members)
    members |= _members_of(users)
    farmers = _households_of(users) | ({farmer.pk} if farmer else set())
    farmers |= _merged_into(farmers)
    return Person(tuple(sorted(members)), tuple(sorted(farmers)), tuple(sorted(users)))


def _tree(member: Member) -> set[int]:
    """A member's kept record and all that lead to it."""
    found = {kept_record(member).pk}
    while more := set(Member.objects.filter(merged_into__in=found).values_list("pk", flat=True)) - found:
        found |= more
    return found


def _users_of(members: Iterable[int]) -> set[int]:
    own = Member.objects.filter(pk__in=members, user__isnull=False).values_list("user", flat=True)
    acting = FarmerPerson.objects.filter(member__in=members).values_list("user", flat=True)
    return set(own) | set(acting)


def _members_of(users: Iterable[int]) -> set[int]:
    named = Member.objects.filter(Q(user__in=users) | Q(acts_for__user__in=users)).distinct()
    found: set[int] = set()
    for member in named.select_related("merged_into"):
        found |= _tree(member)
    return found


def _households_of(users: Iterable[int]) -> set[int]:
    """Households these users own, for which nobody else speaks."""
    others = FarmerPerson.objects.filter(farmer=OuterRef("pk"), revoked_at=None, role__in=SPEAKERS)
    owned = Farmer.objects.filter(
        ~Exists(others.exclude(user__in=users)),
        kind=Farmer.Kind.HOUSEHOLD,
        people__user__in=users,
        people__role=FarmerPerson.Role.OWNER,
        people__revoked_at=None,
    )
    return set(owned.values_list("pk", flat=True))


def _merged_into(farmers: set[int]) -> set[int]:
    found, seen = set(farmers), set(farmers)
    while more := set(Farmer.objects.filter(merged_into__in=seen).values_list("pk", flat=True)) - found:
        found |= more
        seen = more
    return found
