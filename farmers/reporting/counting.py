"""How many members of each branch meet a condition? A question each, whatever the number of members."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from farmers.models import Branch, Member, MembershipStep
from farmers.reporting.periods import Period
from farmers.reporting.selecting import active_on, admitted_in, behind, cards_issued_in
from farmers.reporting.units import Units

FLOWS = ("admitted", "returned", "departed", "left", "suspended")


def members_of(branch: Branch) -> QuerySet[Member]:
    """The records of a branch and all below, each person once."""
    return Member.objects.unmerged().filter(branch__path__startswith=branch.path).order_by()


def count_active(branch: Branch, period: Period, facts: Mapping[str, Q]) -> Iterable[Mapping[str, Any]]:
    """Members on the last day, by branch, and those of them of whom a fact is true."""
    counts = {key: Count("pk", filter=fact) if fact else Count("pk") for key, fact in facts.items()}
    active = members_of(branch).filter(active_on(period.last_day))
    return active.values("branch_id").annotate(**counts)


def count_flows(branch: Branch, period: Period, keys: tuple[str, ...] = FLOWS) -> Iterable[Mapping[str, Any]]:
    """Who came and went within the period, by branch."""
    touched = admitted_in(period) | Q(standing_since__gte=period.first_day) | cards_issued_in(period)
    counts = {key: Count("pk", filter=behind(f"{period.code}.{key}")) for key in keys}
    return members_of(branch).filter(touched).values("branch_id").annotate(**counts)


def count_moves(units: Units, period: Period) -> dict[int, dict[str, int]]:
    """Who moved between the units, from elsewhere and away: {unit: {"moved": …, "moved_away": …}}.

    Who came counts where they are still; who went away counts at the unit left behind.
    """
    path = units.branch.path
    still_here = Member.objects.filter(active_on(period.last_day), pk=OuterRef("member"))
    moves = MembershipStep.objects.filter(
        Q(branch__path__startswith=path) | Q(from_branch__path__startswith=path),
        kind=MembershipStep.Kind.MOVE,
        outcome=MembershipStep.Outcome.APPROVED,
        effective_on__range=(period.first_day, period.last_day),
        member__merged_into__isnull=True,
    ).annotate(is_member=Exists(still_here))
    came, went = set(), set()
    columns = ("member_id", "from_branch_id", "branch_id", "member__branch_id", "is_member")
    for member, origin, goal, now, is_member in moves.values_list(*columns):
        before, after = units.unit_of.get(origin), units.unit_of.get(goal)
        if before == after:
            continue
        if before is not None:
            went.add((before, member))
        if after is not None and is_member and units.unit_of.get(now) == after:
            came.add((after, member))
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, moved in (("moved", came), ("moved_away", went)):
        for unit, _member in moved:
            sums[unit][key] += 1
    return sums
