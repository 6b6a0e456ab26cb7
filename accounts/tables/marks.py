"""What does calamine keep quiet about a sheet: cells in error, formulas without a result, hidden rows and columns?

Only for xlsx. The sheet's part is inflated once; where none of the telling bytes occurs, nothing more is done.
"""

import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from typing import NamedTuple
from xml.sax.saxutils import unescape

_CHUNK = 1_048_576
_LONGEST_ROW = 16 * _CHUNK
_TELLING = re.compile(
    rb"t=[\"']e[\"']|hidden=[\"'](?:1|true)[\"']|</(?:\w+:)?f>\s*(?:</|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)|<(?:\w+:)?f[^<>]*/>\s*</"
)
_SIGNS = (b't="e"', b"hidden=", b"<f")
_SIGNS_OF_OTHER_WRITERS = (*_SIGNS, b"t='e'", b":f>", b":f ", b":f/")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


class Marks(NamedTuple):
    """What is to be said over a sheet's cells; rows are counted from 1, columns from 0."""

    cells: dict[int, dict[int, str]]
    hidden_rows: set[int]
    hidden_columns: list[int]


def marks_of(path: str, sheet: int, most: int = 1_048_576) -> Marks:
    """The marks of a workbook's sheet, which is named by its place, from 0; at least those of the first rows."""
    marks = Marks({}, set(), [])
    with zipfile.ZipFile(path) as book:
        part = _part_of(book, sheet)
        if part is None:
            return marks
        number = 0
        signs: tuple[bytes, ...] = _SIGNS_OF_OTHER_WRITERS
        for position, rows in enumerate(_pieces(book, part)):
            if position == 0 and b"<sheetData" in rows and b"='" not in rows:
                signs = _SIGNS
            if any(sign in rows for sign in signs) and _TELLING.search(rows):
                if position == 0:
                    marks.hidden_columns.extend(_hidden_columns(rows))
                number = _mark(rows, number, marks)
            else:
                number = _last_row(rows, number)
            if number >= most:
                break
    return marks


def _part_of(book: zipfile.ZipFile, sheet: int) -> str | None:
    """Where a sheet lies: the workbook names a relation, the relation a part."""
    try:
        entries = _SHEET.findall(book.read("xl/workbook.xml"))
        relations = _RELATION.findall(book.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return None
    wanted = _attribute(entries[sheet], rb"\w+:id") if sheet < len(entries) else None
    for relation in relations:
        if wanted and _attribute(relation, b"Id") == wanted:
            target = _attribute(relation, b"Target") or ""
            part = target[1:] if target.startswith("/") else normpath(join("xl", target))
            return part if part in book.namelist() else None
    return None


def _pieces(book: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part piece by piece, each but the last ending with a whole row."""
    left = b""
    with book.open(part) as file:
        while data := file.read(_CHUNK):
            left += data
            end = left.rfind(b"row>")
            if end >= 0:
                yield left[: end + 4]
                left = left[end + 4 :]
            elif len(left) > _LONGEST_ROW:
                left = b""
    yield left


def _last_row(rows: bytes, number: int) -> int:
    """The number of the last row of a piece; rows that don't say theirs are counted."""
    last = re.search(
        rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d+)", rows[max(rows.rfind(b"<row"), rows.rfind(b":row r")) - 8 :]
    )
    return int(last[1]) if last else number + sum(1 for _ in _ROW.finditer(rows))


def _mark(rows: bytes, number: int, marks: Marks) -> int:
    for row in _ROW.finditer(rows):
        said = _attribute(row[1], b"r")
        number = int(said) if said and said.isdecimal() else number + 1
        if _attribute(row[1], b"hidden") in {"1", "true"}:
            marks.hidden_rows.add(number)
        if row[2] and _TELLING.search(row[2]):
            marked = _marked_cells(row[2])
            if marked:
                marks.cells[number] = marked
    return number


def _marked_cells(row: bytes) -> dict[int, str]:
    marked, column = {}, -1
    for cell in _CELL.finditer(row):
        place = _attribute(cell[1], b"r")
        column = _column(place) if place else column + 1
        inside = cell[2] or b""
        kind, value = _attribute(cell[1], b"t"), _VALUE.search(inside)
        if kind == "e":
            marked[column] = _text(value[1]) if value else "#VALUE!"
        elif kind is None and value is None and (formula := _FORMULA.search(inside)):
            marked[column] = "=" + _text(formula[1] or b"(?)")
    return marked


def _hidden_columns(head: bytes) -> Iterator[int]:
    for column in _COLUMN.findall(head):
        if _attribute(column, b"hidden") in {"1", "true"}:
            first, last = _attribute(column, b"min") or "1", _attribute(column, b"max") or "1"
            yield from range(int(first) - 1, min(int(last), 1_000))


def _attribute(tag: bytes, name: bytes) -> str | None:
    found = re.search(rb"(?:^|\s)" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", tag)
    return _text(found[1]) if found else None


def _column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(data: bytes) -> str:
    return unescape(data.decode("utf-8", errors="replace"), {"&quot;": '"', "&apos;": "'"})
