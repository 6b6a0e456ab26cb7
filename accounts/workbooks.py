"""How is a table written as a workbook that Excel opens as it was meant? Streamed, in flat memory.

Text is always written as text: a phone keeps its zero, and a name that begins with "=" is no formula. Dates are
dd/mm/yyyy cells, numbers are numbers. Too long a text or too many rows is an error, never a silent cut.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCRATCH = "chonongdan-workbook-"
LONGEST_TEXT = 32_767
MOST_ROWS = 1_000_000
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Kind = Literal["text", "number", "date"]


@dataclass(frozen=True)
class Column:
    """One column: its header, what its cells are, its width in characters."""

    header: str
    kind: Kind = "text"
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet. `above` are lines over the header (title, "draft" marks); rows may be a generator."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()


class CellTooLong(ValueError):
    """A text does not fit into a cell."""


class TooManyRows(ValueError):
    """A sheet holds a million rows at most."""


def write_workbook(target: IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write a workbook and give the number of data rows written."""
    with _scratch_folder() as folder:
        return _write_book(target, sheets, folder)


@contextmanager
def _scratch_folder() -> Iterator[str]:
    """A folder for the rows on their way, which lie there readable: those that killed processes left are deleted."""
    with ExitStack() as held:
        with _locked(tempfile.gettempdir()):  # so that nobody deletes a folder in the making
            for left in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
                with suppress(OSError), _locked(left, fcntl.LOCK_NB):
                    shutil.rmtree(left)
            folder = held.enter_context(tempfile.TemporaryDirectory(prefix=SCRATCH))
            held.enter_context(_locked(folder))
        yield folder


@contextmanager
def _locked(folder: Path | str, how: int = 0) -> Iterator[None]:
    """Hold a folder until the block, or this process, ends; BlockingIOError with LOCK_NB when another holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(handle)


def _write_book(target: IO[bytes], sheets: Iterable[Sheet], folder: str) -> int:
    options = {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_urls": False,
        "strings_to_formulas": False,
    }
    book = xlsxwriter.Workbook(target, options)
    formats = {
        "above": book.add_format({"italic": True, "font_color": "#5a6355"}),
        "header": book.add_format(
            {"bold": True, "bg_color": "#e4efe2", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.###", "valign": "top"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}),
    }
    try:
        return sum(_write_sheet(book.add_worksheet(sheet.name), sheet, formats) for sheet in sheets)
    finally:
        book.close()  # also frees the temporary files of a book that broke off


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears at its path only once everything was written."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as target:
            yield target
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> int:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width, formats[column.kind])
    for number, line in enumerate(sheet.above):
        page.write_string(number, 0, line, formats["above"])
    top = len(sheet.above)
    for number, column in enumerate(sheet.columns):
        page.write_string(top, number, column.header, formats["header"])
    page.freeze_panes(top + 1, 0)
    written = 0
    for written, row in enumerate(sheet.rows, start=1):
        if written > MOST_ROWS:
            raise TooManyRows(sheet.name)
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, (top + written, number), column.kind, value, formats)
    if written:
        page.autofilter(top, 0, top + written, len(sheet.columns) - 1)
    return written


def _write_cell(
    page: Worksheet, at: tuple[int, int], kind: Kind, value: Any, formats: dict[str, Format]
) -> None:
    if value is None or value == "":
        return
    if kind == "number" and not isinstance(value, str):
        page.write_number(*at, value, formats["number"])
    elif isinstance(value, date):
        page.write_datetime(*at, value, formats["date"])
    else:
        text = UNWRITABLE.sub("", str(value))
        if len(text) > LONGEST_TEXT:
            raise CellTooLong(
                f"row {at[0] + 1}, column {at[1] + 1}: {len(text)} characters, at most {LONGEST_TEXT}"
            )
        page.write_string(*at, text, formats["text"])
