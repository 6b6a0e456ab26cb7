"""How does a row become XML of a workbook, fast and without a surprise? Text stays text, whatever it looks like.

Every text is an inline string in a cell formatted as text: a phone keeps its zero, a name that begins with "=" is no
formula, twelve digits stay twelve digits. What XML or a workbook can't hold is dropped (control characters) or
escaped ("_x0041_", which Excel would take for an A). A text too long for a cell is an error, never a cut.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.sheets import CellTooLong, Column, Kind

LONGEST_TEXT = 32_767  # in UTF-16 units, as Excel counts
MOST_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number
DAY_ZERO = date(1899, 12, 30).toordinal()
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# One class of characters, because it runs over every text of a long list.
NEEDS_CARE = re.compile(r"[<>&_\x00-\x09\x0b-\x1f\ufffe\uffff\ud800-\udfff]").search
PLAIN_TEXT, SPACED_TEXT = "<is><t>", '<is><t xml:space="preserve">'
TEXT_END = "</t></is></c>"


class RowWriter:
    """Writes the rows of one sheet; `styles` are the numbers of the formats of each kind of cell.

    With `is_ruled`, empty cells are written too, because lines are drawn around them.
    """

    def __init__(
        self, columns: Sequence[Column], styles: Mapping[str, str], *, is_ruled: bool = False
    ) -> None:
        self.columns = []
        self.empty_cell = f'" s="{styles["text"]}"/>' if is_ruled else ""
        for place, column in enumerate(columns):
            text_style = styles["mark" if column.kind == "mark" else "text"]
            opening, in_text = f'<c r="{letters(place)}', f'" s="{text_style}" t="inlineStr">'
            self.columns.append((opening, in_text, in_text + PLAIN_TEXT, column.kind))
        self.number_styles = {kind: styles[kind] for kind in ("number", "year")}
        self.fraction_style, self.date_style = styles["fraction"], styles["date"]

    def write(self, number: int, row: Sequence[Any]) -> str:
        """A row as XML; `number` is its own, as a spreadsheet counts."""
        if _needs_care(row):
            return self._write_carefully(number, row)
        cells = [f'<row r="{number}">']
        for (opening, in_text, in_plain_text, kind), value in zip(self.columns, row, strict=True):
            if value is None or value == "":
                if self.empty_cell:
                    cells.append(f"{opening}{number}{self.empty_cell}")
            elif type(value) is str:
                cells.append(f"{opening}{number}{in_plain_text}{value}{TEXT_END}")
            else:
                cells.append(self._cell(f"{opening}{number}", in_text, kind, value))
        cells.append("</row>")
        return "".join(cells)

    def _write_carefully(self, number: int, row: Sequence[Any]) -> str:
        cells = [
            self._cell(f"{opening}{number}", in_text, kind, value)
            for (opening, in_text, _in_plain_text, kind), value in zip(self.columns, row, strict=True)
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, opening: str, in_text: str, kind: Kind, value: Any) -> str:
        if value is None or value == "":
            return f"{opening}{self.empty_cell}" if self.empty_cell else ""
        if isinstance(value, date):
            return f'{opening}" s="{self.date_style}"><v>{value.toordinal() - DAY_ZERO}</v></c>'
        if kind in self.number_styles and is_number(value):
            is_whole = value == int(value)
            style = self.number_styles[kind] if is_whole else self.fraction_style
            return f'{opening}" s="{style}"><v>{int(value) if is_whole else value}</v></c>'
        text = clean(str(value))
        if len(text) * 2 > LONGEST_TEXT and (units := len(text.encode("utf-16-le")) // 2) > LONGEST_TEXT:
            cell = opening.partition('"')[2]
            raise CellTooLong(f"{cell}: {units} characters, at most {LONGEST_TEXT}")
        return f"{opening}{in_text}{SPACED_TEXT}{escaped(text)}{TEXT_END}"


def _needs_care(row: Sequence[Any]) -> bool:
    """Whether any text of a row holds markup, control characters, breaks or spaces at its ends, or is very long."""
    texts = [value for value in row if type(value) is str and value]
    if not texts:
        return False
    joined = "\n".join(texts)
    return (
        NEEDS_CARE(joined) is not None
        or joined.count("\n") >= len(texts)
        or joined[0] == " "
        or joined[-1] == " "
        or "\n " in joined
        or " \n" in joined
        or len(joined) * 2 > LONGEST_TEXT
    )


def is_number(value: Any) -> bool:
    """Whether a value is written as a number: one that a spreadsheet keeps to the last digit."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return math.isfinite(value) and abs(value) < MOST_DIGITS


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
