"""Which day is n working days later? Weekends and public holidays do not count.

Holidays are data with their sources (vietnam/data/holidays.csv): S secondary sources agree, 1 one source, U not found.
What is uncertain never lengthens a clock: such a day off counts as a working day. A year that is not in the data has
its weekends and the holidays that never move.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "holidays.csv"
_SATURDAY = 5
_UNCERTAIN = "U"
# Month and day of the holidays that fall on the same day every year.
FIXED = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A day that differs from others of its name: off, or a Saturday that is worked for another day."""

    day: date
    is_worked: bool
    name: str
    sure: str
    source: str


@cache
def exceptional_days() -> Mapping[date, Exceptional]:
    """Every day in the data, by date."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            day: Exceptional(day, row["kind"] == "worked", row["name"], row["sure"], row["source"])
            for row in csv.DictReader(file)
            for day in [date.fromisoformat(row["day"])]
        }


def is_working_day(day: date) -> bool:
    """Whether the offices of the country are open."""
    exceptional = exceptional_days().get(day)
    if exceptional is not None and exceptional.is_worked:
        return True
    if exceptional is not None and exceptional.sure != _UNCERTAIN:
        return False
    return day.weekday() < _SATURDAY and (day.month, day.day) not in FIXED


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after a day, which itself does not count; the day itself for none."""
    if n < 0:
        raise ValueError("working days are counted forwards")
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day
