"""How does a row become XML of a workbook, fast and without a surprise? Text stays text, whatever it looks like.

Every text is an inline string in a cell formatted as text: a phone keeps its zero, a name that begins with "=" is no
formula, twelve digits stay twelve digits. What XML or a workbook can't hold is dropped (control characters) or
escaped ("_x0041_", which Excel would take for an A). A text too long for a cell is an error, never a cut.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.tables import Column, Kind

LONGEST_TEXT = 32_767  # in UTF-16 units, as Excel counts
MOST_DIGITS = 10**15  # Excel keeps fifteen digits of a number
DAY_ZERO = date(1899, 12, 30).toordinal()
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# One character class, because it runs over every text of a list; \n parts the texts of a row.
NEEDS_CARE = re.compile(r"[<>&_\x00-\x09\x0b-\x1f\ufffe\uffff\ud800-\udfff]").search
TEXT_END = "</t></is></c>"


class CellTooLong(ValueError):
    """A text does not fit into a cell."""


class RowWriter:
    """Writes the rows of one sheet; `styles` are the numbers of the formats of the kinds."""

    def __init__(self, columns: Sequence[Column], styles: dict[Kind, str]) -> None:
        self.styles = styles
        self.columns = [
            (
                f'<c r="{letters(number)}',
                f'" s="{styles[_text_kind(column.kind)]}" t="inlineStr"><is><t>',
                column.kind,
            )
            for number, column in enumerate(columns)
        ]

    def written(self, rows: Iterable[Sequence[Any]], first: int) -> Iterator[str]:
        """The XML of each row; `first` is the number of the first one, as a spreadsheet counts."""
        for number, row in enumerate(rows, start=first):
            yield self._row(str(number), row)

    def _row(self, number: str, row: Sequence[Any]) -> str:
        texts = [value for value in row if type(value) is str and value]
        joined = "\n".join(texts)
        if (
            NEEDS_CARE(joined)
            or joined.count("\n") >= max(len(texts), 1)
            or "\n " in f"\n{joined}"
            or " \n" in f"{joined}\n"
            or len(joined) * 2 > LONGEST_TEXT
        ):
            return self._careful_row(number, row)
        cells = [f'<row r="{number}">']
        for (opening, middle, kind), value in zip(self.columns, row, strict=True):
            if type(value) is str:
                if value:
                    cells.append(f"{opening}{number}{middle}{value}{TEXT_END}")
            elif value is not None:
                cells.append(self._cell(opening, number, middle, kind, value))
        cells.append("</row>")
        return "".join(cells)
