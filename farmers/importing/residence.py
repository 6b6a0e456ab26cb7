"""Which commune of today does an address in a list mean? Old communes and districts are understood.

An address that names no commune leaves the code empty. One that may mean several is refused with their names, unless
the list is of one of them. No Django here: the reading child imports this.
"""

import re
from collections.abc import Sequence

from vietnam import places
from vietnam.places import NEW, Commune
from vietnam.text import fold

LONGEST = 200
_NEW = fold(NEW)
_KIND = re.compile(r"\b(?:xa|phuong|thi tran|dac khu|tt|p|x)\b[.\s]\s*")


class Residences:
    """Remembers each ending of an address: a commune's list names a few communes thousands of times."""

    def __init__(self, province: str, home: str) -> None:
        self._province = province
        self._home = home  # the commune whose list it is, "" for a list of the province
        self._known: dict[tuple[str, bool], tuple[str, str]] = {}

    def code(self, text: str, *, is_commune: bool) -> tuple[str, str]:
        """The code of the commune meant ("" for none), and what has to be asked ("" for nothing).

        `is_commune` says that the text names a commune alone, so that one nobody knows is a mistake.
        """
        tail = text if is_commune else _tail(text)
        known = self._known.get((tail, is_commune))
        if known is None:
            known = self._asked(tail, is_commune=is_commune)
            if not known[0] and tail is not text:
                known = self._asked(text, is_commune=is_commune)
            else:
                self._known[tail, is_commune] = known
        return known

    def _asked(self, text: str, *, is_commune: bool) -> tuple[str, str]:
        if today := self._of_today(text):
            return today, ""
        found = self._meant(text)
        codes = [commune.code for commune in found]
        is_named = is_commune or _KIND.search(fold(text)) is not None
        if self._home in codes and (is_named or len(codes) == 1):
            return self._home, ""
        if len(codes) == 1 and (is_named or fold(text) in {fold(found[0].name), fold(found[0].full_name)}):
            return codes[0], ""
        if not found:
            sentence = "Không có xã, phường này. Hãy ghi tên xã (tên cũ cũng được), ví dụ: xã Biển Hồ, huyện Chư Păh."
            return "", sentence if is_commune else ""
        if len(codes) > 1 and is_named:
            return (
                "",
                f"Chưa rõ là xã nào: {_told(found)}. Nếu là xã hiện nay, hãy ghi thêm “{NEW}” sau tên; nếu là xã cũ, hãy ghi thêm huyện.",
            )
        return "", ""

    def _of_today(self, text: str) -> str:
        """The code of the commune of today that a text names with "(mới)" behind it, "" for none."""
        named, is_new, _rest = fold(text).partition(_NEW)
        named = named.strip()
        found = self._meant(named) if is_new else []
        return next((one.code for one in found if named in {fold(one.full_name), fold(one.name)}), "")

    def _meant(self, text: str) -> list[Commune]:
        """The communes an address may mean, those of this province first, whatever kind it calls them."""
        found = places.resolve(text[:LONGEST], province=self._province)
        if any(commune.province_code == self._province for commune in found):
            return found
        bare = _KIND.sub("", fold(text)[:LONGEST])
        other = places.resolve(bare, province=self._province) if bare else []
        return [commune for commune in other if commune.province_code == self._province] or found


def _tail(text: str) -> str:
    """The end of an address, where its commune stands: what follows the first comma."""
    _village, comma, tail = text.partition(",")
    return tail.strip() if comma and tail.strip() else text


def _told(found: Sequence[Commune]) -> str:
    names = list(dict.fromkeys(str(commune) for commune in found))
    return " hay ".join(names[:3]) if len(names) <= 3 else ", ".join(names[:3]) + " …"
