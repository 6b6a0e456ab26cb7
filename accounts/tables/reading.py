"""What does somebody's table hold, row by row? A child process parses while this one goes on with its own work."""

from collections.abc import Iterator
from pathlib import Path

from accounts.tables.asking import asked
from accounts.tables.bounds import Kind, Row, Sheet, Top

__all__ = ["Row", "Sheet", "Top", "rows_of", "sheets_of", "tops_of"]


def rows_of(
    path: Path,
    kind: Kind,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[Row]:
    """The rows of one sheet that hold something, as they come; without a name, of the first visible sheet.

    `encoding` is one of `lettering.ENCODINGS`; without it, and without a separator, both are found out.
    """
    for frame in asked(path, "rows", kind=kind, sheet=sheet, encoding=encoding, delimiter=delimiter):
        for row in frame[1]:
            yield Row(*row)


def sheets_of(path: Path, kind: Kind) -> list[Sheet]:
    """Every sheet of a workbook with whether it is shown."""
    return [Sheet(*sheet) for frame in asked(path, "sheets", kind=kind) for sheet in frame[1]]


def tops_of(
    path: Path,
    kind: Kind,
    *,
    rows: int = 60,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> list[Top]:
    """The upper rows of every visible sheet, or of the one that is named."""
    frames = asked(path, "tops", kind=kind, rows=rows, sheet=sheet, encoding=encoding, delimiter=delimiter)
    return [Top(frame[1], [Row(*row) for row in frame[2]], *frame[3:]) for frame in frames]
