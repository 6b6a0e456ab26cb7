"""Where do the words of an address break, which names do they hold, and what kind of place do they say it is?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from vietnam.places.naming import LONGEST_NAME, respell, spelling
from vietnam.text import fold, nfc, unaccent

T = TypeVar("T")

COMMUNE_KINDS = {
    "xa": "xã",
    "x": "xã",
    "phuong": "phường",
    "p": "phường",
    "thi tran": "thị trấn",
    "tt": "thị trấn",
    "dac khu": "đặc khu",
}
DISTRICT_KINDS = {
    "huyen": "huyện",
    "h": "huyện",
    "quan": "quận",
    "q": "quận",
    "thi xa": "thị xã",
    "tx": "thị xã",
    "thanh pho": "thành phố",
    "tp": "thành phố",
}
PROVINCE_KINDS = {"tinh": "tỉnh", "t": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố"}
_KINDS = COMMUNE_KINDS | DISTRICT_KINDS | PROVINCE_KINDS
_LAST_OF_KINDS = {kind.split()[-1] for kind in _KINDS}
# What begins the part of an address below the commune: village, hamlet, quarter, street, house.
_BELOW_COMMUNE = {
    *("lang", "thon", "buon", "bon", "plei", "ploi", "pley", "to", "tdp", "khu", "kdc", "kp", "kv", "khom"),
    *("ap", "ban", "xom", "doi", "khoi", "tieu", "so", "nha", "duong", "d", "ngo", "ngach", "hem", "kiet"),
    *("quoc", "ql", "tl", "dt", "cho", "dan", "pho", "vuc", "lo"),
}
_DASH, _COMMA = 1, 2
_BREAKS = {",": _COMMA, "-": _DASH, "–": _DASH, "—": _DASH, "/": _DASH}
_TOKEN = re.compile(r"[^\W_]+|[,/–—-]")
_HARD_BREAKS = re.compile(r"[;()|\n\r\t]")
_ASIDE = re.compile(r"\((?:cũ|cu|mới|moi)\)|\bnay là\b|\bnay la\b", re.IGNORECASE)
_INITIALS = re.compile(r"\bt\.\s?([pxt])\b")
_GLUED_NUMBER = re.compile(r"\b([pq])([0-9]{1,2})\b")
_COUNTRY = (["viet", "nam"], ["vietnam"], ["vn"])
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A name in an address: its first word, with the kind before it if one is written, and what bears it."""

    start: int
    key: str
    kind: str
    bearers: T


class Words:
    """The folded words of an address, each with what sets it off from the one before: nothing, dash or comma."""

    def __init__(self, text: str) -> None:
        text = text[-1_000:]
        self._spelling = spelling(text)
        self._has_accents = nfc(text) != unaccent(text)
        self.words: list[str] = []
        self.breaks: list[int] = []
        pending = _COMMA
        for token in _TOKEN.findall(_prepared(text)):
            if token in _BREAKS:
                pending = max(pending, _BREAKS[token])
            else:
                self.words.append(token)
                self.breaks.append(pending)
                pending = 0
        self._cut()

    def __len__(self) -> int:
        return len(self.words)

    def names_ending(
        self, end: int, bearers: Mapping[str, T], kinds: Mapping[str, str]
    ) -> Iterator[Match[T]]:
        """Every name whose last word stands before `end`, with the kind before it and without.

        Without, because Tam Quan ends like a kind, quận. No name reaches over a comma, and a number is a name only
        after its kind: Phường 1.
        """
        key = ""
        for start in range(end - 1, max(-1, end - 1 - LONGEST_NAME), -1):
            key = self.words[start] + key
            if key in bearers:
                length, written = self._kind_before(start)
                if written in kinds:
                    yield Match(start - length, key, kinds[written], bearers[key])
                if not key.isdigit():
                    yield Match(start, key, "", bearers[key])
            if self.breaks[start] == _COMMA:
                break

    def may_precede(self, match: Match[T], *, is_commune: bool, is_also_larger: bool) -> bool:
        """Whether the words before the lowest place of an address can be a village, a street or a house.

        A name set off by a comma may stand for a village, but not where the place is also a district or a
        province: there it would be a commune, and one that doesn't exist.
        """
        if match.start == 0 or (is_commune and match.kind):
            return True
        before = self._segment_before(match.start)
        is_adjacent = not self.breaks[match.start]
        if _KINDS.keys() & {before[0], " ".join(before[:2])} or (
            is_adjacent and before[-1] in _LAST_OF_KINDS
        ):
            return False
        is_below = before[0] in _BELOW_COMMUNE or any(re.search(r"[0-9]", word) for word in before)
        if is_adjacent:
            return is_below and not _BELOW_COMMUNE.issuperset(before)
        return is_below or (is_commune and not is_also_larger)

    def says(self, name: str) -> bool:
        """Whether the address has the name with these very accents; one without any says nothing about them."""
        return self._has_accents and spelling(name) in self._spelling

    def _kind_before(self, start: int) -> tuple[int, str]:
        """How many words just before say a kind of place, and these words."""
        for length in (2, 1):
            first = start - length
            written = " ".join(self.words[max(first, 0) : start])
            if first >= 0 and written in _KINDS and not any(self.breaks[first + 1 : start + 1]):
                return length, written
        return 0, ""

    def _segment_before(self, end: int) -> list[str]:
        start = end - 1
        while start > 0 and not self.breaks[start]:
            start -= 1
        return self.words[start:end]

    def _cut(self) -> None:
        """Drop country and postal code at the end, and what is too far from it to be part of an address."""
        while self.words:
            length = next((len(name) for name in _COUNTRY if self.words[-len(name) :] == name), 0)
            length = length or int(re.fullmatch(r"[0-9]{5,6}", self.words[-1]) is not None)
            if not length:
                break
            del self.words[-length:], self.breaks[-length:]
        del self.words[:-_MOST_WORDS], self.breaks[:-_MOST_WORDS]


def _prepared(text: str) -> str:
    breaking = _HARD_BREAKS.sub(",", _ASIDE.sub(",", text))
    folded = _INITIALS.sub(r"t\1", fold(breaking))
    return respell(_GLUED_NUMBER.sub(r"\1 \2", folded))
