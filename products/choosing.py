"""Which kinds of produce, and which units, are there to choose from?"""

from dataclasses import dataclass

from products.models import Category
from products.units import Unit, short_unit
from vietnam.text import fold

# What most produce of the highlands is sold by; the rest is one tap further.
USUAL = (Unit.KG, Unit.TA, Unit.TAN, Unit.HOP, Unit.CHAI, Unit.TUI)


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """The kinds of produce of one official set."""

    name: str
    categories: list[Category]


@dataclass(frozen=True, slots=True)
class UnitTile:
    """A unit as it is offered."""

    key: str
    name: str
    is_chosen: bool


def category_groups(words: str = "") -> list[CategoryGroup]:
    """The kinds that can be posted, by set; with words only those whose name, or whose set's, holds every word."""
    leaves = Category.objects.filter(is_leaf=True).select_related("parent")
    wanted = fold(words).split()
    groups: dict[int | None, CategoryGroup] = {}
    for leaf in leaves.order_by("parent__position", "parent_id", "position", "id"):
        above = leaf.parent
        known_by = f"{leaf.name_folded} {above.name_folded if above else ''}"
        if all(word in known_by for word in wanted):
            group = CategoryGroup(above.shown_name if above else "", [])
            groups.setdefault(leaf.parent_id, group).categories.append(leaf)
    return list(groups.values())


def unit_tiles(*, usual: str, chosen: str) -> tuple[list[UnitTile], list[UnitTile]]:
    """The units at hand, the category's own first, and all the others."""
    first = dict.fromkeys([Unit(usual), *USUAL])
    rest = [unit for unit in Unit if unit not in first]
    at_hand, others = (
        [UnitTile(unit.value, short_unit(unit), unit.value == chosen) for unit in units]
        for units in (first, rest)
    )
    return at_hand, others
