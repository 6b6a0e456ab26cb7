"""Where does the table begin on a sheet, and what does each of its columns hold?

Every visible sheet is looked at, its first 40 rows as a header of one, two or three lines; the place where most
fields are recognised wins. A person confirms or corrects what is proposed.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from accounts.tables.bounds import Kind
from accounts.tables.grids import Grid
from accounts.tables.matching import ACCEPT, PROPOSE, Field, Matching, Proposed
from accounts.tables.reading import tops_of
from accounts.tables.refusing import Unreadable
from vietnam.text import fold

__all__ = ["ACCEPT", "PROPOSE", "Field", "Found", "Proposed", "find_table", "find_tables", "header_digest"]

HEADER_WITHIN, ROWS_LOOKED_AT = 40, 60
MOST_LINES = 3
_ASIDE = ("huong dan", "vi du", "luu i", "giai thich", "danh muc", "ghi chu")


@dataclass(frozen=True)
class Found:
    """A table on a sheet. Rows are numbered as Excel shows them, columns are counted from 0."""

    sheet: str
    header_rows: tuple[int, int]
    first_data_row: int
    columns: list[Proposed]

    def mapping(self, least: int = ACCEPT) -> dict[str, int]:
        """Field to column, where the certainty is enough."""
        return {
            column.field: column.index
            for column in self.columns
            if column.field is not None and column.certainty >= least
        }

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, to be kept while an officer looks it over."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """What `as_json` gave."""
        first, last = said["header_rows"]
        columns = [Proposed(**column) for column in said["columns"]]
        return cls(said["sheet"], (first, last), said["first_data_row"], columns)


def find_table(path: Path, kind: Kind, fields: Sequence[Field], **where: str | int | None) -> Found:
    """The table most likely meant; Unreadable where no sheet has one. For `where` see `find_tables`."""
    return find_tables(path, kind, fields, **where)[0]  # type: ignore[arg-type]


def find_tables(  # noqa: PLR0913 what an officer may correct is named one by one
    path: Path,
    kind: Kind,
    fields: Sequence[Field],
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> list[Found]:
    """The table of every visible sheet that has one, best first; `sheet` and `header_row` as an officer corrects."""
    found = []
    matching = Matching(fields)
    rows = max(ROWS_LOOKED_AT, (header_row or 0) + ROWS_LOOKED_AT)
    for top in tops_of(path, kind, rows=rows, sheet=sheet, encoding=encoding, delimiter=delimiter):
        grid = Grid(top.rows, top.merged)
        candidates = _candidates(grid, matching, header_row, top.hidden_columns)
        best = max(candidates, key=lambda one: one[0], default=None)
        if best is not None:
            score, lines, columns = best
            aside = any(word in fold(top.sheet) for word in _ASIDE)
            found.append((score - 2 * aside, Found(top.sheet, lines, grid.first_record(lines), columns)))
    if not found:
        raise Unreadable("no_table")
    return [table for _, table in sorted(found, key=lambda one: -one[0])]


def header_digest(found: Found) -> str:
    """What a confirmed mapping is remembered by: the header texts in their order, whatever the sheet is called."""
    texts = "\n".join(fold(column.header) for column in found.columns)
    return hashlib.sha256(texts.encode()).hexdigest()


def _candidates(
    grid: Grid, matching: Matching, header_row: int | None, hidden: Collection[int]
) -> Iterator[tuple[float, tuple[int, int], list[Proposed]]]:
    """Every place where the header may be, with how well it fits.

    Several lines are a header only if one of them says something by itself, so most need no look.
    """
    numbers = grid.numbers()
    within = HEADER_WITHIN if header_row is None else header_row + MOST_LINES - 1
    speaking: set[int] = set()
    for lines in range(1, MOST_LINES + 1):
        for first in numbers:
            last = first + lines - 1
            if last > within or (lines > 1 and speaking.isdisjoint(range(first, last + 1))):
                continue
            texts = grid.header_texts(first, last)
            if sum(bool(parts) for parts in texts) < 2:
                continue
            columns = matching.proposed(texts, hidden)
            certain = sum(column.certainty for column in columns) / 100
            if lines == 1 and certain:
                speaking.add(first)
            if header_row in {None, first}:
                yield certain - grid.unlike_header(first, last), (first, last), columns
