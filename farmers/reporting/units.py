"""Which units below a branch does a report list, and to which of them does a branch further down belong?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from farmers.models import Branch
from farmers.reporting.tables import Unit

Counts = Mapping[str, Any]
FEW_BRANCHES = 500


@dataclass(frozen=True)
class Node:
    """A branch as reports need it."""

    pk: int
    path: str
    name: str
    level: str
    kind: str
    place_code: str
    valid_from: date
    valid_to: date | None

    def stands_on(self, day: date) -> bool:
        """Whether it exists on a day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


class Units:
    """The units right below a branch, and itself for what is counted at none of them; of several branches, those.

    One query.
    """

    def __init__(self, branch: Branch, on: date, *others: Branch) -> None:
        self.branch = branch
        self.on = on
        self.is_one = not others
        self.heads = heads = (branch, *others)
        within = Q(*(("path__startswith", head.path) for head in heads), _connector=Q.OR)
        below = Branch.objects.filter(within).order_by("name_folded", "pk")
        columns = ("pk", "path", "name", "level", "kind", "place_code", "valid_from", "valid_to")
        self.nodes = [Node(*values) for values in below.values_list(*columns)]
        by_path = {node.path: node.pk for node in self.nodes}
        self.unit_of: dict[int, int] = {
            node.pk: by_path[_beginning(node.path, head.path.count(".") + self.is_one)]
            for node in self.nodes
            for head in heads
            if node.path.startswith(head.path)
        }

    def within(self, to_branch: str = "branch") -> Q:
        """The condition that a record belongs to one of these branches, `to_branch` being the lookup to its own."""
        if len(self.nodes) <= FEW_BRANCHES:
            # Found by the index of branches; the beginning of a path is not, and of a province it is all anyway.
            return Q(**{f"{to_branch}__in": [node.pk for node in self.nodes]})
        paths = ((f"{to_branch}__path__startswith", head.path) for head in self.heads)
        return Q(*paths, _connector=Q.OR)

    def roll_up(self, rows: Iterable[Counts], at: str = "branch_id") -> dict[int, dict[str, int]]:
        """Counts by branch added up by unit: {unit: {key: count}}."""
        sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in rows:
            unit = sums[self.unit_of.get(row[at], self.branch.pk)]  # opened a moment ago: the rest
            for key, count in row.items():
                if key != at and count:
                    unit[key] += count
        return sums

    def shown(self, *counted: Mapping[int, Counts]) -> list[Unit]:
        """The units of the rows: all that stand on the day, those gone where something is counted, the rest last."""
        listed = [
            node
            for node in self.nodes
            if self.unit_of[node.pk] == node.pk
            and not (self.is_one and node.pk == self.branch.pk)
            and (node.stands_on(self.on) or any(node.pk in counts for counts in counted))
        ]
        units = [Unit(node.pk, node.path, node.name, node.level, node.place_code) for node in listed]
        own = self.branch
        if not units or (self.is_one and any(own.pk in counts for counts in counted)):
            units.append(Unit(own.pk, own.path, own.name, own.level, own.place_code, is_rest=bool(units)))
        return units

    def branches_by_kind(self) -> dict[int, dict[str, int]]:
        """How many chapters and groups of each kind stand below each unit: {unit: {"chapter_resident": …}}."""
        sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for node in self.nodes:
            if node.level in {Branch.Level.CHAPTER, Branch.Level.GROUP} and node.stands_on(self.on):
                sums[self.unit_of[node.pk]][f"{node.level}_{node.kind}"] += 1
        return sums


def added_up(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sums of all units."""
    whole: dict[str, int] = defaultdict(int)
    for counts in rows:
        for key, count in counts.items():
            whole[key] += count
    return whole


def _beginning(path: str, steps: int) -> str:
    """The first steps of a path, or all of a shorter one: "1.23.456." and 2 give "1.23."."""
    return "".join(f"{step}." for step in path.split(".")[:steps] if step)
