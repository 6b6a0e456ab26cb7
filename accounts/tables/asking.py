"""What does the reading child answer? Whatever becomes of it, its parent gets frames or one Unreadable.

The child has its own memory, processor time and patience. This process goes on with its own work meanwhile: the
pipe holds the next rows.
"""

import fcntl
import io
import json
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from accounts.tables.refusing import Unreadable, limits

CHILD = "accounts.tables.child"
_ROOT = Path(__file__).resolve().parents[2]
_PIPE_BYTES = 1_048_576
_LARGEST_FRAME = 64_000_000
_MAY_ARRIVE = {("datetime", "date"): date, ("datetime", "datetime"): datetime}


def asked(path: Path, question: str, *, child: str = CHILD, **about: Any) -> Iterator[tuple[Any, ...]]:
    """Every frame that a child answers with; the child ends with the last one, or when nobody reads on.

    `child` is the module it runs: one that makes more of the rows before they come here is as confined.
    """
    bounds = limits()
    request = {**about, "ask": question, "path": str(path.resolve()), "limits": asdict(bounds)}
    with subprocess.Popen(  # noqa: S603 our own module, no shell
        [sys.executable, "-m", child],
        cwd=_ROOT,
        env={"PYTHONUTF8": "1"},  # a foreign file is read without our keys at hand
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser that dies may print what it read
        start_new_session=True,
    ) as process:
        try:
            yield from _frames(process, json.dumps(request).encode(), bounds.child_seconds)
        finally:
            process.kill()


def _frames(child: subprocess.Popen[bytes], request: bytes, patience: int) -> Iterator[tuple[Any, ...]]:
    assert child.stdin is not None  # noqa: S101
    assert child.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError):
        child.stdin.write(request)
        child.stdin.close()
    pipe = child.stdout.fileno()
    with suppress(OSError):  # a machine may allow no more than it gave
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    while True:
        size = int.from_bytes(_taken(child, pipe, 4, patience), "big")
        if size > _LARGEST_FRAME:
            raise Unreadable("too_heavy")
        frame = _unpacked(_taken(child, pipe, size, patience))
        if frame[0] == "end":
            return
        if frame[0] == "refused":
            raise Unreadable(frame[1], **frame[2])
        yield frame
        del frame  # before the next one arrives: they are large


def _taken(child: subprocess.Popen[bytes], pipe: int, size: int, patience: int) -> bytes:
    """So many bytes of the pipe; a child that fell silent or fell over read too heavy a file."""
    parts = []
    while size:
        if not select.select([pipe], [], [], patience)[0]:
            raise Unreadable("too_slow")
        part = os.read(pipe, size)
        if not part:
            raise Unreadable("too_slow" if child.wait() == -signal.SIGXCPU else "too_heavy")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _unpacked(data: bytes) -> tuple[Any, ...]:
    try:
        return _Plain(io.BytesIO(data)).load()
    except Exception as error:  # whatever a child says that a file has taken over
        raise Unreadable("broken") from error


class _Plain(pickle.Unpickler):
    """Takes dates and plain values from the child and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _MAY_ARRIVE[module, name]
        except KeyError:
            raise pickle.UnpicklingError(name) from None
