"""How do rows become XML of a workbook, fast and without a surprise? Text stays text, whatever it looks like.

Every text is an inline string in a cell formatted as text: a phone keeps its zero, a name that begins with "=" is no
formula, twelve digits stay twelve digits. What XML or a workbook can't hold is dropped (control characters) or
escaped ("_x0041_", which Excel would take for an A). A text too long for a cell is an error, never a cut.

Rows whose values are of the same types share a shape: a template filled by one formatting. A row that holds markup,
control characters, spaces at an end, or anything unusual is written cell by cell.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.sheets import CellTooLong, Column, Kind

LONGEST_TEXT = 32_767  # in UTF-16 units, as Excel counts
SURELY_SHORT = LONGEST_TEXT // 2  # characters, whatever they are
MOST_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number
MOST_SHAPES = 4_096
DAY_ZERO = date(1899, 12, 30).toordinal()
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# One class of characters, because it runs over every text of a long list.
NEEDS_CARE = re.compile(r"[<>&_\x00-\x09\x0b-\x1f\ufffe\uffff\ud800-\udfff]").search
PLAIN_TEXT, SPACED_TEXT, TEXT_END = "<is><t>", '<is><t xml:space="preserve">', "</t></is></c>"

Row = Sequence[Any]


@dataclass(frozen=True)
class Shape:
    """How rows of the same types are written; places are counted from 0."""

    template: str
    texts: tuple[int, ...]
    days: tuple[int, ...]
    numbers: tuple[int, ...]


class RowWriter:
    """Writes the rows of one sheet; `styles` are the numbers of the formats of each kind of cell.

    With `is_ruled`, empty cells have a format too, because lines are drawn around them.
    """

    def __init__(
        self, columns: Sequence[Column], styles: Mapping[str, str], *, is_ruled: bool = False
    ) -> None:
        self.kinds: list[Kind] = [column.kind for column in columns]
        self.styles = styles
        self.empty_cell = f'<c s="{styles["text"]}"/>' if is_ruled else "<c/>"
        self.text_cells = {
            kind: f'<c s="{styles["mark" if kind == "mark" else "text"]}" t="inlineStr">'
            for kind in self.kinds
        }
        self.empty_texts = {f"{cell}{PLAIN_TEXT}{TEXT_END}" for cell in self.text_cells.values()}
        self.shapes: dict[tuple[type, ...], Shape | None] = {}

    def write(self, first: int, rows: Sequence[Row]) -> str:
        """Rows as XML; `first` is the number of the first one, as a spreadsheet counts."""
        shapes = [self._shape_of(row) for row in rows]
        texts = [
            row[place] for row, shape in zip(rows, shapes, strict=True) if shape for place in shape.texts
        ]
        is_clean = not _need_care(texts)
        written = [
            self._fill(shape, number, row)
            if shape and (is_clean or not _need_care([row[place] for place in shape.texts]))
            else self._write_carefully(number, row)
            for number, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=first)
        ]
        xml = "".join(written)
        for empty in self.empty_texts:
            xml = xml.replace(empty, self.empty_cell)
        return xml

    def _shape_of(self, row: Row) -> Shape | None:
        types = tuple(map(type, row))
        try:
            return self.shapes[types]
        except KeyError:
            if len(self.shapes) >= MOST_SHAPES:
                self.shapes.clear()
            return self.shapes.setdefault(types, self._shape(types))

    def _shape(self, types: tuple[type, ...]) -> Shape | None:
        """The shape of rows of these types; None where a value is not what its column is made for."""
        cells, texts, days, numbers = [], [], [], []
        for place, (kind, of) in enumerate(zip(self.kinds, types, strict=True)):
            if of is str:
                texts.append(place)
                cells.append(f"{self.text_cells[kind]}{PLAIN_TEXT}%s{TEXT_END}")
            elif of is date:
                days.append(place)
                cells.append(f'<c s="{self.styles["date"]}"><v>%d</v></c>')
            elif of is int and kind in {"number", "year"}:
                numbers.append(place)
                cells.append(f'<c s="{self.styles[kind]}"><v>%d</v></c>')
            elif of is type(None):
                cells.append(f"{self.empty_cell}%.0s")
            else:
                return None
        template = f'<row r="%d">{"".join(cells)}</row>'
        return Shape(template, tuple(texts), tuple(days), tuple(numbers))

    def _fill(self, shape: Shape, number: int, row: Row) -> str:
        values = [number, *row]
        for place in shape.days:
            values[place + 1] = row[place].toordinal() - DAY_ZERO
        if any(not is_number(row[place]) for place in shape.numbers):
            return self._write_carefully(number, row)
        xml = shape.template % tuple(values)
        return xml if len(xml) < SURELY_SHORT else self._write_carefully(number, row)

    def _write_carefully(self, number: int, row: Row) -> str:
        cells = [
            self._cell(f"{letters(place)}{number}", kind, value)
            for place, (kind, value) in enumerate(zip(self.kinds, row, strict=True))
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, name: str, kind: Kind, value: Any) -> str:
        if value is None or value == "":
            return self.empty_cell
        if isinstance(value, date):
            return f'<c s="{self.styles["date"]}"><v>{value.toordinal() - DAY_ZERO}</v></c>'
        if kind in {"number", "year"} and is_number(value):
            is_whole = value == int(value)
            style = self.styles[kind if is_whole else "fraction"]
            return f'<c s="{style}"><v>{int(value) if is_whole else value}</v></c>'
        text = clean(str(value))
        units = len(text) if len(text) < SURELY_SHORT else len(text.encode("utf-16-le")) // 2
        if units > LONGEST_TEXT:
            raise CellTooLong(f"{name}: {units} characters, at most {LONGEST_TEXT}")
        return f"{self.text_cells[kind]}{SPACED_TEXT}{escaped(text)}{TEXT_END}"


def _need_care(texts: Sequence[str]) -> bool:
    """Whether any of the texts holds markup, control characters, breaks, or spaces at its ends."""
    framed = "\n".join(["", *texts, ""])
    return (
        NEEDS_CARE(framed) is not None
        or framed.count("\n") > len(texts) + 1
        or "\n " in framed
        or " \n" in framed
    )


def is_number(value: Any) -> bool:
    """Whether a value is written as a number: one that a spreadsheet keeps to the last digit."""
    if isinstance(value, int) and not isinstance(value, bool):
        return -MOST_DIGITS < value < MOST_DIGITS
    if isinstance(value, float | Decimal):
        return math.isfinite(value) and -MOST_DIGITS < value < MOST_DIGITS
    return False


def clean(text: str) -> str:
    """Text as a cell or a line of delimited text can hold it: without control characters, breaks as line feeds."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """Text between tags."""
    shown = LOOKS_ESCAPED.sub("_x005F_", text)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
