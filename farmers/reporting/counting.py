"""How many members of each branch meet a condition? A question each, whatever the number of members."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from farmers.models import Member, MembershipStep
from farmers.reporting.periods import Period
from farmers.reporting.selecting import active_on, admitted_in, cards_issued_in, flags_in
from farmers.reporting.units import Units

Counts = dict[int, dict[str, int]]


def members_of(units: Units) -> QuerySet[Member]:
    """The records of a branch and all below, each person once."""
    return Member.objects.unmerged().filter(units.within()).order_by()


def count_active(units: Units, period: Period, facts: Mapping[str, Q]) -> Counts:
    """Members on the last day, by unit, and those of them of whom a fact is true."""
    counts = {key: Count("pk", filter=fact) if fact else Count("pk") for key, fact in facts.items()}
    active = members_of(units).filter(active_on(period.last_day))
    return units.roll_up(active.values("branch_id").annotate(**counts))


def count_flows(units: Units, period: Period, facts: Mapping[str, Q] | None = None) -> Counts:
    """Who came and went within the period, by unit (admitted, returned, departed, left, suspended, up), and of whom besides a fact is true.

    The conditions of `selecting.behind`, each asked once of a member instead of once for each key.
    """
    told = flags_in(period)
    counts = {key: Count("pk", filter=fact) for key, fact in (facts or {}).items()}
    touched = admitted_in(period) | Q(standing_since__gte=period.first_day) | cards_issued_in(period)
    found = members_of(units).filter(touched).annotate(**told).values("branch_id", *told)
    return units.roll_up(_flows(found.annotate(everybody=Count("pk"), **counts), counts))


def _flows(rows: Iterable[Mapping[str, Any]], facts: Iterable[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        everybody, came, was, is_now = row["everybody"], row["came"], row["was"], row["is_now"]
        departed = (was or came) and not is_now
        flows = {
            "admitted": came,
            "returned": is_now and not was and not came,
            "departed": departed,
            "left": departed and row["has_left"],
            "suspended": departed and not row["has_left"],
        }
        flows["up"] = flows["admitted"] or flows["returned"]
        yield {
            "branch_id": row["branch_id"],
            **{key: everybody for key, is_so in flows.items() if is_so},
            **{fact: row[fact] for fact in facts},
        }


def count_moves(units: Units, period: Period) -> Counts:
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
