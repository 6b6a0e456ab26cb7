"""Which one-tap filters stand above a list, and how is the list called because of them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from farmers.models import Certificate
from products.filters import ANY, ProductFilter
from products.models import Category

Chosen = dict[str, str]
LEAVES_SHOWN, WORDS_SHOWN = 8, 30
SCHEMES_SHOWN = (Certificate.Scheme.VIETGAP, Certificate.Scheme.OCOP)


@dataclass(frozen=True)
class Chip:
    """One filter: words, address, whether it is on. A chip that is on turns itself off."""

    text: str
    url: str
    icon: str = ""
    is_current: bool = False


def address(chosen: Chosen, **changes: str) -> str:
    """The list with other filters; an empty value takes one away."""
    wanted = {name: value for name, value in (chosen | changes).items() if value}
    here = reverse("shop:list")
    return f"{here}?{urlencode(wanted)}" if wanted else here


def heading_of(filters: ProductFilter) -> str:
    """What the list is called by what narrows it most: "Tìm: mật ong", "Cà phê nhân", "Xã Biển Hồ"."""
    chosen = filters.chosen
    if "q" in chosen:
        return _("Search: %(words)s") % {"words": chosen["q"]}
    if filters.category:
        return filters.category.shown_name
    name = next((name for name in ("xa", "chung_nhan") if name in chosen), None)
    return _choice_name(filters, name) if name else _("Produce on sale")


def chips_of(filters: ProductFilter) -> list[Chip]:
    """First "all", then what was typed or chosen elsewhere, then certificates, then kinds of produce."""
    chosen = filters.chosen
    chips = [Chip(_("All"), address({}), is_current=not chosen)]
    if "q" in chosen:
        words = Truncator(chosen["q"]).chars(WORDS_SHOWN)
        chips.append(Chip(f"“{words}”", address(chosen, q=""), "x", is_current=True))
    if "xa" in chosen:
        chips.append(Chip(_choice_name(filters, "xa"), address(chosen, xa=""), "x", is_current=True))
    return [*chips, *_certificate_chips(filters), *_category_chips(filters)]


def kinds_of(filters: ProductFilter) -> list[Chip]:
    """The official sets that have something on sale, for those who want to see them all."""
    return [
        Chip(one.shown_name, address(filters.chosen, nhom=one.key), one.icon, one == filters.category)
        for one in filters.tree
        if one.ocop_set and _filled(filters.tree, one.path)
    ]


def freshest_chips(tree: Sequence[Category]) -> list[Chip]:
    """The kinds of produce that somebody posted last, for the front door."""
    return [Chip(one.shown_name, address({}, nhom=one.key), one.icon) for one in _freshest(tree)]


def _certificate_chips(filters: ProductFilter) -> list[Chip]:
    chosen = filters.chosen
    now = chosen.get("chung_nhan")
    shown = [(ANY, _("Certified"), "shield-check")]
    shown += [
        (scheme.value, str(scheme.label), f"scheme-{scheme.value}")
        for scheme in Certificate.Scheme
        if scheme in SCHEMES_SHOWN or scheme == now
    ]
    return [
        Chip(text, address(chosen, chung_nhan="" if now == value else value), icon, now == value)
        for value, text, icon in shown
    ]


def _category_chips(filters: ProductFilter) -> list[Chip]:
    chosen = filters.chosen
    return [
        Chip(
            one.shown_name,
            address(chosen, nhom="" if one == filters.category else one.key),
            one.icon,
            one == filters.category,
        )
        for one in _categories_shown(filters)
    ]


def _categories_shown(filters: ProductFilter) -> Iterable[Category]:
    """Without a category the freshest; with one itself and what is on sale below it, or beside it."""
    category, tree = filters.category, filters.tree
    if category is None:
        return _freshest(tree)
    above = category.parent_id if category.is_leaf else category.pk
    beside = [one for one in tree if above and one.parent_id == above and one != category]
    return [category, *_filled(beside)]


def _freshest(tree: Sequence[Category]) -> list[Category]:
    """In the order of the tree, so that a chip keeps its neighbours."""
    filled = sorted(_filled(tree), key=lambda one: one.newest_at, reverse=True)[:LEAVES_SHOWN]  # type: ignore[attr-defined]  # annotated by category_tree()
    return [one for one in tree if one in filled]


def _filled(categories: Sequence[Category], path: str = "") -> list[Category]:
    """Those where something is on sale right there, below a path of the tree."""
    return [one for one in categories if one.newest_at and one.path.startswith(path)]  # type: ignore[attr-defined]  # the same


def _choice_name(filters: ProductFilter, name: str) -> str:
    choices = dict(filters.form.fields[name].choices)
    return str(choices.get(filters.chosen[name], ""))
