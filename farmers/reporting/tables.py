"""What is a report made of: a table of figures, one row for each unit, the sums beneath."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from farmers.models import Branch
from farmers.reporting.periods import Period

# count: how many. money: whole đồng. word: a text, as a grade. `sensitive` counts are rounded for who lacks the right.
Kind = Literal["count", "money", "word"]
# What stands behind the figures of a column: members (a list), the branches below, what the branch entered, nothing.
Source = Literal["members", "branches", "entered", "none"]
SMALLEST = 5


@dataclass(frozen=True)
class Column:
    """A column: its key, its words, and those it has in common with its neighbours."""

    key: str
    header: str
    group: str = ""
    kind: Kind = "count"
    source: Source = "members"
    is_sensitive: bool = False


@dataclass(frozen=True)
class Unit:
    """What stands at the head of a row: a branch below the one reported on, or that one itself (`is_rest`)."""

    pk: int
    path: str
    name: str
    level: str
    place_code: str = ""
    is_rest: bool = False


@dataclass(frozen=True)
class Cell:
    """One figure; None where nobody entered it. A rounded one is to the nearest five, and 0 < count < 5 is `is_few`."""

    value: int | str | None
    is_rounded: bool = False
    is_few: bool = False

    @property
    def number(self) -> int:
        """For bars."""
        return self.value if isinstance(self.value, int) else 0


def roughly(count: int) -> Cell:
    """A sensitive count for who may not see it exactly: to the nearest five, "under 5" where it is that small.

    Units and sums are counted first and rounded alike, so that no small one follows by taking others away.
    """
    if 0 < count < SMALLEST:
        return Cell(SMALLEST, is_rounded=True, is_few=True)
    return Cell(SMALLEST * ((count + SMALLEST // 2) // SMALLEST), is_rounded=True)


@dataclass(frozen=True)
class Row:
    """The figures of a unit, in the order of the columns; without a unit, of all of them."""

    unit: Unit | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Report:
    """One report of a branch for a period; `total` is counted, not added up from rounded figures.

    `day` is said when it is counted on that day instead of on the period's last.
    """

    slug: str
    branch: Branch
    period: Period
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    day: date | None = None

    def place(self, key: str) -> int:
        """Which cell of a row a column is."""
        return [column.key for column in self.columns].index(key)
