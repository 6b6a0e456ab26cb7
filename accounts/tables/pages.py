"""What do the tables of a web page say? Many programs call such a page .xls; no Django here."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from accounts.tables.bounds import Area, Cell, Limits, Refused, Row, Sheet, Top, column_letters
from accounts.tables.lettering import decoded, encoding_of

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BREAKS = {"br", "p", "div", "li"}
_SAID_SHORT = re.compile(r"[0-9.,]+E\+[0-9]+", re.IGNORECASE)


class Page:
    """A page; each of its tables is a sheet."""

    def __init__(self, path: str, encoding: str | None, bounds: Limits) -> None:
        data = Path(path).read_bytes()
        reader = _Tables(bounds)
        try:
            reader.feed(decoded(data, encoding or _encoding_of(data)))
        except (UnicodeError, LookupError) as error:
            raise Refused("encoding") from error
        reader.close()
        self._tables = [table for table in reader.tables if table.rows]
        if not self._tables:
            raise Refused("no_table")
        if len(self._tables) > bounds.sheets:
            raise Refused("too_many_sheets", most=bounds.sheets)

    def sheets(self) -> list[Sheet]:
        """The tables, called by their number."""
        return [Sheet(str(number), visible=True) for number in range(1, len(self._tables) + 1)]

    def top(self, sheet: str, most: int) -> Top:
        """The first rows of a table and the cells it merges."""
        table = self._table(sheet)
        return Top(sheet, [row for row in table.filled() if row.number <= most], table.merged, [])

    def rows(self, sheet: str | None) -> Iterator[Row]:
        """The rows of a table that hold something; without a name, of the longest."""
        if sheet is None:
            return max(self._tables, key=lambda table: len(table.rows)).filled()
        return self._table(sheet).filled()

    def _table(self, sheet: str) -> "_Table":
        if not sheet.isdecimal() or not 1 <= int(sheet) <= len(self._tables):
            raise Refused("no_such_sheet", sheet=sheet)
        return self._tables[int(sheet) - 1]


class _Table:
    """One table on its way: where a cell reaches over rows or columns, the others stay empty."""

    def __init__(self, bounds: Limits) -> None:
        self._bounds = bounds
        self.rows: list[list[Cell]] = []
        self.merged: list[Area] = []
        self._reached: set[tuple[int, int]] = set()

    def filled(self) -> Iterator[Row]:
        for number, cells in enumerate(self.rows, start=1):
            if any(cell != "" for cell in cells):
                yield Row(number, cells)

    def add(self, text: str, across: int, down: int) -> None:
        row, cells = len(self.rows) - 1, self.rows[-1]
        while (row, len(cells)) in self._reached:
            cells.append("")
        left = len(cells)
        if left + across > self._bounds.columns:
            raise Refused("too_many_columns", column=column_letters(left + across), most=self._bounds.columns)
        cells += [text, *[""] * (across - 1)]
        if across * down > 1:
            self.merged.append(((row, left), (row + down - 1, left + across - 1)))
            self._reached |= {(row + i, left + j) for i in range(1, down) for j in range(across)}


class _Tables(HTMLParser):
    """Every table of a page; one inside another's cell is a table of its own."""

    def __init__(self, bounds: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._bounds = bounds
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._number = ""
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._skipping += 1
        elif tag == "table":
            self._end_cell()
            self.tables.append(_Table(self._bounds))
            self._open.append(self.tables[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._begin_row()
        elif tag in {"td", "th"} and self._open:
            self._end_cell()
            if not self._open[-1].rows:
                self._begin_row()
            said = dict(attrs)
            self._cell, self._number = [], said.get("x:num") or ""
            self._spans = (_span(said.get("colspan")), min(_span(said.get("rowspan")), 1_000))
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._skipping = max(0, self._skipping - 1)
        elif tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skipping:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _begin_row(self) -> None:
        self._open[-1].rows.append([])
        if len(self._open[-1].rows) > self._bounds.rows + 1_000:
            raise Refused("too_many_rows", most=self._bounds.rows)

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        text = "\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n")).strip()
        if self._number and _SAID_SHORT.fullmatch(text):
            text = self._number  # Excel keeps here what it shows as 6.4E+10
        self._open[-1].add(text, *self._spans)
        self._cell = None


def _span(said: str | None) -> int:
    return max(1, int(said)) if said and said.isdecimal() and len(said) < 6 else 1


def _encoding_of(data: bytes) -> str:
    """What the page says of itself, where its bytes don't say otherwise."""
    found = encoding_of(data)
    said = _CHARSET.search(data[:4_096])
    if found.startswith("utf") or not said or said[1].lower() in {b"utf-8", b"windows-1252", b"iso-8859-1"}:
        return found
    return said[1].decode().lower().replace("windows-", "cp")
