"""What waits for this officer, since when, and what comes next?

Work belongs to the branch it lies below. A commune sees all of its own; the province sees what lies at no commune, and
what a commune has left for three days: waiting work rises a level. What is due soonest comes first, so what is late
stands on top.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from farmers import rights
from farmers.models import Branch, Certificate, Coverage
from market.desk.finding import MOST_COUNTED
from products.models import Product

RISES_AFTER = timedelta(days=3)
SHOWN_AT_HOME = 8


@dataclass(frozen=True)
class Place:
    """Where a record stands in its queue: "3 / 12". `number` is 0 for one that is not (or no longer) in it.

    `previous` and `following` are ids; after the last comes the first again. None where there is no other. `due_on` is
    the last day for one that waits.
    """

    number: int
    count: int
    is_capped: bool
    previous: int | None
    following: int | None
    due_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Queue:
    """Records in the order in which they are to be looked at. `since` names the column they wait since."""

    records: QuerySet[Any]
    since: str
    at: datetime
    due_days: int

    @cached_property
    def count(self) -> int:
        """How many, counted no further than 1,001."""
        return self.records.order_by()[:MOST_COUNTED].count()

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count == MOST_COUNTED

    def first(self, most: int = SHOWN_AT_HOME) -> list[Any]:
        """The most urgent, each with `waits_days`, `due_on` and `is_late`."""
        shown = list(self.records[:most])
        for record in shown:
            moment = getattr(record, self.since)
            record.waits_days = (self.at - moment).days
            record.due_on = due_day(moment, self.due_days)
            record.is_late = record.due_on < timezone.localdate(self.at)
        return shown

    def place_of(self, record: Any) -> Place:
        """Where a record stands, and what comes before and after it; one query, of at most 1,001 ids."""
        waiting = list(self.records.values_list("pk", self.since)[:MOST_COUNTED])
        ids = [pk for pk, _moment in waiting]
        others = [pk for pk in ids if pk != record.pk]
        is_capped = len(ids) == MOST_COUNTED
        if record.pk not in ids:
            return Place(0, len(ids), is_capped, None, others[0] if others else None)
        place = ids.index(record.pk)
        due_on = due_day(waiting[place][1], self.due_days)
        return Place(
            place + 1,
            len(ids),
            is_capped,
            # Without the record itself, what came after it stands at its own place.
            previous=others[place - 1] if others else None,
            following=others[place % len(others)] if others else None,
            due_on=due_on,
            is_late=due_on < timezone.localdate(self.at),
        )


def due_day(moment: datetime, days: int) -> date:
    """The last day on which something that waits since a moment is decided in time, Viet Nam time."""
    return timezone.localdate(moment) + timedelta(days=days)


def certificates_waiting(user: User, at: datetime) -> Queue:
    """What this officer has to check: declared certificates, and verified ones said to cover more since.

    Each has `waits_since`: the day it was declared on, or on which the first listing that asks for more was sent.
    """
    today = timezone.localdate(at)
    unanswered = Coverage.objects.filter(confirmed_by__isnull=True)
    asking = Product.objects.filter(
        coverages__certificate=OuterRef("pk"),
        coverages__confirmed_by__isnull=True,
        submitted_at__isnull=False,
    )
    asked_at = asking.order_by().values("coverages__certificate").annotate(moment=Min("submitted_at"))
    standing = Certificate.Standing
    asks_more = Q(
        standing=standing.VERIFIED,
        expires_on__gte=today,
        pk__in=unanswered.filter(certificate__standing=standing.VERIFIED).values("certificate"),
    )
    waiting = Certificate.objects.filter(Q(standing=standing.DECLARED) | asks_more).annotate(
        waits_since=Case(
            When(standing=standing.DECLARED, then=F("declared_at")),
            default=Coalesce(Subquery(asked_at.values("moment")), F("checked_at")),
        )
    )
    mine = _due_here(user, at, to_branch=rights.path_to_branch(Certificate), since="waits_since")
    found = waiting.filter(mine).select_related("farmer").order_by("waits_since", "pk")
    return Queue(found, "waits_since", at, settings.CERTIFICATE_DUE_DAYS)


def listings_waiting(user: User, at: datetime) -> Queue:
    """Submitted listings that this officer has to look at."""
    mine = _due_here(user, at, to_branch=rights.path_to_branch(Product), since="submitted_at")
    waiting = Product.objects.waiting().filter(mine).select_related("farmer", "offer")
    found = waiting.order_by(F("submitted_at").asc(), "pk")
    return Queue(found, "submitted_at", at, settings.LISTING_DUE_DAYS)


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
