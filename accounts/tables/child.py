"""What does a table hold? Asked of a process that may die of it: little memory, little time, no Django.

`python -m accounts.tables.child` reads one JSON request from its standard input and answers with frames: four
bytes of length, then a pickled tuple whose first part names what follows.
"""

import json
import pickle
import resource
import sys
from collections.abc import Iterator
from typing import Any

from accounts.tables.bounds import Kind, Limits, Refused

CHUNK_ROWS = 500


def main() -> int:
    """Answer one request."""
    request = json.load(sys.stdin)
    bounds = Limits(**request["limits"])
    _confine(bounds)
    try:
        for frame in _answer(request, bounds):
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


def _answer(request: dict[str, Any], bounds: Limits) -> Iterator[tuple[Any, ...]]:
    table = _opened(request, bounds)
    if request["ask"] == "sheets":
        yield ("sheets", [tuple(sheet) for sheet in table.sheets()])
    elif request["ask"] == "tops":
        for sheet in table.sheets():
            if sheet.visible:
                yield ("top", *table.top(sheet.name, request["rows"]))
    else:
        yield from _chunks(table.rows(request["sheet"]), bounds)


def _opened(request: dict[str, Any], bounds: Limits) -> Any:
    kind = Kind(request["kind"])
    if kind in {Kind.CSV, Kind.HTML}:
        from accounts.tables.texts import TextTable  # noqa: PLC0415 a child loads the one reader it needs

        return TextTable(request["path"], request["encoding"], request["delimiter"], bounds)
    from accounts.tables.books import Book  # noqa: PLC0415

    return Book(request["path"], bounds)


def _chunks(rows: Iterator[tuple[int, list[Any], bool]], bounds: Limits) -> Iterator[tuple[Any, ...]]:
    chunk: list[tuple[int, list[Any], bool]] = []
    sent = 0
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK_ROWS:
            sent += CHUNK_ROWS
            if sent > bounds.rows:
                raise Refused("too_many_rows", most=bounds.rows)
            yield ("rows", chunk)
            chunk = []
    if sent + len(chunk) > bounds.rows:
        raise Refused("too_many_rows", most=bounds.rows)
    yield ("rows", chunk)


def _send(frame: tuple[Any, ...]) -> None:
    data = pickle.dumps(frame, protocol=5)
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
