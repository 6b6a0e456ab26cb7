"""How are the members of a branch made up on the last day: by age, schooling, people, trade?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, F, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from farmers.models import Branch
from farmers.models.member_choices import Ethnicity
from farmers.reporting.counting import members_of
from farmers.reporting.periods import Period
from farmers.reporting.selecting import AGES, CODED, UNKNOWN, active_on, fact
from farmers.reporting.tables import Cell, Column, Report, Row, roughly
from farmers.reporting.units import Units, added_up

# Columns for this many peoples; the others stand together.
MOST_PEOPLES = 10
OTHERS = "others"

Counted = dict[int, dict[str, int]]


def by_age(branch: Branch, period: Period) -> Report:
    """Under 40, 40 to under 60, from 60."""
    units = Units(branch, period.last_day)
    cases = [When(fact(f"age-{band}", period.last_day), then=Value(f"age-{band}")) for band in AGES]
    counted = _count(units, period, Case(*cases, default=Value(f"age-{UNKNOWN}")))
    for counts in counted.values():
        counts["members"] = sum(counts.values())
    words = {"under40": _("under 40"), "40to59": _("40 to under 60"), "from60": _("60 and over")}
    shown = [Column(f"age-{band}", words[band], _("Age")) for band in AGES]
    return _report("age", units, period, [*shown, _not_told("age")], counted)


def by_education(branch: Branch, period: Period) -> Report:
    """By general schooling."""
    return _by_code("education", branch, period)


def by_trade(branch: Branch, period: Period) -> Report:
    """By what they live from."""
    return _by_code("occupation", branch, period)


def by_ethnicity(branch: Branch, period: Period, *, is_exact: bool) -> Report:
    """By people, the most numerous first, rounded unless `is_exact`. Counted by digests: nobody's row is read."""
    units = Units(branch, period.last_day)
    counted = _count(units, period, F("confidence__ethnicity"))
    whole = added_up(counted.values())
    peoples = sorted((key for key in whole if key), key=lambda key: (-whole[key], key))
    few = peoples[:MOST_PEOPLES]
    for counts in counted.values():
        counts["members"] = sum(counts.values())
        counts[OTHERS] = sum(counts.get(key, 0) for key in peoples[MOST_PEOPLES:])
        counts[UNKNOWN] = counts.pop("", 0)
    shown = [_people(key, str(Ethnicity(key).label)) for key in few]
    if len(peoples) > MOST_PEOPLES:
        shown.append(_people(OTHERS, _("other peoples")))
    shown.append(_people(UNKNOWN, _("not told")))
    return _report("ethnicity", units, period, shown, counted, is_exact=is_exact)


def _by_code(kind: str, branch: Branch, period: Period) -> Report:
    column, choices = CODED[kind]
    units = Units(branch, period.last_day)
    counted: Counted = {
        unit: {f"{kind}-{code or UNKNOWN}": count for code, count in counts.items()}
        | {"members": sum(counts.values())}
        for unit, counts in _count(units, period, F(column)).items()
    }
    shown = [Column(f"{kind}-{code}", str(label)) for code, label in choices.choices]
    return _report(kind, units, period, [*shown, _not_told(kind)], counted)


def _count(units: Units, period: Period, key: Combinable) -> Counted:
    """Members on the last day by unit and key; nothing told is ""."""
    active = members_of(units).filter(active_on(period.last_day))
    rows: Iterable[Mapping[str, Any]] = active.values("branch_id", key=key).annotate(number=Count("pk"))
    counted: Counted = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counted[units.unit_of[row["branch_id"]]][row["key"] or ""] += row["number"]
    return counted


def _not_told(kind: str) -> Column:
    return Column(f"{kind}-{UNKNOWN}", _("not told"))


def _people(key: str, words: str) -> Column:
    return Column(key, words, _("Ethnicity"), source="none", is_sensitive=True)


def _report(
    slug: str,
    units: Units,
    period: Period,
    shown: Iterable[Column],
    counted: Counted,
    *,
    is_exact: bool = True,
) -> Report:
    columns = (Column("members", _("Members")), *shown)
    rows = [
        Row(unit, _cells(columns, counted.get(unit.pk, {}), is_exact=is_exact))
        for unit in units.shown(counted)
    ]
    total = Row(None, _cells(columns, added_up(counted.values()), is_exact=is_exact))
    return Report(slug, units.branch, period, columns, tuple(rows), total)


def _cells(columns: Iterable[Column], counts: Mapping[str, int], *, is_exact: bool) -> tuple[Cell, ...]:
    return tuple(
        Cell(counts.get(column.key, 0))
        if is_exact or not column.is_sensitive
        else roughly(counts.get(column.key, 0))
        for column in columns
    )
