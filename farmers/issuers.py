"""Who issues certificates, how long do they hold, and where can a number be looked up? Dated data with its source."""

import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from vietnam.text import fold, nfc

_DATA = Path(__file__).parent / "data"
CLOSE = 0.85  # below this two names are not taken for slips of one another


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer as papers name it. `stars` and `until` are said of OCOP alone."""

    names: tuple[str, ...]
    schemes: tuple[str, ...]
    site: str = ""
    stars: tuple[int, ...] = ()
    until: date | None = None

    @property
    def name(self) -> str:
        """The name it is called by."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A public page where a paper can be asked about; opened by whoever wants to, never fetched."""

    name: str
    address: str


@cache
def issuers() -> tuple[Issuer, ...]:
    """Every issuer that is known."""
    return tuple(
        Issuer(
            names=tuple(row["names"]),
            schemes=tuple(row["schemes"]),
            site=row.get("site", ""),
            stars=tuple(row.get("stars", ())),
            until=row.get("until"),
        )
        for row in _read("issuers")["issuer"]
    )


def issuer_named(text: str, scheme: str) -> Issuer | None:
    """The issuer that a text names, one of the scheme before others; the longest name found decides."""
    said = f" {_plain(text)} "
    found = [
        (scheme in issuer.schemes, len(name), issuer)
        for issuer in issuers()
        for name in map(_plain, issuer.names)
        if f" {name} " in said
    ]
    return max(found, key=lambda one: one[:2])[2] if found else None


def nearest_issuer(text: str, scheme: str) -> str:
    """The known name of the scheme that a text comes close to; empty when none does."""
    names = {_plain(name): name for issuer in issuers() if scheme in issuer.schemes for name in issuer.names}
    close = get_close_matches(_plain(text), names, n=1, cutoff=CLOSE)
    return names[close[0]] if close else ""


def longest_months(scheme: str) -> int | None:
    """How many months a paper of the scheme is valid at most; None where nothing is known."""
    known = {row["key"]: int(row["longest_months"]) for row in _read("schemes")["scheme"]}
    return known.get(scheme)


def lookups(scheme: str, issuer: str) -> list[Lookup]:
    """Where a paper can be looked up: pages of its scheme, then those of its issuer."""
    found = [
        Lookup(row["name"], row["address"]) for row in _read("schemes")["lookup"] if row["scheme"] == scheme
    ]
    known = issuer_named(issuer, scheme)
    return [*found, Lookup(known.name, known.site)] if known and known.site else found


def fields_of(text: str) -> set[str]:
    """Which VietGAP fields (TT crops, CN livestock, TS fisheries) the words of a text belong to; the longest count.

    "Mật ong hoa cà phê" is honey and coffee: more than one field may be right.
    """
    said = f" {' '.join(nfc(text).lower().replace(',', ' ').split())} "
    found = set()
    for word, field in sorted(_words(), key=lambda pair: -len(pair[0])):
        if f" {word} " in said:
            found.add(field)
            said = said.replace(f" {word} ", "  ")
    return found


@cache
def empty_words() -> frozenset[str]:
    """Words in the names of produce that do not tell one from another."""
    return frozenset(nfc(word) for word in _read("schemes")["produce"]["empty_words"])


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((nfc(word), field) for field, words in _read("schemes")["fields"].items() for word in words)


def _plain(text: str) -> str:
    """Folded, with nothing but words: papers put commas and dots where they like."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


@cache
def _read(name: str) -> dict[str, Any]:
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
