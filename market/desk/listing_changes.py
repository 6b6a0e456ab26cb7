"""How is it said what changed in a listing since it was last on sale? A sign, the name of the fact, old → new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from farmers.models import Certificate, Farm
from products.changes import Change, changes_of
from products.models import Category, Product
from products.units import format_amount, short_unit
from vietnam.money import format_vnd

LABELS: dict[str, Promise] = {
    "photos": gettext_lazy("Photos"),
    "name": gettext_lazy("Name of the listing"),
    "category": gettext_lazy("Category"),
    "price_vnd": gettext_lazy("Price"),
    "unit": gettext_lazy("Unit"),
    "offered_milli": gettext_lazy("Amount"),
    "harvested_on": gettext_lazy("Harvested"),
    "season": gettext_lazy("Season"),
    "farm": gettext_lazy("Farm"),
    "certificates": gettext_lazy("Certificates"),
    "description": gettext_lazy("Description"),
}
NOTHING = "—"


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed ("same"), came ("new") or went ("old")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Told:
    """One change as it is shown; a text as its pieces, anything else as what it was and is."""

    label: Promise
    was: str = ""
    now: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed; `is_first` when there is nothing before to compare with, `new_photos` by their keys."""

    told: list[Told]
    is_first: bool
    new_photos: frozenset[str]


def told_changes(product: Product) -> Changes:
    """What changed in a listing since it was last put on sale."""
    found = changes_of(product)
    new_photos = {key for change in found or () if change.name == "photos" for key in change.added}
    return Changes([_tell(change, product) for change in found or ()], found is None, frozenset(new_photos))


def _tell(change: Change, product: Product) -> Told:
    label = LABELS[change.name]
    if change.name == "photos":
        return Told(label, now=_photo_words(change))
    if change.name in {"name", "description"}:
        return Told(label, pieces=pieces(change.was, change.now))
    if change.name == "certificates":
        return Told(label, _papers(change.was), _papers(change.now))
    say = WORDS.get(change.name, lambda value, _unit: str(value))
    was_unit = (product.published_facts or {}).get("unit", product.unit)
    return Told(label, say(change.was, was_unit), say(change.now, product.unit))


def _photo_words(change: Change) -> str:
    told = []
    if new := len(change.added):
        told.append(ngettext("%(count)s new", "%(count)s new", new) % {"count": new})
    if gone := len(change.removed):
        told.append(ngettext("%(count)s taken out", "%(count)s taken out", gone) % {"count": gone})
    return ", ".join(told) or _("in another order")


def _papers(pks: list[int]) -> str:
    return ", ".join(str(paper) for paper in Certificate.objects.filter(pk__in=pks).order_by("pk")) or NOTHING


def _category(key: str, _unit: str) -> str:
    found = Category.objects.filter(key=key).first()
    return found.shown_name if found else key


def _farm(pk: int, _unit: str) -> str:
    return str(Farm.objects.filter(pk=pk).first() or NOTHING)


def _day(iso: str | None, _unit: str) -> str:
    return date_format(date.fromisoformat(iso), "SHORT_DATE_FORMAT") if iso else NOTHING


def _season(months: list[int] | None, _unit: str) -> str:
    return (
        _("months %(first)s to %(last)s") % dict(zip(("first", "last"), months, strict=True))
        if months
        else NOTHING
    )


WORDS: dict[str, Callable[[Any, str], str]] = {
    "category": _category,
    "price_vnd": lambda vnd, unit: f"{format_vnd(vnd)}/{short_unit(unit)}",
    "unit": lambda value, _unit: short_unit(value),
    "offered_milli": format_amount,
    "harvested_on": _day,
    "season": _season,
    "farm": _farm,
}


def pieces(was: str, now: str) -> tuple[Piece, ...]:
    """Two texts laid over each other, word by word."""
    old, new = was.split(), now.split()
    found: list[Piece] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            found.append(Piece("same", " ".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Piece("old", " ".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece("new", " ".join(new[new_from:new_to])))
    return tuple(found)
