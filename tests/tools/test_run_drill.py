"""Does the whole application come up, stay up when a part is killed, and leave nothing when stopped?"""

import os
import pty
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tools.run import is_open

pytestmark = pytest.mark.long


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes(folder: Path) -> dict[int, str]:
    """Every living process that was started with this VAR_DIR, its command by its id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if f"VAR_DIR={folder}\0".encode() in (entry / "environ").read_bytes():
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def one(folder: Path, word: str) -> int:
    """The lowest process id whose command holds the word: the parent of its kind."""
    return min(pid for pid, command in processes(folder).items() if word in command)


def wait_for(condition, seconds: float):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def terminal():
    """A terminal whose Ctrl-C reaches the command that runs on it."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def test_run_survives_kills_and_ctrl_c_leaves_nothing(tmp_path, terminal):
    ours, theirs = terminal
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "market.settings.dev",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'run.sqlite3'}",
        "REDIS_URL": "",
        "PORT": str(port),
    }
    output = tmp_path / "output"
    with output.open("wb") as screen:
        started = subprocess.Popen(
            [sys.executable, "-c", AS_FOREGROUND, sys.executable, "-m", "tools.run"],
            cwd=ROOT,
            env=environment,
            stdin=theirs,
            stdout=screen,
            stderr=screen,
            start_new_session=True,
        )
        os.close(theirs)
        assert wait_for(lambda: is_open(address), 180), output.read_text()

        for word in ("manage.py work", "granian"):
            killed = one(tmp_path, word)
            os.kill(killed, signal.SIGKILL)
            assert wait_for(lambda word=word, killed=killed: is_back(tmp_path, word, killed), 30), word
        assert wait_for(lambda: is_open(address), 30)

        os.write(ours, b"\x03")
        assert started.wait(timeout=30) == 0

    assert processes(tmp_path) == {}
    assert output.read_text().rstrip().endswith("Đã dừng / stopped.")


# Makes the terminal on stdin the controlling one, as a shell would before it runs a command.
AS_FOREGROUND = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


def is_back(folder: Path, word: str, killed: int) -> bool:
    return any(word in command and pid > killed for pid, command in processes(folder).items())
