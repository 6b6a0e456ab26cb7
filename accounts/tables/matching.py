"""Which field does a header mean? Synonyms first, then what is nearly one; a list of "never" stops near misses."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from vietnam.text import fold

ACCEPT, PROPOSE = 92, 75
_REQUIRED = re.compile(r"\(\s*\*+\s*\)|\*|\(\s*bat buoc\s*\)")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Words that say nothing about which field it is.
_NEUTRAL = frozenset(
    re.findall(
        r"\w+",
        "thong tin ca nhan hoi vien hv cua cac va so yeu li lich nong dan nd ong ba dong chi ghi ro neu co",
    )
)


@dataclass(frozen=True)
class Field:
    """Something that a column may hold. A header that holds one of `never` doesn't mean it."""

    name: str
    label: str
    synonyms: tuple[str, ...]
    never: tuple[str, ...] = ()


class Proposed(NamedTuple):
    """A column and what it is thought to hold; None where nothing is near enough to propose."""

    index: int
    header: str
    field: str | None
    certainty: int


def proposed(
    texts: Sequence[tuple[str, ...]], fields: Sequence[Field], hidden: Collection[int] = ()
) -> list[Proposed]:
    """For every column the field it is thought to hold: the best pair first, each field for one column.

    Of two columns that are as good, the one that is shown is taken.
    """
    pairs = []
    for index, parts in enumerate(texts):
        for order, field in enumerate(fields):
            certainty = certainty_of(parts, field)
            if certainty >= PROPOSE:
                pairs.append((-certainty, index in hidden, index, order, field.name))
    taken: dict[int, tuple[str, int]] = {}
    used: set[str] = set()
    for certainty, _, index, _, name in sorted(pairs):
        if index not in taken and name not in used:
            taken[index] = (name, -certainty)
            used.add(name)
    return [
        Proposed(index, " / ".join(parts), *taken.get(index, (None, 0))) for index, parts in enumerate(texts)
    ]


def certainty_of(parts: tuple[str, ...], field: Field) -> int:
    """How certainly the texts above a column, from the top line down, mean a field: 0 to 100."""
    if not parts:
        return 0
    best = _nearness(" ".join(parts), field)
    if len(parts) > 1:
        # Under an unknown group the last line alone is a guess: "Họ tên" under "Chồng" is nobody's name.
        best = max(best, min(_nearness(parts[-1], field), 85))
    return best


def _nearness(text: str, field: Field) -> int:
    return max(_nearness_of(words, field) for words in _ways_to_read(text))


@cache
def _ways_to_read(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a header, once whole, once without brackets."""
    folded = _REQUIRED.sub(" ", fold(text))
    ways = [_words(folded), _words(_IN_BRACKETS.sub(" ", folded))]
    ways += [_words(part) for part in folded.split(" / ")] if " / " in folded else []
    return tuple(dict.fromkeys(way for way in ways if way)) or ((),)


@cache
def _synonyms(field: Field) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(_words(fold(text)) for text in (field.label, *field.synonyms)))


@cache
def _never(field: Field) -> tuple[tuple[str, ...], ...]:
    return tuple(_words(fold(text)) for text in field.never)


def _words(folded: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[0-9]+|[^\W\d_]+", folded))


@cache
def _nearness_of(words: tuple[str, ...], field: Field) -> int:
    if not words or any(_holds(words, phrase) for phrase in _never(field)):
        return 0
    return max(_near(words, synonym) for synonym in _synonyms(field))


def _near(words: tuple[str, ...], synonym: tuple[str, ...]) -> int:
    if words == synonym:
        return 100
    if _holds(words, synonym):
        rest = [word for word in words if word not in synonym]
        if all(word in _NEUTRAL for word in rest):
            return 94
        return round(60 + 25 * len(synonym) / len(words)) if len(synonym) > 1 else 0
    here, there = " ".join(words), " ".join(synonym)
    if min(len(here), len(there)) < 5:
        return 0
    ratio = SequenceMatcher(None, here, there, autojunk=False).ratio()
    return round(100 * ratio) - 4 if ratio >= 0.85 else 0


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(words[at : at + size] == phrase for at in range(len(words) - size + 1))
