"""What waits for this officer, since when, and what comes next?

Work belongs to the branch it lies below. A commune sees all of its own; the province sees what lies at no commune, and
what a commune has left for three days: waiting work rises a level. The oldest comes first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import cached_property

from accounts.models import User
from farmers import rights
from farmers.models import Branch, Certificate
from market.desk.finding import MOST_COUNTED
from products.models import Product

RISES_AFTER = timedelta(days=3)
SHOWN_AT_HOME = 8


@dataclass(frozen=True)
class Queue:
    """Records in the order in which they are to be looked at. `since` names the column they wait since."""

    records: QuerySet[Any]
    since: str
    at: datetime

    @cached_property
    def count(self) -> int:
        """How many, counted no further than 1,001."""
        return self.records.order_by()[:MOST_COUNTED].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count == MOST_COUNTED

    def first(self, most: int = SHOWN_AT_HOME) -> list[Any]:
        """The oldest, each with `waits_days` and `is_late`."""
        shown = list(self.records[:most])
        for record in shown:
            waited = self.at - getattr(record, self.since)
            record.waits_days = waited.days
            record.is_late = waited >= RISES_AFTER
        return shown

    def after(self, record: Any) -> Any | None:
        """What comes after a record that was just decided: the next younger one, else the oldest."""
        moment = getattr(record, self.since)
        younger = Q(**{f"{self.since}__gt": moment}) | Q(**{self.since: moment, "pk__gt": record.pk})
        others = self.records.exclude(pk=record.pk)
        return others.filter(younger).first() or others.first()


def certificates_waiting(user: User, at: datetime) -> Queue:
    """Declared certificates that this officer has to check."""
    mine = _due_here(user, at, to_branch=rights.path_to_branch(Certificate), since="declared_at")
    waiting = Certificate.objects.waiting().filter(mine).select_related("farmer")
    return Queue(waiting.order_by("declared_at", "pk"), "declared_at", at)


def listings_waiting(user: User, at: datetime) -> Queue:
    """Submitted listings that this officer has to look at."""
    mine = _due_here(user, at, to_branch=rights.path_to_branch(Product), since="submitted_at")
    waiting = Product.objects.waiting().filter(mine).select_related("farmer", "offer")
    return Queue(waiting.order_by(F("submitted_at").asc(), "pk"), "submitted_at", at)


def reviews_anything(user: User) -> bool:
    """Whether there is a branch for which this user checks certificates and listings."""
    return user.is_superuser or bool(rights.branches_for(user, rights.REVIEW))


def is_at_province(user: User) -> bool:
    """Whether the user sees the queues from above, where work only arrives when it rises."""
    branches = rights.branches_for(user, rights.REVIEW)
    return any(branch.level == Branch.Level.PROVINCE for branch in branches)


def _due_here(user: User, at: datetime, *, to_branch: str, since: str) -> Q:
    due = Q(pk__in=[])
    for branch in rights.branches_for(user, rights.REVIEW):
        below = Q(**{f"{to_branch}__path__startswith": branch.path})
        if branch.level == Branch.Level.PROVINCE:
            own = Q(**{f"{to_branch}__path": branch.path})
            below &= own | Q(**{f"{since}__lte": at - RISES_AFTER})
        due |= below
    return due
