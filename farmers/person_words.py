"""Do a person's names or numbers stand in a text, in whatever spelling?

Compared without accents, case, spaces, signs and the difference of i and y, so that "Rơ Châm H'Lan", "RO CHAM HLAN" and
"ro-cham-h-lan" are one; numbers without the signs people put between digits, phones without 0 and +84.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from farmers.person import Person
from vietnam.text import fold

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,()/–—‑-]+(?=\d)")
_COUNTRY = re.compile(r"^(?:\+?84|0)")
# A shorter name is only known by its own words: "an ha" stands in "toàn hạt".
_LONG_ENOUGH = 8
_SHORTEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class PersonWords:
    """What a person is known by: names as their words, numbers as the digits that tell."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *, names: Iterable[str], numbers: Iterable[str]) -> "PersonWords":
        """The words of these names and numbers; what is empty or too short to tell anybody is left out."""
        told = {_COUNTRY.sub("", re.sub(r"[^\d+]", "", number)) for number in numbers}
        return cls(
            frozenset(filter(None, (_words(name) for name in names))),
            frozenset(number for number in told if len(number) >= _SHORTEST_NUMBER),
        )

    def stand_in(self, text: str) -> bool:
        """Whether any of them stands in a text."""
        if not text:
            return False
        words = f" {_words(text)} "
        squeezed = words.replace(" ", "")
        if any(f" {name} " in words for name in self.names):
            return True
        long_names = (name.replace(" ", "") for name in self.names)
        if any(len(name) >= _LONG_ENOUGH and name in squeezed for name in long_names):
            return True
        digits = _BETWEEN_DIGITS.sub("", text)
        return any(number in digits for number in self.numbers)

    def taken_out(self, value: Any) -> Any:
        """A value as JSON holds it, every text in which they stand emptied."""
        if isinstance(value, str):
            return "" if self.stand_in(value) else value
        if isinstance(value, list):
            return [self.taken_out(one) for one in value]
        if isinstance(value, dict):
            return {key: self.taken_out(one) for key, one in value.items()}
        return value


def words_about(person: Person) -> PersonWords:
    """What a person is known by, in all of their records as they stand now."""
    members, farmers, users = person.member_rows, person.farmer_rows, person.user_rows
    names = [one.full_name for one in members] + [one.name for one in farmers] + [one.name for one in users]
    numbers = [number for one in members for number in (one.phone, one.citizen_id, one.old_id)]
    numbers += [one.phone for one in farmers] + [one.phone for one in users]
    return PersonWords.of(names=names, numbers=numbers)


def _words(text: str) -> str:
    return _NOT_LETTERS.sub(" ", fold(text)).replace("y", "i").strip()
