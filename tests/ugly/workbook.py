"""What is an ugly workbook, and what must be found in it?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

Cell = str | int | float | bool | date
Records = dict[int, dict[str, Cell]]


@dataclass(frozen=True)
class Ugly:
    """One workbook. `records` are the cells of the mapped columns that hold something, by row number and field.

    `others` are the rows below the header that are no records, with their part; `sections` say from which row on
    which sub-heading holds. `hidden` rows are records too.
    """

    name: str
    build: Callable[[Path], None]
    header_rows: tuple[int, int]
    mapping: Mapping[str, int]
    records: Records
    sheet: str = "Sheet1"
    others: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    proposed: Mapping[str, int] = field(default_factory=dict)  # near misses, for a person to confirm

    def built(self, folder: Path) -> Path:
        """The workbook in a folder, under its own name."""
        path = folder / self.name
        self.build(path)
        return path


def records(first: int, mapping: Mapping[str, int], rows: list[list[Cell]]) -> Records:
    """The expected records of rows that follow each other from a number on, as they were written."""
    return {
        number: {name: row[at] for name, at in mapping.items() if at < len(row) and row[at] != ""}
        for number, row in enumerate(rows, start=first)
        if row
    }


def write(
    path: Path, sheets: Mapping[str, Mapping[int, list[Cell | None]]], merged: Mapping[str, list[str]]
) -> None:
    """An xlsx by openpyxl: rows by number, "" and None both empty."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, cells in rows.items():
            for column, cell in enumerate(cells, start=1):
                if cell is not None and cell != "":
                    put = sheet.cell(number, column, cell)
                    if isinstance(cell, date | datetime):
                        put.number_format = "dd/mm/yyyy"
        for area in merged.get(name, []):
            sheet.merge_cells(area)
    book.save(path)
