"""Are all parts of the application running? Starts them, restarts one that dies, stops all together.

Each part gets a process group of its own, so that nothing it started outlives it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from tools.environment import ROOT

GRACE_SECONDS = 10.0
FAILURES_ALLOWED = 5
FAILURE_WINDOW_SECONDS = 60.0
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor is killed; elsewhere it stays for its own signals."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Part:
    """One process that has to stay up."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    restart_at: float = 0.0
    failures: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a process group of its own."""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 no threads here
        )

    def send(self, number: signal.Signals) -> None:
        """Signal the part's first process."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill whatever is left of the group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Keeps the parts running until a signal comes or one of them fails for good."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.asked_to_stop = 0

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Remember the wish; a second one no longer waits."""
        self.asked_to_stop += 1

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)

    def start(self) -> None:
        """Start every part."""
        for part in self.parts:
            part.start()

    def watch(self, until: Callable[[], bool]) -> int | None:
        """Keep the parts up until the condition holds (None), a stop is asked for (0) or one fails (1)."""
        while not self.asked_to_stop:
            for part in self.parts:
                if not self.keep_up(part):
                    return 1
            if until():
                return None
            time.sleep(0.2)
        return 0

    def keep_up(self, part: Part) -> bool:
        """Restart a part that died, later each time; False when it keeps dying."""
        now = time.monotonic()
        if part.process is None:
            if now >= part.restart_at:
                part.start()
            return True
        status = part.process.poll()
        if status is None:
            return True
        part.sweep()
        part.process = None
        part.failures = [at for at in part.failures if now - at < FAILURE_WINDOW_SECONDS] + [now]
        if len(part.failures) >= FAILURES_ALLOWED:
            print(
                f"✗ {part.name} dừng {FAILURES_ALLOWED} lần trong một phút (mã {status}), nên dừng tất cả"
                f" / stopped {FAILURES_ALLOWED} times within a minute (status {status}), so all stop.",
                file=sys.stderr,
                flush=True,
            )
            return False
        wait = 2.0 ** (len(part.failures) - 1)
        part.restart_at = now + wait
        print(
            f"! {part.name} vừa dừng (mã {status}), chạy lại sau {wait:.0f} giây"
            f" / stopped (status {status}), starting again in {wait:.0f} s",
            file=sys.stderr,
            flush=True,
        )
        return True

    def stop(self) -> None:
        """Ask every part to end, then end what is left; leaves nothing behind."""
        asked_before = self.asked_to_stop
        for part in self.parts:
            part.send(signal.SIGTERM)
        end = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < end and self.asked_to_stop <= asked_before:
            if all(part.process is None or part.process.poll() is not None for part in self.parts):
                break
            time.sleep(0.05)
        for part in self.parts:
            part.sweep()
