"""What does calamine keep quiet about a sheet of LibreOffice (.ods): cells in error, hidden rows and columns?

Its cells don't say where they are, so they are counted; only where the file has something to say. No Django here.
"""

import zipfile
from xml.parsers import expat

from accounts.tables.marks import Marks

_CHUNK = 1_048_576
_TELLING = (b'calcext:value-type="error"', b"table:visibility=")
_MOST_COUNTED = 1_000


def open_marks_of(path: str, sheet: int) -> Marks:
    """The marks of a sheet, which is named by its place, from 0."""
    with zipfile.ZipFile(path) as book:
        if not _tells(book):
            return Marks({}, set(), [])
        counting = _Counting(sheet)
        parser = expat.ParserCreate()
        parser.StartElementHandler = counting.start
        parser.EndElementHandler = counting.end
        parser.CharacterDataHandler = counting.text
        with book.open("content.xml") as file:
            parser.ParseFile(file)
    return counting.marks


def _tells(book: zipfile.ZipFile) -> bool:
    tail = b""
    with book.open("content.xml") as file:
        while data := file.read(_CHUNK):
            if any(sign in tail + data for sign in _TELLING):
                return True
            tail = data[-40:]
    return False


class _Counting:
    """Counts rows and columns of one sheet while its elements pass by."""

    def __init__(self, sheet: int) -> None:
        self.marks = Marks({}, set(), [])
        self._tables_left = sheet + 1
        self._row, self._column, self._repeated, self._heads = 0, 0, 1, 0
        self._error: list[str] | None = None

    def start(self, name: str, said: dict[str, str]) -> None:
        if name == "table:table":
            self._tables_left -= 1
        if self._tables_left:
            return
        hidden = said.get("table:visibility") in {"collapse", "filter"}
        if name == "table:table-row":
            self._repeated = int(said.get("table:number-rows-repeated", 1))
            self._column = 0
            if hidden:
                last = self._row + min(self._repeated, _MOST_COUNTED)
                self.marks.hidden_rows.update(range(self._row + 1, last + 1))
        elif name == "table:table-column":
            width = int(said.get("table:number-columns-repeated", 1))
            if hidden:
                self.marks.hidden_columns.extend(range(self._heads, self._heads + min(width, _MOST_COUNTED)))
            self._heads += width
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._error = [] if said.get("calcext:value-type") == "error" else None
            self._column += int(said.get("table:number-columns-repeated", 1))

    def text(self, data: str) -> None:
        if self._error is not None:
            self._error.append(data)

    def end(self, name: str) -> None:
        if self._tables_left:
            return
        if name == "table:table-row":
            self._row += self._repeated
        elif name == "table:table-cell" and self._error is not None:
            said = "".join(self._error).strip()
            said = said if said.startswith("#") else "#VALUE!"
            self.marks.cells.setdefault(self._row + 1, {})[self._column - 1] = said
            self._error = None
