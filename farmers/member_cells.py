"""How does what the register keeps of a member become a cell of a list?

Each function here gives a reader: from the kept values to the cell. Readers are made once for a list, because they
run once for each of 400,000 members.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst

from farmers.models import Branch
from farmers.tree import commune_path
from vietnam import places
from vietnam.phones import format_local

MARK = "X"
MOBILE_LENGTH, MOBILE_BEGINS = 12, "35789"  # +84 and nine digits


@dataclass(frozen=True)
class BranchNames:
    """What a branch is called, and those above it, by level."""

    own: str
    province: str = ""
    commune: str = ""
    chapter: str = ""
    group: str = ""


@dataclass
class Surroundings:
    """What readers look up beside a member's own row; `supports` holds those of the rows being written."""

    branches: Mapping[int, BranchNames]
    supports: dict[tuple[int, bool], str] = field(default_factory=dict)


Reader = Callable[..., Any]
Made = Callable[[Surroundings], Reader]


def choice(choices: type[models.TextChoices]) -> Made:
    """The words of a code."""
    return lambda _around: {code: str(capfirst(words)) for code, words in (*choices.choices, ("", ""))}.get


def mark(_around: Surroundings) -> Reader:
    """An X for yes."""
    return {True: MARK, False: ""}.get


def phone(_around: Surroundings) -> Reader:
    """As people in the country read it, which no spreadsheet takes for a number."""
    return phone_words


def phone_words(kept: str) -> str:
    """The same as `format_local`; a mobile number, which nearly all are, without being taken apart again."""
    if len(kept) == MOBILE_LENGTH and kept[3] in MOBILE_BEGINS:
        return f"0{kept[3:6]} {kept[6:9]} {kept[9:]}"
    return format_local(kept) if kept else ""


def commune(_around: Surroundings) -> Reader:
    """The commune that a code meant on its day, with the province where it is another one.

    So that the list can be read in again: "(mới)" tells a commune of today from an old one of its name elsewhere.
    """
    return _listed_commune


@lru_cache(maxsize=8_192)
def _listed_commune(code: str, on: date | None) -> str:
    name = commune_name(code, on)
    return f"{name} {places.NEW}" if places.is_shared_name(code, on=on) else name


@lru_cache(maxsize=8_192)
def commune_name(code: str, on: date | None) -> str:
    """In words: "Xã Biển Hồ", of another province or of old with what it lies in; the code itself when unknown."""
    if not code:
        return ""
    try:
        unit = places.commune(code, on=on)
    except LookupError:
        return code
    is_at_home = unit.province_code == settings.PROVINCE_CODE and not unit.district
    return unit.full_name if is_at_home else str(unit)


def year_of(gender: str) -> Made:
    """The year of birth, where the person is of this gender: the form has a column for each."""
    return lambda _around: lambda year, kept: year if kept == gender else None


def birth(_around: Surroundings) -> Reader:
    """The day of birth; the year alone where no more is known."""
    return lambda day, year: day or year


def branch(level: str) -> Made:
    """The name of a member's branch at a level."""
    return lambda around: lambda pk: getattr(around.branches[pk], level) if pk in around.branches else None


def when(standing: str) -> Made:
    """A value that says something only of those who stand so."""
    return lambda _around: lambda value, kept: value if kept == standing else None


def supports(*, are_loans: bool) -> Made:
    """What a member was helped with, one after the other."""
    return lambda around: lambda pk: around.supports.get((pk, are_loans))


def branch_names(path: str) -> dict[int, BranchNames]:
    """The names of the branches a list can name, each with those above it: one question.

    Beside a branch and all below it these are the others of its commune, where its members' trade chapters may be.
    """
    above = [int(step) for step in path.split(".") if step]
    near = models.Q(path__startswith=commune_path(path)) | models.Q(pk__in=above)
    names: dict[int, BranchNames] = {}
    found = Branch.objects.filter(near).order_by("path")
    for pk, parent, level, name in found.values_list("pk", "parent_id", "level", "name"):
        upper = names.get(parent)
        known = {} if upper is None else {one: getattr(upper, one) for one in Branch.Level.values}
        names[pk] = BranchNames(name, **(known | {level: name}))
    return names
