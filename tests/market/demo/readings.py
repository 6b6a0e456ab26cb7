"""What the tests of the demo read again and again."""

from collections import Counter
from datetime import date
from pathlib import Path

from market.demo.content import rows

TODAY = date(2026, 11, 24)  # the day the demo is told from
ART = {path.stem for path in (Path(__file__).parents[3] / "static" / "art").glob("*.svg")}


def by_key(kind):
    return {row["key"]: row for row in rows(kind)}


def leaves():
    return {row["key"]: row for row in rows("category") if row["level"] == "leaf"}


def farms_of():
    return {farm["key"]: (row["key"], farm) for row in rows("farmer") for farm in row["farms"]}


def repeated(values):
    return [value for value, times in Counter(values).items() if times > 1]
