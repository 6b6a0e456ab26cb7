"""How are real processes set on one database: many at the same moment, a worker that is killed, a command?"""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, connections

from tests.house.source import ROOT

SECONDS = 50
_forked = multiprocessing.get_context("fork")


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[tuple[str, Any]]:
    """Run each job in a process of its own, all let go together; what came of each, in order.

    ("done", what it gave back), or the code of the ValidationError that refused it with None.
    """
    connections.close_all()  # a connection can't be shared with a child
    gate = _forked.Barrier(len(jobs))
    started = []
    for job in jobs:
        ours, theirs = _forked.Pipe(duplex=False)
        process = _forked.Process(target=_do, args=(job, gate, theirs), daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
    try:
        end = time.monotonic() + SECONDS
        outcomes = []
        for _process, ours in started:
            assert ours.poll(max(0, end - time.monotonic())), f"not done within {SECONDS} s"
            outcomes.append(ours.recv())
    finally:
        for process, ours in started:
            process.join(timeout=2)
            process.kill()
            process.join()
            ours.close()
    broken = [what for word, what in outcomes if word == "broke"]
    assert broken == [], "\n".join(broken)
    return outcomes


def _do(job: Callable[[], Any], gate: Any, pipe: Any) -> None:
    gate.wait(timeout=SECONDS)
    try:
        pipe.send(("done", job()))
    except ValidationError as refusal:
        pipe.send((refusal.code, None))
    except BaseException:  # noqa: BLE001 whatever it was, the test has to see it
        pipe.send(("broke", traceback.format_exc()))
    finally:
        connections.close_all()
        pipe.close()


def database_url() -> str:
    """The address of the test's database, for processes that read it from the environment."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that works on the test's database, files and keys."""
    return (
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "market.settings.dev",
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(Path(settings.MEDIA_ROOT).parent),
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY,
            "WORKER_SILENT_AFTER_SECONDS": "2",
        }
        | more
    )


@contextmanager
def running(*arguments: str, said: IO[bytes] | None = None, **more: str) -> Iterator[subprocess.Popen]:
    """A command of Python that runs until the block ends; it is killed then if it still does."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**more),
        stdout=said,
        stderr=said,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def worker(**more: Any):
    """A worker process; two silent seconds count as death."""
    return running("manage.py", "work", **more)


def kill(process: subprocess.Popen) -> None:
    """End a process as a power failure would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition: Callable[[], Any], seconds: float = SECONDS, every: float = 0.05) -> bool:
    """Wait for something to become true; whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(every)
    return False
