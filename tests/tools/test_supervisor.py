"""Are the parts kept up, and is nothing left of them? Tried with real processes."""

import os
import signal
import sys
import time
from pathlib import Path

from tools.supervisor import Part, Supervisor

WITH_CHILD = (
    "import subprocess, sys, time, pathlib\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "pathlib.Path(sys.argv[1]).write_text(str(child.pid))\n"
    "time.sleep(600)\n"
)
STUBBORN = (
    "import signal, time, pathlib, sys\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "pathlib.Path(sys.argv[1]).write_text('up')\n"
    "time.sleep(600)\n"
)


def part(code: str, *arguments: str) -> Part:
    return Part("part", [sys.executable, "-c", code, *arguments], dict(os.environ))


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


def wait_for(condition, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_stop_leaves_no_grandchild(tmp_path):
    note = tmp_path / "pid"
    supervisor = Supervisor([part(WITH_CHILD, str(note))])
    supervisor.start()
    assert wait_for(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())

    supervisor.stop()

    assert wait_for(lambda: not is_alive(grandchild))


def test_stop_ends_a_part_that_ignores_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.supervisor.GRACE_SECONDS", 0.5)
    note = tmp_path / "up"
    supervisor = Supervisor([part(STUBBORN, str(note))])
    supervisor.start()
    assert wait_for(note.exists)

    supervisor.stop()

    assert supervisor.parts[0].process.returncode == -signal.SIGKILL


def test_watch_starts_a_killed_part_again():
    supervisor = Supervisor([part("import time; time.sleep(600)")])
    supervisor.start()
    first = supervisor.parts[0].process.pid
    os.kill(first, signal.SIGKILL)

    def is_replaced() -> bool:
        running = supervisor.parts[0].process
        return running is not None and running.pid != first

    ended = supervisor.watch(until=is_replaced)
    supervisor.stop()

    assert ended is None
    assert len(supervisor.parts[0].failures) == 1


def test_watch_gives_up_on_a_part_that_keeps_dying(monkeypatch, capfd):
    monkeypatch.setattr("tools.supervisor.FAILURES_ALLOWED", 2)
    supervisor = Supervisor([part("raise SystemExit(3)")])
    supervisor.start()

    ended = supervisor.watch(until=lambda: False)
    supervisor.stop()

    assert ended == 1
    assert "part dừng 2 lần trong một phút (mã 3), nên dừng tất cả" in capfd.readouterr().err


def test_watch_ends_when_asked():
    supervisor = Supervisor([part("import time; time.sleep(600)")])
    supervisor.start()
    supervisor.on_signal(signal.SIGTERM, None)

    ended = supervisor.watch(until=lambda: False)
    supervisor.stop()

    assert ended == 0
