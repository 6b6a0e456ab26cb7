"""How is a table written as a workbook that Excel opens as it was meant? Streamed, in flat memory.

Text is always written as text: a phone keeps its zero, and a name that begins with "=" is no formula. Dates are
dd/mm/yyyy cells, numbers are numbers. Too long a text or too many rows is an error, never a silent cut.
"""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO

from accounts.sheet_rows import RowWriter
from accounts.sheets import CellTooLong, Column, Kind, Sheet, TooManyRows
from accounts.workbook_skeletons import SheetText, skeleton_of

__all__ = ["XLSX", "CellTooLong", "Column", "Kind", "Sheet", "TooManyRows", "write_workbook", "written_whole"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000
MOST_BYTES = (
    2_000_000_000  # of one sheet before it is packed; beyond, a zip file needs what some readers lack
)
PACKED = 1  # zlib's fastest: a third faster than its default, a fifth larger
ROWS_AT_ONCE = 50  # some 100 kB, which memory is quickly had for
TYPES_PART = "[Content_Types].xml"


def write_workbook(target: IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write a workbook and give the number of data rows written."""
    sheets = list(sheets)
    counts = [0] * len(sheets)
    skeleton = skeleton_of(sheets, counts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKED) as book:
        # First, because that is how a file is known to be a workbook; it does not depend on the rows.
        book.writestr(TYPES_PART, skeleton.parts[TYPES_PART])
        for place, part in enumerate(skeleton.sheets):
            with book.open(part, "w") as page:
                # As of now: the words of its header are numbered after those of the sheets written before it.
                counts[place] = _write_rows(page, sheets[place], skeleton.sheets[part])
                skeleton = skeleton_of(sheets, counts)
                page.write(skeleton.sheets[part].after.encode())
        for part, content in skeleton.parts.items():
            if part != TYPES_PART:
                book.writestr(part, content)
    return sum(counts)


def _write_rows(page: IO[bytes], sheet: Sheet, text: SheetText) -> int:
    """Write a sheet up to the end of its rows; the number of rows."""
    page.write(text.before.encode())
    writer = RowWriter(sheet.columns, text.styles, is_ruled=sheet.form is not None)
    rows = iter(sheet.rows)
    count, size = 0, 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        if count + len(batch) > MOST_ROWS or size > MOST_BYTES:
            raise TooManyRows(
                f"{sheet.name}: more than the {MOST_ROWS:,} rows or the size that a sheet holds"
            )
        size += page.write(writer.write(text.first_row + count, batch).encode())
        count += len(batch)
    return count


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
