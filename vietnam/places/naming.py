"""Which places bear a name, however it is spelled?

Names are compared by a key: folded, without apostrophes and spaces, Đắc as Đắk; "K'Bang", "KBang" and "k bang" agree.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from vietnam.places import register
from vietnam.text import fold, nfc, unaccent

T = TypeVar("T")

LONGEST_NAME = 8  # words, counting "Ia H'Drai" typed as "ia h drai"

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_OTHER_NAMES = {
    "79": ("HCM", "TPHCM", "Sài Gòn"),
    "46": ("Thừa Thiên Huế",),
    "77": ("BRVT",),
}
_VARIANTS = (
    (re.compile(r"\bdac lac\b"), "dak lak"),
    (re.compile(r"\bdac\b(?! khu\b)"), "dak"),
    (re.compile(r"\b0+(?=[0-9])"), ""),
)


@dataclass(frozen=True, slots=True)
class Realm:
    """What the name of a province may mean: codes of present ones, of old ones, and their kinds."""

    current: frozenset[str]
    legacy: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class CommuneBearers:
    """The present and the old communes of one name."""

    current: tuple[register.Commune, ...]
    legacy: tuple[register.Commune, ...]


def spelling(text: str) -> str:
    """The words with their accents, each with its tone at the end, so that hòa = hoà but phú ≠ phù."""
    spelled = [""]
    for word in re.findall(r"[^\W_]+", nfc(text).lower()):
        letters = unicodedata.normalize("NFD", word)
        spelled.append("".join(sorted(letters, key=lambda letter: letter in _TONES)))
    return " ".join([*spelled, ""])


def respell(folded: str) -> str:
    """Folded text with apostrophes gone and spellings that vary made one."""
    text = folded.replace("'", "")
    for pattern, replacement in _VARIANTS:
        text = pattern.sub(replacement, text)
    return text


@cache
def communes() -> Mapping[str, CommuneBearers]:
    """The present and the old communes by key."""
    current = _by_key((unit.name, unit) for unit in register.current_communes().values())
    legacy = _by_key((unit.name, unit) for unit in register.legacy_communes().values())
    return {
        key: CommuneBearers(current.get(key, ()), legacy.get(key, ()))
        for key in current.keys() | legacy.keys()
    }


@cache
def legacy_districts() -> Mapping[str, tuple[register.LegacyDistrict, ...]]:
    """The districts by key."""
    return _by_key((unit.name, unit) for unit in register.legacy_districts().values())


@cache
def realms() -> Mapping[str, Realm]:
    """What each name of a province means, by key."""
    current: dict[str, set[str]] = defaultdict(set)
    legacy: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for codes, provinces in ((current, register.provinces()), (legacy, register.legacy_provinces().values())):
        for province in provinces:
            for name in (province.name, *_OTHER_NAMES.get(province.code, ())):
                for key in _keys(name):
                    codes[key].add(province.code)
                    kinds[key].add(register.kind_of(province.full_name))
    return {
        key: Realm(frozenset(current[key]), frozenset(legacy[key]), frozenset(kinds[key])) for key in kinds
    }


def _by_key(named: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    found = defaultdict(list)
    for name, unit in named:
        for key in _keys(name):
            found[key].append(unit)
    return {key: tuple(units) for key, units in found.items()}


def _keys(name: str) -> set[str]:
    """The keys of a name, and of its first part where it has two ("Lang Biang - Đà Lạt").

    Fold makes a final y an i by syllables, which a name typed in one word ("ialy") hides, so both are keys.
    """
    written = {name, name.partition(" - ")[0]}
    return {_key(spelled) for part in written for spelled in (fold(part), unaccent(part).lower())}


def _key(spelled: str) -> str:
    return re.sub(r"[\W_]", "", respell(spelled))
