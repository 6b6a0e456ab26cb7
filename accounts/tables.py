"""What is a table before it is written as a workbook, delimited text or on paper?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from accounts.official_forms import OfficialForm

# text: always text, whatever its digits. number: 1.234. year: a number without separators. date: dd/mm/yyyy.
# mark: an X in the middle of the cell.
Kind = Literal["text", "number", "year", "date", "mark"]


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


def runs_of(columns: Sequence[Column], key: Callable[[Column], str]) -> list[tuple[str, int, int]]:
    """Neighbours that share a key: (key, first, last), the numbers of columns; "" stands alone."""
    runs: list[tuple[str, int, int]] = []
    for number, column in enumerate(columns):
        name = key(column)
        if name and runs and runs[-1][0] == name and runs[-1][2] == number - 1:
            runs[-1] = (name, runs[-1][1], number)
        else:
            runs.append((name, number, number))
    return runs
