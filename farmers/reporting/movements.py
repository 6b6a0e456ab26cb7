"""Biến động, phát triển mới, danh sách giảm: who came, who went, within a quarter or a year?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from farmers.models import Branch, Member, MembershipStep
from farmers.querysets import MemberQuerySet
from farmers.reporting.counting import count_active, count_flows, count_moves
from farmers.reporting.periods import Period
from farmers.reporting.selecting import ENDING, OF_ADMITTED, admitted_in, departed_in, fact
from farmers.reporting.tables import Cell, Column, Report, Row
from farmers.reporting.units import Units, added_up

CHUNK = 2_000


@dataclass(frozen=True)
class Departure:
    """A member who went, the day and why."""

    member: Member
    on: date | None
    kind: str
    reason: str


def changes(branch: Branch, period: Period) -> Report:
    """Members before, who came, who went, members after; and who moved between units, which changes no sum."""
    units = Units(branch, period.last_day)
    counted = count_active(units, period, {"members": Q()})
    for more in (count_flows(units, period), count_moves(units, period)):
        for unit, counts in more.items():
            counted.setdefault(unit, {}).update(counts)
    for counts in counted.values():
        came = counts.get("admitted", 0) + counts.get("returned", 0)
        went = counts.get("left", 0) + counts.get("suspended", 0)
        counts["before"] = counts.get("members", 0) - came + went
    up, down, moves = _("Up"), _("Down"), _("Moved, in the figures of the new branch")
    shown = (
        Column("before", _("Members before")),
        Column("admitted", _("admitted"), up),
        Column("returned", _("back again"), up),
        Column("left", _("left"), down),
        Column("suspended", _("suspended"), down),
        Column("members", _("Members on the last day")),
        Column("moved", _("from elsewhere"), moves),
        Column("moved_away", _("to elsewhere"), moves, source="none"),
    )
    return _report("changes", units, period, shown, counted)


def admitted(branch: Branch, period: Period) -> Report:
    """How many were admitted, and what they are."""
    units = Units(branch, period.last_day)
    facts = {
        f"{OF_ADMITTED}{key}": admitted_in(period) & fact(key, period.last_day)
        for key in ("female", "resident", "occupational", "age-under40")
    }
    counted = count_flows(units, period, facts)
    shown = (
        Column("admitted", _("Admitted")),
        Column("admitted_female", _("women"), _("Of them")),
        Column("admitted_resident", _("by village"), _("Of them")),
        Column("admitted_occupational", _("of a trade"), _("Of them")),
        Column("admitted_age-under40", _("under 40"), _("Of them")),
    )
    return _report("admitted", units, period, shown, counted)


def departed(branch: Branch, period: Period) -> Report:
    """How many went, and how."""
    units = Units(branch, period.last_day)
    counted = count_flows(units, period)
    shown = (
        Column("departed", _("Down in all")),
        Column("left", _("left"), _("Of them")),
        Column("suspended", _("suspended"), _("Of them")),
    )
    return _report("departed", units, period, shown, counted)


def who_came(branch: Branch, period: Period) -> QuerySet[Member]:
    """The members admitted within the period, by branch, day and name, for a list that leaves the house."""
    return (
        _members(branch)
        .unrestricted()
        .filter(admitted_in(period))
        .select_related("branch__parent")
        .order_by("branch__path", "admitted_on", "full_name_folded", "pk")
    )


def who_went(branch: Branch, period: Period) -> Iterator[Departure]:
    """The members who went within the period, by branch and name, with the last step that ended it.

    For a list that leaves the house, as the one above: without those who asked that their data be handed on to nobody,
    who still count in every figure.
    """
    gone = _members(branch).unrestricted().filter(departed_in(period)).select_related("branch__parent")
    gone = gone.order_by("branch__path", "full_name_folded", "pk")
    steps = MembershipStep.objects.filter(
        kind__in=ENDING,
        outcome=MembershipStep.Outcome.APPROVED,
        effective_on__range=(period.first_day, period.last_day),
        member__branch__path__startswith=branch.path,
    )
    last = {step.member_id: step for step in steps.order_by("effective_on", "pk")}
    for member in gone.iterator(chunk_size=CHUNK):
        step = last.get(member.pk)
        if step is None:
            # Entered before steps were kept, or brought in from a workbook.
            yield Departure(member, member.standing_since, member.standing, member.standing_reason)
        else:
            left = step.kind == MembershipStep.Kind.LEAVING
            standing = Member.Standing.LEFT if left else Member.Standing.SUSPENDED
            yield Departure(member, step.effective_on, standing, step.reason)


def _members(branch: Branch) -> MemberQuerySet:
    return MemberQuerySet(Member).unmerged().filter(branch__path__startswith=branch.path)


def _report(
    slug: str, units: Units, period: Period, shown: tuple[Column, ...], counted: dict[int, dict[str, int]]
) -> Report:
    rows = [
        Row(unit, tuple(Cell(counted.get(unit.pk, {}).get(column.key, 0)) for column in shown))
        for unit in units.shown(counted)
    ]
    whole = added_up(counted.values())
    total = Row(None, tuple(Cell(whole.get(column.key, 0)) for column in shown))
    return Report(slug, units.branch, period, shown, tuple(rows), total)
