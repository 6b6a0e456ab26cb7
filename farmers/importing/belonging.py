"""Where does each person of a chunk belong, how does the row say they stand, and by which words are they found?

No Django here: the reading child does this.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from farmers.importing.chapters import UnknownBranch
from farmers.importing.persons import Circumstances, Persons, Said
from vietnam.text import fold

_OF_BRANCH = ("commune_branch", "branch", "chapter", "group", "trade_chapter", "trade_group")
_OF_STANDING = ("standing", "standing_since", "standing_reason", "left_on", "left_reason")
_SAY_BRANCH = 4  # so many of the first say the branch itself
_MOST_REMEMBERED = 50_000
LEFT = "left"

_word = lru_cache(maxsize=65_536)(fold)
_Settled = tuple[
    int | None, int | None, bool, tuple[str, str] | None
]  # branch, trade branch, whether it was said, reason


def folded(text: str) -> str:
    """The same as `fold`, word by word, because names share their words."""
    return " ".join(word for word in map(_word, text.split()) if word)


def settle_names(persons: Persons) -> None:
    """The folded name by which a person is known, and the text by which it is searched."""
    names = [folded(name) if name else "" for name in persons.columns["full_name"]]
    persons.names = names
    addresses = persons.columns.get("address")
    if addresses is None:
        persons.searched = names
        return
    known: dict[str | None, str] = {None: ""}
    for address in addresses:
        if address not in known:
            known[address] = f" {folded(address)}"
    persons.searched = [name + known[address] for name, address in zip(names, addresses, strict=True)]


class Belonging:
    """Finds the branches of rows; remembers each combination of what rows say."""

    def __init__(self, about: Circumstances) -> None:
        self._about = about
        self._known: dict[tuple[Any, ...], _Settled] = {}

    def settle_branches(self, persons: Persons, said: Said, sections: Sequence[str]) -> None:
        """The branch of every row, and the chapter or group by trade."""
        nothing = [None] * persons.size
        columns = [said.get(name, nothing) for name in _OF_BRANCH]
        codes = nothing
        if self._about.branches.is_of_province:
            codes = persons.columns.get("commune_code", nothing)
        settled = [self._settled(key) for key in zip(sections, codes, *columns, strict=True)]
        persons.branches = [own or 0 for own, _trade, _is_said, _reason in settled]
        persons.is_branch_said = [is_said for _own, _trade, is_said, _reason in settled]
        if any(name in said for name in ("trade_chapter", "trade_group")):
            persons.columns["trade_branch_id"] = [trade for _own, trade, _is_said, _reason in settled]
        for place, (_own, _trade, _is_said, reason) in enumerate(settled):
            if reason is not None:
                persons.refuse(place, *reason)

    def _settled(self, key: tuple[Any, ...]) -> _Settled:
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._asked(key)
        return known

    def _asked(self, key: tuple[Any, ...]) -> _Settled:
        section, code, *texts = key
        said = {name: text for name, text in zip(_OF_BRANCH, texts, strict=True) if text}
        branches = self._about.branches
        try:
            place = branches.of_row(said, section, code or "")
            trade = branches.trade(said, place)
        except UnknownBranch as unknown:
            return None, None, False, (unknown.field, str(unknown))
        is_said = place is not branches.own or any(texts[:_SAY_BRANCH])
        return place.pk, trade.pk if trade else None, is_said, None


def settle_standings(persons: Persons, said: Said) -> None:
    """Where each row says that the person stands, since when and why; "" where it says nothing of it."""
    if not any(name in said for name in _OF_STANDING):
        return
    nothing = [None] * persons.size
    admitted = persons.columns.get("admitted_on", nothing)
    columns = [said.get(name, nothing) for name in _OF_STANDING]
    for place, (*row, since) in enumerate(zip(*columns, admitted, strict=True)):
        persons.standings.append(_standing(persons, place, row, since))


def _standing(
    persons: Persons, place: int, row: Sequence[Any], admitted: date | None
) -> tuple[str, date | None, str]:
    standing, since, reason, left_on, left_reason = row
    standing, reason = standing or "", reason or ""
    if left_on or left_reason:
        if standing not in {"", LEFT}:
            sentence = "Có ngày hoặc lý do rời Hội mà tình trạng ghi khác. Hãy sửa một trong hai."
            persons.refuse(place, "left_on", sentence)
        standing, since, reason = LEFT, left_on or since, left_reason or reason
    if standing == LEFT and since and admitted and since < admitted:
        persons.refuse(place, "left_on", "Ngày rời Hội trước ngày vào Hội. Hãy xem lại.")
    return standing, since, reason
