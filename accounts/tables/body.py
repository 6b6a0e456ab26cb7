"""Which rows below a header are records, and which are sub-headings, totals and signatures?

Nothing is left out in silence: every row comes with the part it plays. A row that may be a record is one, and is
refused in words later.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from accounts.tables.bounds import Cell, Row
from vietnam.text import fold, nfc

if TYPE_CHECKING:
    from accounts.tables.heading import Found

_TOTAL = re.compile(r"(?:tổng|cộng)(?:\s+(?:cộng|số|hợp|toàn|chung|xã|thôn|chi|tổ)\b.*|\s*[:.(\d].*)?")
_MAY_BE_TOTAL = frozenset("tTcC")
_NUMERAL = re.compile(r"(?:[ivx]{1,6}|[a-h]|\d{1,2})\s*[.)/]?")
_PLACE = re.compile(
    r"(?:(?:[ivx]{1,6}|[a-h]|\d{1,2})\s*[.)/:-]+\s*)?"
    r"(?:chi hội|tổ hội|thôn|làng|buôn|plei|plơi|bôn|tổ dân phố|tdp|khu phố|khối|ấp|bản|xóm|xã|phường|thị trấn"
    r"|hội nông dân|hnd)\b.*"
)
_NOTE = re.compile(
    r"(?:nguoi (?:lap|kiem|tong hop|viet|bao cao|ghi)\b|t/?m\b|thay mat\b|(?:pho )?chu tich\b|ban chap hanh\b"
    r"|ban thuong vu\b|xac nhan\b|thu truong\b|can bo (?:lap|phu trach)\b|noi nhan\b|ghi chu\s*:|luu i\b|\(?ki\b"
    r"|danh sach (?:nay )?(?:co|gom)\b|an dinh\b|bang chu\b|.{0,60}\bngay .{1,12} thang .{1,12} nam\b).*"
)
_NUMBERING = re.compile(r"\(?\s*(?:[0-9]{1,3}|[a-z])\s*\)?(?:\s*=.*)?")


class Role(StrEnum):
    """What part a row plays below a header."""

    RECORD = "record"
    SECTION = "section"
    TOTAL = "total"
    HEADER = "header"
    NOTE = "note"
    BLANK = "blank"  # numbered in advance, nothing written yet


class Line(NamedTuple):
    """One row below the header. `section` is the sub-heading it stands under, such as "Chi hội thôn 3"."""

    number: int
    cells: list[Cell]
    role: Role
    section: str
    hidden: bool


def lines_below(
    rows: Iterable[Row], found: "Found", columns: Collection[int] | None = None
) -> Iterator[Line]:
    """Every row below a header with its part; `columns` are those that hold fields, as an officer confirmed them."""
    telling = _Telling(found, found.mapping(0).values() if columns is None else columns)
    section, last = "", Role.HEADER
    for number, cells, hidden in rows:
        if number < found.first_data_row:
            continue
        role = telling.role(cells, last)
        if role is Role.SECTION:
            section = _said(cells)
        last = role
        yield Line(number, cells, role, section, hidden)


class _Telling:
    """Tells the part of a row; most rows are records and are told by a glance."""

    def __init__(self, found: "Found", columns: Collection[int]) -> None:
        self._known = sorted(columns)
        self._enough = min(2, len(self._known) - 1)
        self._heads = {
            column.index: {
                form(text).lower()
                for text in (column.header, *column.header.split(" / "))
                for form in (nfc, partial(normalize, "NFD"))
            }
            for column in found.columns
        }

    def role(self, cells: list[Cell], last: Role) -> Role:
        size = len(cells)
        filled = [column for column in self._known if column < size and cells[column] != ""]
        if not filled:
            return self._role_of_unknown(cells, last)
        if self._is_header(cells, filled, last):
            return Role.HEADER
        lead = _first_text(cells)
        if lead[:1] in _MAY_BE_TOTAL and _TOTAL.fullmatch(nfc(lead).lower().strip()):
            return Role.TOTAL
        if len(lead) > 6 and self._enough == 2:
            texts = 0
            for column in filled:
                if not isinstance(cells[column], int | float):
                    texts += 1
                    if texts > self._enough:
                        return Role.RECORD
        return self._role_of_thin(cells, filled, last)

    def _role_of_thin(self, cells: list[Cell], filled: list[int], last: Role) -> Role:
        """The part of a row with little in it, told by its words."""
        words = _words(cells)
        if any(_TOTAL.fullmatch(word.lower()) for word in words[:2]):
            return Role.TOTAL
        others = sum(isinstance(cells[column], str) for column in filled)
        if words and others <= 1 and _PLACE.fullmatch(words[0].lower()):
            in_front = [
                " ".join(nfc(cell).split()) for cell in cells[: filled[0] + 1] if isinstance(cell, str)
            ]
            if words[0] in in_front:
                return Role.SECTION
        if others > self._enough:
            return Role.RECORD
        if last is Role.NOTE or any(_NOTE.fullmatch(fold(word)) for word in words):
            return Role.NOTE
        return Role.RECORD

    def _role_of_unknown(self, cells: list[Cell], last: Role) -> Role:
        """The part of a row that says nothing in any column of ours."""
        words = _words(cells)
        if not words:
            return Role.BLANK
        if _TOTAL.fullmatch(words[0].lower()):
            return Role.TOTAL
        if last is Role.NOTE or any(_NOTE.fullmatch(fold(word)) for word in words):
            return Role.NOTE
        return Role.SECTION if len(words) == 1 else Role.NOTE

    def _is_header(self, cells: list[Cell], filled: list[int], last: Role) -> bool:
        """Whether the header stands here once more, as printed pages have it, or its line of numbers does."""
        if self._is_head(cells, filled[0]):
            same = sum(self._is_head(cells, column) for column in filled)
            return same >= 2 and 2 * same >= len(filled)
        if last is not Role.HEADER or len(filled) < 3:
            return False
        return all(_NUMBERING.fullmatch(str(cells[column]).strip().lower()) for column in filled)

    def _is_head(self, cells: list[Cell], column: int) -> bool:
        cell = cells[column]
        return isinstance(cell, str) and " ".join(cell.split()).lower() in self._heads.get(column, ())


def _first_text(cells: list[Cell]) -> str:
    for cell in cells:
        if isinstance(cell, str) and cell and not cell.isspace():
            return cell
    return ""


def _words(cells: list[Cell]) -> list[str]:
    """The texts of a row that are more than a numeral."""
    texts = [" ".join(nfc(cell).split()) for cell in cells if isinstance(cell, str)]
    return [text for text in texts if text and not _NUMERAL.fullmatch(text.lower())]


def _said(cells: list[Cell]) -> str:
    return next(iter(_words(cells)), "")
