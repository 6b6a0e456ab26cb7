"""Where does the pictured application run? On a free port, with a fresh database of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.environment import ROOT, stop
from tools.run import is_open, parts, prepare
from tools.supervisor import Supervisor


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, port: int) -> dict[str, str]:
    """The embedded profile, with all its files in one folder."""
    own = {
        "DJANGO_SETTINGS_MODULE": "market.settings.dev",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'screens.sqlite3'}",
        "REDIS_URL": "",
        "PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    return os.environ | own


@contextlib.contextmanager
def running(folder: Path, *, keep: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """The application's address and environment, while it runs; `keep` takes up the last database."""
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    env = environment(folder, port)
    if not prepare(env):
        stop("Không chuẩn bị được dữ liệu.", "The data could not be prepared.")
    supervisor = Supervisor(parts("127.0.0.1", port, env))
    address = f"http://127.0.0.1:{port}"
    try:
        supervisor.start()
        if supervisor.watch(until=lambda: is_open(address)) is not None:
            stop("Ứng dụng không mở được.", "The application did not open.")
        yield address, env
    finally:
        supervisor.stop()


def sign_in(users: dict[str, dict[str, Any]], env: dict[str, str]) -> dict[str, str]:
    """A session key for each user."""
    command = [sys.executable, "-m", "tools.screens.sessions", json.dumps(users)]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))
