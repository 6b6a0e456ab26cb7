"""What do the cells of a workbook say? xlsx, xls and ods, read by calamine; no Django here."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from accounts.tables.bounds import Cell, Limits, Refused, Sheet

MOST_EXCEL_ROWS = 1_048_576


class Book:
    """A workbook on disk."""

    def __init__(self, path: str, bounds: Limits) -> None:
        self._bounds = bounds
        self._book = CalamineWorkbook.from_path(path)
        if len(self._book.sheet_names) > bounds.sheets:
            raise Refused("too_many_sheets", most=bounds.sheets)

    def sheets(self) -> list[Sheet]:
        """Every sheet, in the order of the workbook."""
        return [
            Sheet(sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
        ]

    def top(self, name: str, rows: int) -> tuple[str, list[tuple[int, list[Cell], bool]], list[Any]]:
        """The first rows of a sheet and the cells that are merged there, counted from 0."""
        first = []
        for row in self.rows(name):
            if row[0] > rows:
                break
            first.append(row)
        merged = self._book.get_sheet_by_name(name).merged_cell_ranges or []
        return name, first, [area for area in merged if area[0][0] < rows]

    def rows(self, name: str | None) -> Iterator[tuple[int, list[Cell], bool]]:
        """The rows of a sheet that hold something."""
        name = self._first_visible() if name is None else name
        if name not in self._book.sheet_names:
            raise Refused("no_such_sheet", sheet=name)
        sheet = self._book.get_sheet_by_name(name)
        if sheet.start is None or sheet.end is None:
            return
        self._measure(sheet.end)
        before: list[Cell] = [""] * sheet.start[1]
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if any(cell != "" for cell in cells):
                said = [cell if (kind := type(cell)) is str else _PLAIN[kind](cell) for cell in cells]
                yield number, before + said, False

    def _first_visible(self) -> str:
        return next((sheet.name for sheet in self.sheets() if sheet.visible), self._book.sheet_names[0])

    def _measure(self, end: tuple[int, int]) -> None:
        row, column = end[0] + 1, end[1] + 1
        if row > MOST_EXCEL_ROWS:
            raise Refused("far_row", row=row)
        if column > self._bounds.columns:
            raise Refused("too_many_columns", column=column_letters(column), most=self._bounds.columns)


def column_letters(number: int) -> str:
    """The letters over a column, counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(cell: float) -> Cell:
    return int(cell) if cell.is_integer() and abs(cell) < 1e17 else cell


def _moment(cell: datetime) -> Cell:
    return cell.date() if cell.time() == time() else cell


def _duration(cell: timedelta) -> Cell:
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _same(cell: Any) -> Cell:
    return cell


_PLAIN: dict[type, Callable[[Any], Cell]] = {
    float: _number,
    int: _same,
    bool: _same,
    date: _same,
    datetime: _moment,
    time: time.isoformat,
    timedelta: _duration,
}
