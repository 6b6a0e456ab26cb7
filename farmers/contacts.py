"""Whom of the association does somebody call: the named officer of their commune, else of the province?"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from farmers.models import Branch, Officer
from vietnam.phones import format_local

Role, Level = Officer.Role, Branch.Level
# Who answers for a branch, then who decides there, then who checks there.
RANKS = (Role.HEAD, Role.APPROVER, Role.REVIEWER)
STEPS_UP = ("pk", "parent", "parent__parent", "parent__parent__parent")


@dataclass(frozen=True, slots=True)
class Contact:
    """An officer to call: plain data, so that it can be kept on the phone for when there is no signal."""

    name: str
    office: str
    branch: str
    phone: str

    @property
    def shown_phone(self) -> str:
        """The number as people read it."""
        return format_local(self.phone)


def contact_for(user: User) -> Contact | None:
    """The officer of a user's commune; None of who neither sells nor stands in the register. One query."""
    own = Branch.objects.filter(
        Q(farmers__people__user=user, farmers__people__revoked_at=None)
        | Q(members__user=user, members__merged_into=None)
    )
    above = Q(pk__in=[])
    for step in STEPS_UP:
        above |= Q(branch__in=own.order_by().values(step))
    return _first(_callable().filter(above))


def contact_at(branch: Branch) -> Contact | None:
    """The officer of a branch, or of one above it. One query."""
    return _first(_callable().filter(branch__in=_ids(branch.path)))


def _ids(path: str) -> Collection[int]:
    return [int(step) for step in path.split(".") if step]


def _callable() -> QuerySet[Officer]:
    """Offices of communes and of the province that are held today, by somebody with a name."""
    held = Officer.objects.held_on(timezone.localdate()).filter(
        role__in=RANKS, branch__level__in=(Level.COMMUNE, Level.PROVINCE), user__is_active=True
    )
    return held.exclude(user__name="")


def _first(offices: QuerySet[Officer]) -> Contact | None:
    ranks = [When(role=role, then=Value(rank)) for rank, role in enumerate(RANKS)]
    level = Case(When(branch__level=Level.COMMUNE, then=0), default=1, output_field=IntegerField())
    ordered = offices.order_by(level, Case(*ranks, output_field=IntegerField()), "since", "pk")
    office = ordered.select_related("user", "branch").first()
    if office is None:
        return None
    return Contact(office.user.name, office.get_role_display(), office.branch.name, office.user.phone)
