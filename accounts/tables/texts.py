"""What does a table in a text file say: csv, tsv, or a page of HTML? No Django here."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accounts.tables.bounds import Cell, Limits, Sheet


class TextTable:
    """A text file that is one table."""

    def __init__(self, path: str, encoding: str | None, delimiter: str | None, bounds: Limits) -> None:
        self._path, self._encoding, self._delimiter = Path(path), encoding, delimiter
        self._bounds = bounds

    def sheets(self) -> list[Sheet]:
        """The file itself."""
        return [Sheet("", visible=True)]

    def top(self, name: str, rows: int) -> tuple[str, list[tuple[int, list[Cell], bool]], list[Any]]:
        """The first rows; a text file merges nothing."""
        return name, [row for _, row in zip(range(rows), self.rows(name), strict=False)], []

    def rows(self, name: str | None) -> Iterator[tuple[int, list[Cell], bool]]:
        """The rows that hold something."""
        with self._path.open(encoding=self._encoding or "utf-8-sig", newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=self._delimiter or ","), start=1):
                if any(cells):
                    yield number, list(cells), False
