"""How often is a product page looked at, week by week, without who looked?

A look is one row, so that many at once wait for nothing; every hour the rows are summed into weeks and go.
"""

import logging
from collections import Counter
from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Count, F
from django.db.models.functions import TruncWeek
from django.utils import timezone

from products.models import Look, WeeklyLooks

logger = logging.getLogger(__name__)
SUMMED_AT_ONCE = 1_000


def note_look(*, product_id: int, at: datetime) -> None:
    """Note one look. A database that can't write right now costs the look, never the page."""
    try:
        Look.objects.create(product_id=product_id, at=at)
    except DatabaseError:
        logger.warning("a look at product %s was not noted", product_id, exc_info=True)


def monday_of(day: date) -> date:
    """The day on which a week began."""
    return day - timedelta(days=day.weekday())


def sum_looks(*, at: datetime) -> int:
    """Sum what was noted until now into weeks; how many looks. Workers at the same time share them out."""
    summed = 0
    while taken := _sum_some(at):
        summed += taken
    return summed


@transaction.atomic
def _sum_some(at: datetime) -> int:
    """Some looks, locked, counted and gone in one transaction, so that each is counted once."""
    looks = Look.objects.filter(at__lte=at).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    rows = list(looks.values_list("pk", "product_id", "at")[:SUMMED_AT_ONCE])
    counted = Counter((product_id, monday_of(timezone.localdate(moment))) for _pk, product_id, moment in rows)
    # In one order for all, or two workers would wait for each other.
    weeks = sorted(counted)
    WeeklyLooks.objects.bulk_create(
        [WeeklyLooks(product_id=product_id, monday=monday) for product_id, monday in weeks],
        ignore_conflicts=True,
    )
    for product_id, monday in weeks:
        week = WeeklyLooks.objects.filter(product=product_id, monday=monday)
        week.update(looks=F("looks") + counted[product_id, monday])
    Look.objects.filter(pk__in=[pk for pk, _product_id, _moment in rows]).delete()
    return len(rows)


def looks_by_week(*, product_id: int, since: date) -> Counter[date]:
    """Looks at one product by the Monday of the week, from a Monday on, those not summed yet too: two queries."""
    weeks = WeeklyLooks.objects.filter(product=product_id, monday__gte=since)
    counted: Counter[date] = Counter(dict(weeks.values_list("monday", "looks")))
    looks = Look.objects.filter(product=product_id).annotate(week=TruncWeek("at")).order_by("week")
    for week, count in looks.values_list("week").annotate(Count("pk")):
        counted[timezone.localdate(week)] += count
    return counted
