"""What does a text file of separated values say? csv and tsv in any lettering; no Django here."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from accounts.delimited import plain
from accounts.tables.bounds import Limits, Refused, Row, Sheet, Top, column_letters
from accounts.tables.lettering import decoded

SEPARATORS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 40


class Delimited:
    """A text file, which is one table."""

    def __init__(self, path: str, encoding: str | None, delimiter: str | None, bounds: Limits) -> None:
        self._bounds = bounds
        try:
            text = decoded(Path(path).read_bytes(), encoding).rstrip("\x1a")  # as dBase ends its files
        except (UnicodeError, LookupError) as error:
            raise Refused("encoding") from error
        first, _, rest = text.partition("\n")
        if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
            delimiter, text = delimiter or first.strip()[4], rest  # Excel takes this line for itself
        self._text = text
        self._delimiter = delimiter or separator_of(text)

    def sheets(self) -> list[Sheet]:
        """The file itself."""
        return [Sheet("", visible=True)]

    def top(self, sheet: str, most: int) -> Top:
        """The first rows; nothing is merged."""
        first = [row for row in islice(self.rows(sheet), most) if row.number <= most]
        return Top(sheet, first, [], [])

    def rows(self, sheet: str | None) -> Iterator[Row]:
        """The rows that hold something; a value of several lines is one row, as in Excel."""
        csv.field_size_limit(self._bounds.cell)
        number = 0
        try:
            for number, cells in enumerate(_values(self._text, self._delimiter), start=1):
                if len(cells) > self._bounds.columns:
                    cells = _without_empty_end(cells)  # noqa: PLW2901
                    self._measure(len(cells))
                if any(cells):
                    yield Row(number, [plain(cell) for cell in cells])
        except csv.Error as error:
            raise Refused("long_cell", row=number + 1, most=self._bounds.cell) from error

    def _measure(self, columns: int) -> None:
        if columns > self._bounds.columns:
            raise Refused("too_many_columns", column=column_letters(columns), most=self._bounds.columns)


def separator_of(text: str) -> str:
    """The separator that cuts most lines into the same number of values."""
    scores = {}
    for separator in SEPARATORS:
        try:
            rows = [row for row in islice(_values(text, separator), _SAMPLE_ROWS) if any(row)]
        except csv.Error:
            continue
        (columns, lines) = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
        scores[separator] = (columns > 1) * lines * (1 + columns / 100)
    return max(scores, key=lambda separator: scores[separator], default=",")


def _values(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _without_empty_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
