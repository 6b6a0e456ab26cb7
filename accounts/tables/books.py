"""What do the cells of a workbook say? xlsx, xls and ods, read by calamine; no Django here."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, takewhile
from math import isfinite
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from accounts.tables.bounds import Cell, Kind, Limits, Refused, Row, Sheet, Top, column_letters
from accounts.tables.lettering import from_old_font, old_font_of
from accounts.tables.marks import Marks, marks_of
from accounts.tables.old_marks import old_marks_of
from accounts.tables.open_marks import open_marks_of

MOST_EXCEL_ROWS = 1_048_576
_FONT_SAMPLE = 200


class Book:
    """A workbook on disk. `font` names the old font whose letters its cells were typed in."""

    def __init__(self, path: str, kind: Kind, font: str | None, bounds: Limits) -> None:
        self._path, self._kind, self._font, self._bounds = path, kind, font, bounds
        try:
            self._book = CalamineWorkbook.from_path(path)
        except PasswordError as error:
            raise Refused("password") from error
        except CalamineError as error:
            raise Refused("broken") from error
        if len(self._book.sheet_names) > bounds.sheets:
            raise Refused("too_many_sheets", most=bounds.sheets)

    def sheets(self) -> list[Sheet]:
        """Every sheet, in the order of the workbook."""
        return [
            Sheet(sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
        ]

    def top(self, sheet: str, most: int) -> Top:
        """The first rows of a sheet and the cells that are merged there."""
        page = self._page(sheet)
        marks = self._marks(sheet, most)
        first = list(takewhile(lambda row: row.number <= most, self._rows_of(page, marks)))
        merged = [area for area in page.merged_cell_ranges or [] if area[0][0] < most]
        return Top(sheet, first, merged, marks.hidden_columns)

    def rows(self, sheet: str | None) -> Iterator[Row]:
        """The rows of a sheet that hold something; without a name, of the first that is shown."""
        if sheet is None:
            shown = [sheet.name for sheet in self.sheets() if sheet.visible]
            sheet = shown[0] if shown else self._book.sheet_names[0]
        return self._rows_of(self._page(sheet), self._marks(sheet))

    def _page(self, sheet: str) -> CalamineSheet:
        if sheet not in self._book.sheet_names:
            raise Refused("no_such_sheet", sheet=sheet)
        return self._book.get_sheet_by_name(sheet)

    def _marks(self, sheet: str, most: int = MOST_EXCEL_ROWS) -> Marks:
        place = self._book.sheet_names.index(sheet)
        if self._kind == Kind.XLSX:
            return marks_of(self._path, place, most)
        if self._kind == Kind.XLS:
            return old_marks_of(Path(self._path).read_bytes(), place)
        return open_marks_of(self._path, place)

    def _rows_of(self, page: CalamineSheet, marks: Marks) -> Iterator[Row]:
        rows = self._plain_rows(page, marks)
        first = list(islice(rows, _FONT_SAMPLE))
        font = self._font or old_font_of(cell for row in first for cell in row.cells if isinstance(cell, str))
        everything = chain(first, rows)
        return _in_letters_meant(everything, font) if font in {"tcvn3", "vni"} else everything

    def _plain_rows(self, page: CalamineSheet, marks: Marks) -> Iterator[Row]:
        if page.start is None or page.end is None:
            return
        self._measure(page.end)
        before: list[Cell] = [""] * page.start[1]
        hidden, marked = marks.hidden_rows, marks.cells
        for number, cells in enumerate(page.iter_rows(), start=1):
            said: list[Cell] = [
                cell if cell.__class__ is str else _PLAIN[cell.__class__](cell) for cell in cells
            ]
            if before:
                said = before + said
            if number in marked:
                said = _with_marks(said, marked[number])
            if any(cell != "" for cell in said):
                yield Row(number, said, number in hidden)

    def _measure(self, end: tuple[int, int]) -> None:
        row, column = end[0] + 1, end[1] + 1
        if row > MOST_EXCEL_ROWS:
            raise Refused("far_row", row=row)
        if column > self._bounds.columns:
            raise Refused("too_many_columns", column=column_letters(column), most=self._bounds.columns)


def _in_letters_meant(rows: Iterable[Row], font: str) -> Iterator[Row]:
    for row in rows:
        yield row._replace(
            cells=[from_old_font(cell, font) if isinstance(cell, str) else cell for cell in row.cells]
        )


def _with_marks(cells: list[Cell], marked: dict[int, str]) -> list[Cell]:
    cells = cells + [""] * (max(marked) + 1 - len(cells))
    for column, text in marked.items():
        if cells[column] == "":
            cells[column] = text
    return cells


def _number(cell: float) -> Cell:
    return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell if isfinite(cell) else str(cell)


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
