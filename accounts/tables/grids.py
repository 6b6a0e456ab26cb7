"""What stands in the upper rows of a sheet, with merged cells filled, and where do records begin below a header?"""

import re
from collections.abc import Sequence

from accounts.tables.bounds import Area, Cell, Row
from vietnam.text import nfc

_NUMBERING = re.compile(r"\(?\s*(?:[0-9]{1,3}|[a-z])\s*\)?(?:\s*=.*)?", re.IGNORECASE)
_LONG = 60


class Grid:
    """The upper rows, cell by cell as text; rows are numbered from 1, columns from 0."""

    def __init__(self, rows: Sequence[Row], merged: Sequence[Area]) -> None:
        self._cells: dict[int, list[Cell]] = {row.number: row.cells for row in rows}
        self.width = max((len(row.cells) for row in rows), default=0)
        self._filled: dict[tuple[int, int], str] = {}
        for (top, left), (bottom, right) in merged:
            text = self.text(top + 1, left)
            if text:
                for row in range(top + 1, min(bottom, top + 10) + 2):
                    for column in range(left, min(right + 1, self.width)):
                        self._filled[row, column] = text

    def numbers(self) -> list[int]:
        """The numbers of the rows that hold something."""
        return list(self._cells)

    def text(self, row: int, column: int) -> str:
        """The text of a cell on one line."""
        cells = self._cells.get(row, [])
        cell = cells[column] if column < len(cells) else ""
        return " ".join(nfc(str(cell)).split())

    def header_texts(self, first: int, last: int) -> list[tuple[str, ...]]:
        """For every column the texts above it from the top line down, a group's word over each of its columns."""
        columns: list[list[str]] = [[] for _ in range(self.width)]
        for row in range(first, last + 1):
            group = ""
            for column in range(self.width):
                text = self._filled.get((row, column)) or self.text(row, column)
                if text:
                    group = text
                elif row < last and not columns[column] and self.text(row + 1, column):
                    text = group
                if text and text not in columns[column]:
                    columns[column].append(text)
        return [tuple(parts) for parts in columns]

    def unlike_header(self, first: int, last: int) -> float:
        """What speaks against these lines being a header: long texts, numbers and dates, more lines than needed."""
        against = 0.1 * (last - first)
        for row in range(first, last + 1):
            cells = [cell for cell in self._cells.get(row, []) if cell != ""]
            against += sum(0.5 for cell in cells if not isinstance(cell, str) or len(cell) > _LONG)
            if not cells:
                against += 1
        return against

    def first_record(self, lines: tuple[int, int]) -> int:
        """The first row below the header that is neither a line of column numbers nor one word repeated."""
        for row in self.numbers():
            if row > lines[1] and not self._is_numbering(row):
                return row
        return lines[1] + 1

    def _is_numbering(self, row: int) -> bool:
        texts = [text for column in range(self.width) if (text := self.text(row, column))]
        if len(texts) < 3:
            return False
        return len(set(texts)) == 1 or all(_NUMBERING.fullmatch(text) for text in texts)
