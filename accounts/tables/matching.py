"""Which field does a header mean? Synonyms first, then what is nearly one; a list of "never" stops near misses."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from vietnam.text import fold, nfc

ACCEPT, PROPOSE = 92, 75
# Under an unknown group the last line alone is a guess: "Họ tên" under "Chồng" is nobody's name.
_LAST_LINE_ALONE = 85
_WITH_NEUTRAL_WORDS, _SLIP, _OTHER_TONE, _OTHER_LETTER = 94, 90, 88, 70
_LIKE, _VERY_LIKE = 0.85, 0.92
_LONGEST = 200
_REQUIRED = re.compile(r"\(\s*\*+\s*\)|\*|\(\s*bat buoc\s*\)")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Words that say nothing about which field it is.
_NEUTRAL = frozenset(
    re.findall(
        r"\w+",
        "thong tin ca nhan hoi vien hv cua cac va so yeu li lich nong dan nd ong ba dong chi ghi ro neu co",
    )
)
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


class _Word(NamedTuple):
    """A word of a header: folded as it is compared, and its letters and tones in any order (hoà = hòa)."""

    folded: str
    letters: str
    tone: str


_Words = tuple[_Word, ...]


@dataclass(frozen=True)
class Field:
    """Something that a column may hold. A header that holds one of `never` doesn't mean it."""

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """A column and what it is thought to hold; None where nothing is near enough to propose."""

    index: int
    header: str
    field: str | None
    certainty: int


class Matching:
    """Matches headers with fields; what it has once compared it knows."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._order = {field.name: order for order, field in enumerate(fields)}
        self._never = {field.name: [_words(text) for text in field.never] for field in fields}
        self._by_word: dict[str, set[tuple[str, _Words]]] = defaultdict(set)
        for field in fields:
            for synonym in {_words(text) for text in (field.label, *field.synonyms)}:
                for sign in {synonym[0].folded[0], *(word.folded for word in synonym)}:
                    self._by_word[sign].add((field.name, synonym))
        self._known: dict[str, dict[str, int]] = {}

    def proposed(self, texts: Sequence[tuple[str, ...]], hidden: Collection[int] = ()) -> list[Proposed]:
        """For every column the field it is thought to hold: the best pair first, each field for one column.

        Of two columns that are as good, the one that is shown is taken.
        """
        pairs = [
            (-certainty, index in hidden, index, self._order[name], name)
            for index, parts in enumerate(texts)
            for name, certainty in self.certainties(parts).items()
            if certainty >= PROPOSE
        ]
        taken: dict[int, tuple[str, int]] = {}
        used: set[str] = set()
        for certainty, _, index, _, name in sorted(pairs):
            if index not in taken and name not in used:
                taken[index] = (name, -certainty)
                used.add(name)
        return [
            Proposed(index, " / ".join(parts), *taken.get(index, (None, 0)))
            for index, parts in enumerate(texts)
        ]

    def certainties(self, parts: tuple[str, ...]) -> dict[str, int]:
        """How certainly the texts above a column, from the top line down, mean a field: 1 to 100, others not."""
        if not parts or sum(map(len, parts)) > _LONGEST:
            return {}
        best = dict(self._nearness(" ".join(parts)))
        for lower in range(1, len(parts)):
            upper = _words(" ".join(parts[:lower]))
            most = 100 if all(word.folded in _NEUTRAL for word in upper) else _LAST_LINE_ALONE
            for name, nearness in self._nearness(" ".join(parts[lower:])).items():
                best[name] = max(best.get(name, 0), min(most, nearness))
        whole = _words(" ".join(parts))
        return {
            name: certainty
            for name, certainty in best.items()
            if not any(_holds(whole, phrase) for phrase in self._never[name])
        }

    def _nearness(self, text: str) -> dict[str, int]:
        if text not in self._known:
            near: dict[str, int] = {}
            for words in _ways_to_read(text):
                signs = {words[0].folded[0], *(word.folded for word in words)}
                for name, synonym in set().union(*(self._by_word.get(sign, ()) for sign in signs)):
                    if (nearness := _near(words, synonym)) > near.get(name, 0):
                        near[name] = nearness
            self._known[text] = near
        return self._known[text]


def _ways_to_read(text: str) -> list[_Words]:
    """The words of a header: whole, without what stands in brackets, each side of a slash between words."""
    written = _REQUIRED.sub(" ", nfc(text).lower())
    ways = [_words(written), _words(_IN_BRACKETS.sub(" ", written))]
    ways += [_words(part) for part in re.split(r"\s/\s", written)]
    return [way for way in dict.fromkeys(ways) if way]


def _words(text: str) -> _Words:
    return tuple(_word(word) for word in re.findall(r"[0-9]+|[^\W\d_]+", nfc(text).lower()))


def _word(word: str) -> _Word:
    apart = unicodedata.normalize("NFD", word.replace("y", "i"))
    letters = "".join(sorted(c for c in apart if c not in _TONES))
    return _Word(fold(word), letters, "".join(c for c in apart if c in _TONES))


def _near(words: _Words, synonym: _Words) -> int:
    folded, wanted = [word.folded for word in words], [word.folded for word in synonym]
    if folded == wanted:
        return _as_accented(words, synonym)
    at = _place(folded, wanted) if wanted[0] in folded else None
    if at is not None:
        rest = folded[:at] + folded[at + len(wanted) :]
        if all(word in _NEUTRAL for word in rest):
            return min(_WITH_NEUTRAL_WORDS, _as_accented(words[at : at + len(wanted)], synonym))
        return round(60 + 25 * len(wanted) / len(folded)) if len(wanted) > 1 else 0
    return _near_misspelt(folded, wanted)


def _near_misspelt(words: Sequence[str], wanted: Sequence[str]) -> int:
    """Slips of the hand within words, or between them; one short word in place of another is no slip."""
    here, there = "".join(words), "".join(wanted)
    if here == there:
        return _SLIP
    if abs(len(here) - len(there)) > 3 or min(len(here), len(there)) < 5:
        return 0
    differing = [(word, other) for word, other in zip(words, wanted, strict=False) if word != other]
    is_slip = len(words) == len(wanted) and all(
        min(map(len, pair)) >= 3 and _likeness(*pair) >= 0.7 for pair in differing
    )
    if not is_slip and min(len(here), len(there)) < 8:
        return 0
    likeness = _likeness(here, there)
    return round(100 * likeness) - 4 if likeness >= (_LIKE if is_slip else _VERY_LIKE) else 0


def _likeness(here: str, there: str) -> float:
    comparing = SequenceMatcher(None, here, there, autojunk=False)
    return comparing.ratio() if comparing.quick_ratio() >= 0.7 else 0


def _as_accented(words: Sequence[_Word], synonym: _Words) -> int:
    """Năm is not nam: what is the same without accents is less certain when the accents differ."""
    if all(word.letters.isascii() and not word.tone for word in words):
        return 100  # typed without accents
    pairs = list(zip(words, synonym, strict=True))
    if any(word.letters != other.letters and len(word.folded) <= 4 for word, other in pairs):
        return _OTHER_LETTER  # năm, nam; a longer word with another letter is misspelt: thuờng
    return (
        100
        if all(word.letters == other.letters and word.tone == other.tone for word, other in pairs)
        else _OTHER_TONE
    )


def _holds(words: _Words, phrase: _Words) -> bool:
    return _place([word.folded for word in words], [word.folded for word in phrase]) is not None


def _place(words: Sequence[str], phrase: Sequence[str]) -> int | None:
    size = len(phrase)
    return next((at for at in range(len(words) - size + 1) if words[at : at + size] == phrase), None)
