"""What is a table before it is written as a workbook, delimited text or on paper?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from accounts.official_forms import OfficialForm

# text: always text, whatever its digits. number: 1.234. year: a number without separators. date: dd/mm/yyyy.
# mark: an X in the middle of the cell.
Kind = Literal["text", "number", "year", "date", "mark"]


class CellTooLong(ValueError):
    """A text does not fit into a cell."""


class TooManyRows(ValueError):
    """A sheet of a workbook holds a million rows, a printed list 5,000."""


class TooManyColumns(ValueError):
    """The columns do not fit on a sheet of paper."""


@dataclass(frozen=True)
class Column:
    """One column: its header, what its cells are, its width in characters.

    Neighbours of the same `group` have it in common above their headers ("Năm sinh" above "Nam" and "Nữ").
    """

    header: str
    kind: Kind = "text"
    width: int = 16
    group: str = ""

    @property
    def whole_header(self) -> str:
        """The header in one line, where there is no room for a group above it."""
        return f"{self.group} {self.header}".strip()


@dataclass(frozen=True)
class Sheet:
    """One table. `above` are lines over the header (title, "draft" marks); rows may be a generator, asked for once.

    With a `form` it has the association's heading and signatures, and is set up for A4 lying on its side.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()
    form: OfficialForm | None = None

    @property
    def is_grouped(self) -> bool:
        """Whether its header has two lines."""
        return any(column.group for column in self.columns)


def runs_of(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """Neighbours of one group: its name, the numbers of the first and the last; a column without a group by itself."""
    runs: list[tuple[str, int, int]] = []
    for number, column in enumerate(columns):
        if column.group and runs and runs[-1][0] == column.group:
            runs[-1] = (column.group, runs[-1][1], number)
        else:
            runs.append((column.group, number, number))
    return runs
