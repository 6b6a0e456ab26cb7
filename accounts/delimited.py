"""How is a table written as delimited text that no spreadsheet takes for formulas, and read back as it was?

A cell that a spreadsheet would compute ("=1+1") or turn into a number or a date ("064185000001", "26.00001", "12/5")
gets an apostrophe before it; `plain` takes it off again. Every text comes back as it went out.
"""

import csv
import io
import re
from datetime import date
from typing import IO, Any

from accounts.sheet_rows import clean, is_number
from accounts.sheets import Sheet

CSV = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
ROWS_AT_ONCE = 500
# What begins a formula, also in full width; digits with signs, but not a short whole number.
_FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
_NUMERAL = r"(?!(?:0|[1-9]\d{0,8})\Z)\d[\d.,:/\-eE]*\Z"
SUSPECT = frozenset("=+-@＝＋－＠'0123456789")  # how a text begins that is looked at twice
_TOUCHED = re.compile(rf"'*(?:{_FORMULA}|{_NUMERAL})")


def harmless(text: str) -> str:
    """A text as a spreadsheet leaves it alone."""
    return f"'{text}" if _TOUCHED.match(text) else text


def plain(cell: str) -> str:
    """The text that `harmless` made harmless."""
    return cell[1:] if cell[:1] == "'" and _TOUCHED.match(cell[1:]) else cell


def write_delimited(target: IO[bytes], sheet: Sheet) -> int:
    """Write a table as UTF-8 with a byte order mark, which Excel needs to see accents; the number of rows."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    lines.write(BYTE_ORDER_MARK)
    writer.writerow([harmless(column.whole_header) for column in sheet.columns])
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        writer.writerow([_cell(value) for value in row])
        if count % ROWS_AT_ONCE == 0:
            _pass_on(lines, target)
    _pass_on(lines, target)
    return count


def _cell(value: Any) -> str:
    if type(value) is str:
        return value if value.isprintable() and value[:1] not in SUSPECT else harmless(clean(value))
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if is_number(value):
        return str(value)
    return harmless(clean(str(value)))


def _pass_on(lines: io.StringIO, target: IO[bytes]) -> None:
    target.write(lines.getvalue().encode())
    lines.seek(0)
    lines.truncate()
