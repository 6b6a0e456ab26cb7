"""Báo cáo thực lực Hội: how strong is the association in each unit on the last day of a quarter or a year?"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from farmers.models import Branch, BranchFigures
from farmers.models.member_choices import Ethnicity, PartyMembership, Religion
from farmers.reporting.counting import Counts, count_active, count_flows, members_of
from farmers.reporting.periods import Period
from farmers.reporting.selecting import PLAIN, active_on, cards_issued_in
from farmers.reporting.tables import Cell, Column, Report, Row, Unit, roughly
from farmers.reporting.units import Units, added_up

FLOWS = ("up", "departed", "cards_issued")
SENSITIVE: Mapping[str, Q] = {
    "party": Q(confidence__party_membership__in=[PartyMembership.PROBATIONARY, PartyMembership.OFFICIAL]),
    "minority": ~Q(confidence__ethnicity__in=["", Ethnicity.KINH]),
    "religious": ~Q(confidence__religion__in=["", Religion.NONE]),
}
ENTERED = ("villages", "farm_households", "member_households", "labourers", "fund_vnd", "chapter_fund_vnd")
# Columns that are asked for together.
PARTS: Mapping[str, tuple[str, ...]] = {
    "members": (*FLOWS, *PLAIN),
    "made_of": tuple(SENSITIVE),
    "branches": ("chapter_resident", "chapter_occupational", "group_resident", "group_occupational"),
    "entered": (*ENTERED, "grade"),
}


def columns() -> tuple[Column, ...]:
    """The columns of the association's form."""
    households, members = _("Households and labour"), _("Members")
    made_of, cards = _("Of them"), _("Cards")
    chapters, groups, funds = _("Chapters"), _("Groups"), _("Funds (đ)")
    return (
        Column("villages", _("villages"), households, source="entered"),
        Column("farm_households", _("farming households"), households, source="entered"),
        Column("member_households", _("with a member"), households, source="entered"),
        Column("labourers", _("labourers"), households, source="entered"),
        Column("up", _("up"), members),
        Column("departed", _("down"), members),
        Column("members", _("on the last day"), members),
        Column("female", _("women"), members),
        Column("resident", _("by village"), members),
        Column("occupational", _("of a trade"), members),
        Column("honorary", _("honorary"), members),
        Column("core", _("core"), members),
        Column("party", _("in the Party"), made_of, is_sensitive=True),
        Column("minority", _("of an ethnic minority"), made_of, is_sensitive=True),
        Column("religious", _("with a religion"), made_of, is_sensitive=True),
        Column("card", _("with a card"), cards),
        Column("cards_issued", _("issued"), cards),
        Column("chapter_resident", _("by village"), chapters, source="branches"),
        Column("chapter_occupational", _("of a trade"), chapters, source="branches"),
        Column("group_resident", _("by village"), groups, source="branches"),
        Column("group_occupational", _("of a trade"), groups, source="branches"),
        Column("fund_vnd", _("of the branch"), funds, kind="money", source="entered"),
        Column("chapter_fund_vnd", _("of the chapters"), funds, kind="money", source="entered"),
        Column("grade", _("Grade"), kind="word", source="entered"),
    )


def strength(
    branch: Branch, period: Period, *, is_exact: bool, parts: Collection[str] = tuple(PARTS)
) -> Report:
    """The strength of a branch, unit by unit; sensitive counts are rounded unless `is_exact`.

    `parts` are the columns wanted (PARTS); each costs a question or two, "made_of" of a province the longest.
    """
    units = Units(branch, period.last_day)
    counted = _counted(units, period, parts)
    entered = _entered(units, period) if "entered" in parts else {}
    wanted = {key for part in parts for key in PARTS[part]}
    shown = tuple(column for column in columns() if column.key in wanted)

    def row(unit: Unit | None, counts: Mapping[str, int], told: Mapping[str, Any]) -> Row:
        return Row(unit, tuple(_cells(shown, counts, told, is_exact=is_exact)))

    rows = tuple(
        row(unit, counted.get(unit.pk, {}), {} if unit.is_rest else entered.get(unit.pk, {}))
        for unit in units.shown(counted)
    )
    total = row(None, added_up(counted.values()), _entered_in_all(entered) | entered.get(branch.pk, {}))
    return Report("strength", branch, period, shown, rows, total)


def _counted(units: Units, period: Period, parts: Collection[str]) -> Counts:
    counted: Counts = {}
    counts_of: dict[str, Callable[[], list[Counts]]] = {
        "members": lambda: [
            count_active(units, period, PLAIN),
            count_flows(units, period, {"cards_issued": cards_issued_in(period)}),
        ],
        "made_of": lambda: [_count_sensitive(units, period)],
        "branches": lambda: [units.branches_by_kind()],
        "entered": list,
    }
    for part in parts:
        for counts in counts_of[part]():
            for unit, more in counts.items():
                counted.setdefault(unit, {}).update(more)
    return counted


def _count_sensitive(units: Units, period: Period) -> Counts:
    """Counted in the database, by digests; nobody's row is read."""
    told = members_of(units).filter(active_on(period.last_day), confidence__isnull=False)
    counts = {key: Count("pk", filter=condition) for key, condition in SENSITIVE.items()}
    return units.roll_up(told.values("branch_id").annotate(**counts))


def _entered(units: Units, period: Period) -> dict[int, dict[str, Any]]:
    """What the branches entered of themselves: of the period's quarter, of a year its last one entered.

    A unit's own row says it; where it has none, what the branches below it entered is added up.
    """
    told = BranchFigures.objects.filter(
        branch__path__startswith=units.branch.path, year=period.year, quarter__lte=period.last_quarter
    )
    if period.quarter:
        told = told.filter(quarter=period.quarter)
    latest = {figures.branch_id: figures for figures in told.order_by("quarter")}
    entered: dict[int, dict[str, Any]] = {}
    for pk, figures in latest.items():
        unit = units.unit_of[pk]
        if pk != unit and unit in latest:
            continue
        kept = entered.setdefault(unit, {})
        for key in ENTERED:
            if (value := getattr(figures, key)) is not None:
                kept[key] = kept.get(key, 0) + value
        if pk == unit:
            kept["grade"] = figures.grade
    return entered


def _entered_in_all(entered: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """Sums of what was entered, where anybody entered it; a grade is of one branch."""
    return {
        key: sum(values[key] for values in entered.values() if key in values)
        for key in ENTERED
        if any(key in values for values in entered.values())
    }


def _cells(
    shown: Iterable[Column], counts: Mapping[str, int], entered: Mapping[str, Any], *, is_exact: bool
) -> Iterable[Cell]:
    for column in shown:
        if column.source == "entered":
            yield Cell(entered.get(column.key))
        else:
            count = counts.get(column.key, 0)
            yield roughly(count) if column.is_sensitive and not is_exact else Cell(count)
