"""Báo cáo thực lực Hội: how strong is the association in each unit on the last day of a quarter or a year?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from farmers.models import Branch, BranchFigures
from farmers.models.member_choices import Ethnicity, PartyMembership, Religion
from farmers.reporting.counting import count_active, count_flows, members_of
from farmers.reporting.periods import Period
from farmers.reporting.selecting import PLAIN, active_on
from farmers.reporting.tables import Cell, Column, Report, Row, roughly
from farmers.reporting.units import Units, added_up

FLOWS = ("up", "departed", "cards_issued")
SENSITIVE: Mapping[str, Q] = {
    "party": Q(confidence__party_membership__in=[PartyMembership.PROBATIONARY, PartyMembership.OFFICIAL]),
    "minority": Q(confidence__ethnicity__in=[code for code in Ethnicity.values if code != Ethnicity.KINH]),
    "religious": Q(confidence__religion__in=[code for code in Religion.values if code != Religion.NONE]),
}
ENTERED = (
    "villages",
    "farm_households",
    "member_households",
    "labourers",
    "fund_vnd",
    "chapter_fund_vnd",
)


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
        Column("occupational", _("by trade"), members),
        Column("honorary", _("honorary"), members),
        Column("core", _("core"), members),
        Column("party", _("in the Party"), made_of, is_sensitive=True),
        Column("minority", _("of an ethnic minority"), made_of, is_sensitive=True),
        Column("religious", _("with a religion"), made_of, is_sensitive=True),
        Column("card", _("with a card"), cards),
        Column("cards_issued", _("issued"), cards),
        Column("chapter_resident", _("by village"), chapters, source="branches"),
        Column("chapter_occupational", _("by trade"), chapters, source="branches"),
        Column("group_resident", _("by village"), groups, source="branches"),
        Column("group_occupational", _("by trade"), groups, source="branches"),
        Column("fund_vnd", _("of the branch"), funds, kind="money", source="entered"),
        Column("chapter_fund_vnd", _("of the chapters"), funds, kind="money", source="entered"),
        Column("grade", _("Grade"), kind="word", source="entered"),
    )


def strength(branch: Branch, period: Period, *, is_exact: bool) -> Report:
    """The strength of a branch, unit by unit; sensitive counts are rounded unless `is_exact`. Five questions."""
    units = Units(branch, period.last_day)
    counted = units.roll_up(count_active(branch, period, PLAIN))
    for more in (
        units.roll_up(count_flows(branch, period, FLOWS)),
        units.roll_up(_count_sensitive(branch, period)),
        units.branches_by_kind(),
    ):
        for unit, counts in more.items():
            counted.setdefault(unit, defaultdict(int)).update(counts)
    entered = _entered(units, period)
    in_all = _entered_in_all(entered)
    shown = columns()
    rows = [
        Row(
            unit,
            tuple(
                _cells(
                    shown,
                    counted.get(unit.pk, {}),
                    {} if unit.is_rest else entered.get(unit.pk, {}),
                    is_exact=is_exact,
                )
            ),
        )
        for unit in units.shown(counted)
    ]
    total = Row(
        None,
        tuple(
            _cells(shown, added_up(counted.values()), in_all | entered.get(branch.pk, {}), is_exact=is_exact)
        ),
    )
    return Report("strength", branch, period, shown, tuple(rows), total)


def _count_sensitive(branch: Branch, period: Period) -> Iterable[Mapping[str, Any]]:
    """Counted in the database, by digests; nobody's row is read."""
    told = members_of(branch).filter(active_on(period.last_day), confidence__isnull=False)
    counts = {key: Count("pk", filter=condition) for key, condition in SENSITIVE.items()}
    return told.values("branch_id").annotate(**counts)


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
