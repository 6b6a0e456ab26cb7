"""Which branch does a row of a list belong to? The names of communes, chapters and groups as people write them.

No Django here: the reading child imports this, and is told the branches.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from vietnam.text import fold

PROVINCE, COMMUNE, CHAPTER, GROUP = "province", "commune", "chapter", "group"
RESIDENT, OCCUPATIONAL = "resident", "occupational"
_NEAREST = 3
_BEFORE_NAME = re.compile(
    r"^(?:hoi nong dan|hnd|hoi nd|co so hoi)\s+|^(?:chi hoi|ch|to hoi|th)\s+(?:nong dan\s+|nd\s+|nghe nghiep\s+)?"
)
_COMMUNE_KIND = re.compile(r"^(?:xa|phuong|thi tran|tt|p|x)\s+")
_PLACE_KIND = re.compile(
    r"^(?:thon|lang|buon|bon|plei|ploi|to dan pho|tdp|khu pho|khu vuc|khu|khoi|ap|ban|xom|doi|to)\s+"
)
_SECTION = re.compile(r"(?:[ivx\d]+\s*[.)/:-]*\s*)?((?:chi hoi|to hoi)\b.*)")


class Place(NamedTuple):
    """A branch as rows need it."""

    pk: int
    level: str
    kind: str
    name: str
    path: str
    place_code: str


class UnknownBranch(ValueError):
    """Nobody knows the branch a row names; `field` is where it was named."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Branches:
    """The branches at and below the one a list was brought to, found by name."""

    def __init__(self, own: Place, within: Iterable[Place]) -> None:
        self.own = own
        self.by_path: dict[str, Place] = {own.path: own}
        self.communes: dict[str, Place] = {}
        self._commune_names: dict[str, list[Place]] = defaultdict(list)
        self._names: dict[tuple[str, str], dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
        for place in within:
            self.by_path[place.path] = place
            if place.level == COMMUNE:
                self.communes[place.place_code] = place
                self._commune_names[_commune_key(place.name)].append(place)
            elif place.level != PROVINCE:
                self._names[commune_path(place.path), place.level][name_key(place.name)].append(place)

    @property
    def is_of_province(self) -> bool:
        """Whether each row has to say its commune."""
        return self.own.level == PROVINCE

    def of_row(self, said: Mapping[str, str], section: str, commune_code: str) -> Place:
        """The branch of a row, by what its cells and the sub-heading above it say. UnknownBranch says what to do."""
        place = self._commune_of(said, commune_code)
        named = said.get("branch", "")
        if (
            named
            and name_key(named) != name_key(place.name)
            and _commune_key(named) != _commune_key(place.name)
        ):
            place = self._own_named(named, place)
        chapter, group = said.get("chapter", ""), said.get("group", "")
        if not (chapter or named) and (found := _SECTION.fullmatch(fold(section))):
            is_group = found[1].startswith("to hoi")
            chapter, group = ("", group or found[1]) if is_group else (found[1], group)
        for field, text, level in (("chapter", chapter, CHAPTER), ("group", group, GROUP)):
            if text and name_key(text) != name_key(place.name):
                place = self._below(field, text, level, place)
        if not place.path.startswith(self.own.path):
            raise UnknownBranch("chapter", f"Dòng này thuộc {place.name}, ngoài {self.own.name}.")
        return place

    def trade(self, said: Mapping[str, str], place: Place) -> Place | None:
        """The chapter or group by trade a row names within the commune of its branch."""
        found = None
        for field, level in (("trade_chapter", CHAPTER), ("trade_group", GROUP)):
            if said.get(field):
                found = self._below(field, said[field], level, found or place, OCCUPATIONAL)
        return found

    def _commune_of(self, said: Mapping[str, str], commune_code: str) -> Place:
        """The commune's branch, or the list's own below it."""
        named = said.get("commune_branch", "")
        if not self.is_of_province:
            commune = self.by_path.get(commune_path(self.own.path), self.own)
            if named and _commune_key(named) != _commune_key(commune.name):
                sentence = f"Dòng này ghi Hội cơ sở khác, còn tệp đang nạp vào {self.own.name}."
                raise UnknownBranch("commune_branch", sentence)
            return self.own
        if named:
            found = self._commune_names.get(_commune_key(named), [])
            if len(found) == 1:
                return found[0]
            near = self._near(named, [place.name for place in self.communes.values()])
            raise UnknownBranch("commune_branch", f"Không có Hội cơ sở tên này.{near}")
        if commune_code in self.communes:
            return self.communes[commune_code]
        if said.get("branch"):
            return self.own
        raise UnknownBranch("commune_branch", "Chưa rõ thuộc Hội cơ sở nào. Hãy thêm cột “Hội cơ sở”.")

    def _own_named(self, named: str, place: Place) -> Place:
        """A branch by the name in the column "Cấp Hội", whatever its level."""
        found = [
            one
            for one in self.by_path.values()
            if one.path.startswith(place.path)
            and (name_key(one.name) == name_key(named) or _commune_key(one.name) == _commune_key(named))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownBranch("branch", "Có nhiều cấp Hội tên này. Hãy thêm cột “Hội cơ sở”.")
        below = [one.name for one in self.by_path.values() if one.path.startswith(place.path)]
        raise UnknownBranch("branch", f"Không có cấp Hội tên này.{self._near(named, below)}")

    def _below(self, field: str, text: str, level: str, place: Place, kind: str = "") -> Place:
        """A chapter or group by name within the commune of a branch; of several groups, the one below the branch."""
        named = self._names[commune_path(place.path), level]
        found = named.get(name_key(text), []) or _nearly_so(text, named)
        found = [one for one in found if not kind or one.kind == kind]
        if len(found) > 1:
            found = [one for one in found if one.path.startswith(place.path)] or found
        if len(found) > 1 and not kind:
            found = [one for one in found if one.kind == RESIDENT] or found
        if len(found) == 1:
            return found[0]
        what = "chi hội" if level == CHAPTER else "tổ hội"
        if found:
            raise UnknownBranch(field, f"Có nhiều {what} tên này. Hãy ghi tên đầy đủ.")
        near = self._near(text, [one.name for places in named.values() for one in places])
        raise UnknownBranch(
            field, f"Trong xã chưa có {what} tên này.{near} Hãy sửa tên, hoặc mở {what} trước."
        )

    def _near(self, text: str, names: list[str]) -> str:
        """The names that look most like it, in a sentence."""
        keys = {name_key(name): name for name in names}
        near = get_close_matches(name_key(text), keys, n=_NEAREST, cutoff=0.5)
        return f" Gần giống: {'; '.join(keys[key] for key in near)}." if near else ""


def _nearly_so(text: str, named: Mapping[str, list[Place]]) -> list[Place]:
    """Those called so but for the kind of place: "O Pếch", "Chi hội làng O Pếch"."""
    key = name_key(text)
    bare = _PLACE_KIND.sub("", key)
    if bare.isdecimal() and bare != key:
        return []  # tổ 4 is not thôn 4
    return [one for other, places in named.items() if _PLACE_KIND.sub("", other) == bare for one in places]


def commune_path(path: str) -> str:
    """The path of the commune that a branch lies in, as in farmers/tree.py."""
    return "".join(f"{step}." for step in path.split(".")[:2] if step)


def name_key(name: str) -> str:
    """How names of chapters are compared: without "Chi hội nông dân", zeros before digits, signs."""
    text = " ".join(re.sub(r"[^\w\s']", " ", fold(name)).split())
    text = _BEFORE_NAME.sub("", text)
    return re.sub(r"\b0+(?=\d)", "", text)


def _commune_key(name: str) -> str:
    return _COMMUNE_KIND.sub("", name_key(name))
