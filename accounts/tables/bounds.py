"""How large may somebody's table be, and how does the reading child say that it is not?

No Django here: the child process imports this.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

Cell = str | int | float | bool | date
Area = tuple[tuple[int, int], tuple[int, int]]


class Kind(StrEnum):
    """What a table was saved as."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    HTML = "html"


class Row(NamedTuple):
    """One row that holds something; its number is the one Excel shows."""

    number: int
    cells: list[Cell]
    hidden: bool = False


class Sheet(NamedTuple):
    """One sheet of a workbook; a text file is one sheet without a name."""

    name: str
    visible: bool


class Top(NamedTuple):
    """The upper rows of one sheet. Merged areas are ((row, column), (row, column)), counted from 0 like columns."""

    sheet: str
    rows: list[Row]
    merged: list[Area]
    hidden_columns: list[int]


@dataclass(frozen=True)
class Limits:
    """What is still read; `settings.TABLE_LIMITS` may name others."""

    upload_bytes: int = 20_000_000
    rows: int = 200_000
    columns: int = 200
    sheets: int = 50
    cell: int = 32_767
    parts: int = 2_000
    inflated_bytes: int = 500_000_000
    ratio: int = 200
    child_bytes: int = 1_000_000_000
    child_seconds: int = 60


class Refused(Exception):
    """Reading stops here. `code` names a sentence of `refusing`, `said` fills it."""

    def __init__(self, code: str, **said: str | int) -> None:
        super().__init__(code)
        self.code, self.said = code, said


def column_letters(number: int) -> str:
    """The letters over a column, counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
