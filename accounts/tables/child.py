"""What does a table hold? Asked of a process that may die of it: little memory, little time, no Django.

`python -m accounts.tables.child` reads one JSON request from its standard input and answers with frames: four
bytes of length, then a pickled tuple whose first part names what follows. "end" is the last.
"""

import json
import pickle
import resource
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from accounts.tables.bounds import Kind, Limits, Refused, Row, Sheet, Top

CHUNK_ROWS = 500
CHUNK_BYTES = 4_000_000


class Table(Protocol):
    """What every kind of file can be asked."""

    def sheets(self) -> list[Sheet]:
        """Every sheet, in the order of the file."""

    def top(self, sheet: str, most: int) -> Top:
        """The first rows of a sheet."""

    def rows(self, sheet: str | None) -> Iterator[Row]:
        """The rows of a sheet that hold something."""


Answer = Callable[[dict[str, Any], Limits], Iterator[tuple[Any, ...] | bytes]]


def main(answer: Answer | None = None) -> int:
    """Answer one request; a child of another kind says how."""
    request = json.load(sys.stdin)
    bounds = Limits(**request["limits"])
    _confine(bounds)
    try:
        for frame in (answer or _answer)(request, bounds):
            _send(frame)
    except Refused as refused:
        _send(("refused", refused.code, refused.said))
    except MemoryError:
        _send(("refused", "too_heavy", {}))
    except Exception:  # noqa: BLE001 whatever a foreign file makes a parser say, it is one answer
        _send(("refused", "broken", {}))
    _send(("end",))
    return 0


def _confine(bounds: Limits) -> None:
    """Give up memory, time and the right to write files, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (bounds.child_bytes, bounds.child_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.child_seconds, bounds.child_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: dict[str, Any], bounds: Limits) -> Iterator[tuple[Any, ...] | bytes]:
    if request["ask"] == "outside":
        from accounts.tables.outside import kind_of  # noqa: PLC0415 a child loads the one reader it needs

        yield ("outside", *kind_of(request["path"], bounds))
        return
    table = opened(request, bounds)
    if request["ask"] == "sheets":
        yield ("sheets", [tuple(sheet) for sheet in table.sheets()])
    elif request["ask"] == "tops":
        yield from _tops(table, request["sheet"], request["rows"])
    else:
        yield from _chunks(table.rows(request["sheet"]), bounds)


def opened(request: dict[str, Any], bounds: Limits) -> Table:
    """The table of a request, by the reader of its kind."""
    kind = Kind(request["kind"])
    if kind == Kind.CSV:
        from accounts.tables.delimited import Delimited  # noqa: PLC0415

        return Delimited(request["path"], request.get("encoding"), request.get("delimiter"), bounds)
    if kind == Kind.HTML:
        from accounts.tables.pages import Page  # noqa: PLC0415

        return Page(request["path"], request.get("encoding"), bounds)
    from accounts.tables.books import Book  # noqa: PLC0415

    return Book(request["path"], kind, request.get("encoding"), bounds)


def _tops(table: Table, named: str | None, most: int) -> Iterator[tuple[Any, ...]]:
    """The upper rows of every visible sheet, or of the one that is named.

    A sheet that can't be read matters only where no other can be.
    """
    refusals = []
    is_any = False
    for sheet in table.sheets():
        if sheet.visible if named is None else sheet.name == named:
            try:
                top = table.top(sheet.name, most)
            except Refused as refused:
                refusals.append(refused)
            else:
                is_any = True
                yield ("top", top.sheet, [tuple(row) for row in top.rows], *top[2:])
    if refusals and not is_any:
        raise refusals[0]


def _chunks(rows: Iterable[Row], bounds: Limits) -> Iterator[tuple[Any, ...] | bytes]:
    chunk: list[tuple[Any, ...]] = []
    left = bounds.rows
    for row in rows:
        chunk.append(tuple(row))
        if len(chunk) == CHUNK_ROWS:
            yield from _in_bounds(chunk, bounds)
            chunk = []
        left -= 1
        if left < 0:
            raise Refused("too_many_rows", most=bounds.rows)
    yield from _in_bounds(chunk, bounds)


def _in_bounds(chunk: list[tuple[Any, ...]], bounds: Limits) -> Iterator[tuple[Any, ...] | bytes]:
    """The chunk, in smaller ones where its cells are long; a cell longer than Excel's longest is refused."""
    packed = pickle.dumps(("rows", chunk), protocol=5)
    if len(packed) < CHUNK_BYTES:
        yield packed
        return
    for row in chunk:
        if any(isinstance(cell, str) and len(cell) > bounds.cell for cell in row[1]):
            raise Refused("long_cell", row=row[0], most=bounds.cell)
        yield ("rows", [row])


def _send(frame: tuple[Any, ...] | bytes) -> None:
    data = frame if isinstance(frame, bytes) else pickle.dumps(frame, protocol=5)
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
