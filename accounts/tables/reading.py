"""What does somebody's table hold, row by row? A child process parses, this one goes on with its own work.

The child has its own memory, processor time and patience; whatever becomes of it is one Unreadable here.
"""

import fcntl
import io
import json
import os
import pickle
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from accounts.tables.bounds import Kind, Row, Sheet
from accounts.tables.refusing import Unreadable, limits

__all__ = ["Row", "Sheet", "Top", "rows_of", "sheets_of", "tops_of"]

_ROOT = Path(__file__).resolve().parents[2]
_PIPE_BYTES = 1_048_576
_MAY_ARRIVE = {("datetime", "date"): date, ("datetime", "datetime"): datetime}


class Top(NamedTuple):
    """The upper rows of one sheet; merged areas are ((row, column), (row, column)), counted from 0."""

    sheet: str
    rows: list[Row]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def rows_of(
    path: Path,
    kind: Kind,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[Row]:
    """The rows of one sheet that hold something, as they come; without a name, of the first visible sheet."""
    asked = {"ask": "rows", "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    for frame in _asked(path, kind, asked):
        for row in frame[1]:
            yield Row(*row)


def sheets_of(path: Path, kind: Kind) -> list[Sheet]:
    """Every sheet of a workbook with whether it is shown."""
    return [Sheet(*sheet) for frame in _asked(path, kind, {"ask": "sheets"}) for sheet in frame[1]]


def tops_of(
    path: Path, kind: Kind, *, rows: int = 60, encoding: str | None = None, delimiter: str | None = None
) -> list[Top]:
    """The upper rows of every visible sheet."""
    asked = {"ask": "tops", "rows": rows, "encoding": encoding, "delimiter": delimiter}
    return [
        Top(name, [Row(*row) for row in first], merged)
        for _, name, first, merged in _asked(path, kind, asked)
    ]


def _asked(path: Path, kind: Kind, asked: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Every frame that a child answers with; the child ends with the last one, or when nobody reads on."""
    bounds = limits()
    request = {"encoding": None, "delimiter": None, **asked}
    request |= {"path": str(path.resolve()), "kind": kind.value, "limits": asdict(bounds)}
    child = subprocess.Popen(  # noqa: S603 our own module, no shell
        [sys.executable, "-m", "accounts.tables.child"],
        cwd=_ROOT,
        env={"PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield from _frames(child, json.dumps(request).encode(), bounds.child_seconds)
    finally:
        child.kill()
        if child.stdout:
            child.stdout.close()
        child.wait()


def _frames(child: subprocess.Popen[bytes], request: bytes, patience: int) -> Iterator[tuple[Any, ...]]:
    assert child.stdin is not None  # noqa: S101
    assert child.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError), closing(child.stdin):
        child.stdin.write(request)
    pipe = child.stdout.fileno()
    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    while True:
        size = int.from_bytes(_taken(pipe, 4, patience), "big")
        frame = _Reader(io.BytesIO(_taken(pipe, size, patience))).load()
        if frame[0] == "end":
            return
        if frame[0] == "refused":
            raise Unreadable(frame[1], **frame[2])
        yield frame


def _taken(pipe: int, size: int, patience: int) -> bytes:
    """So many bytes of the pipe; a child that fell silent or fell over is too heavy a file."""
    parts = []
    while size:
        if not select.select([pipe], [], [], patience)[0]:
            raise Unreadable("too_slow")
        part = os.read(pipe, size)
        if not part:
            raise Unreadable("too_heavy")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class _Reader(pickle.Unpickler):
    """Takes dates and plain values from the child and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _MAY_ARRIVE[module, name]
        except KeyError:
            raise pickle.UnpicklingError(name) from None
