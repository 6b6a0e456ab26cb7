"""How often was a listing looked at and scanned in the last weeks? Bars beside each other, with their numbers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from products.looking import looks_by_week, monday_of
from products.models import Product
from traceability.scanning import scans_by_week

WEEKS_SHOWN = 8
BAR_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Week:
    """One week: how many looks and scans, and how long their bars are, 0 to 100, as SVG writes it."""

    monday: date
    looks: int
    scans: int
    looks_width: int
    scans_width: int


def weeks_of(listing: Product, on: date) -> list[Week]:
    """The last weeks, this one first; none of a listing that was never on sale. Three queries."""
    if listing.published_at is None:
        return []
    mondays = [monday_of(on) - timedelta(weeks=ago) for ago in range(WEEKS_SHOWN)]
    looks = looks_by_week(product_id=listing.pk, since=mondays[-1])
    midnight = timezone.make_aware(datetime.combine(mondays[-1], time.min))
    scans = scans_by_week(product_id=listing.pk, since=midnight)
    longest = max(max(looks[monday], scans[monday]) for monday in mondays) or 1
    return [
        Week(
            monday,
            looks[monday],
            scans[monday],
            _width(looks[monday], longest),
            _width(scans[monday], longest),
        )
        for monday in mondays
    ]


def _width(count: int, longest: int) -> int:
    return max(1 if count else 0, BAR_WIDTH * count // longest)
