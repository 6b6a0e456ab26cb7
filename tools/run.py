"""Is the application open at its address? Prepares it, starts web and worker, prints the ready sign-ins.

Runs inside the environment. `PORT` and `HOST` in the environment move it.
"""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

from tools.environment import ROOT, stop
from tools.supervisor import Part, Supervisor

# A slow upload from the field holds one thread: forty at once leave as many (tests/drills/test_slow_uploads.py). All
# together stay below the 100 connections that PostgreSQL allows unless told otherwise.
WEB_PROCESSES, WEB_THREADS = "2", "40"
READY_PATH = "/suc-khoe/"


def place() -> tuple[str, int]:
    """The host and port to listen at."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"PORT={port} không phải số cổng (1 đến 65535).", f"PORT={port} is no port number (1 to 65535).")
    return host, int(port)


def require_free(host: str, port: int) -> None:
    """Refuse a place where nothing of ours could listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                stop(
                    f"Cổng {port} đang có chương trình khác dùng. Chạy: make run PORT={port + 1}",
                    f"Port {port} is taken. Run: make run PORT={port + 1}",
                )
            stop(
                f"Không mở được {host}:{port} ({error.strerror}). Chọn HOST hoặc PORT khác.",
                f"{host}:{port} can't be opened ({error.strerror}). Choose another HOST or PORT.",
            )


def application_environment(host: str, port: int) -> dict[str, str]:
    """The environment of every process, with the public address where it was moved."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "market.settings.dev")
    if (host, port) != ("127.0.0.1", 8000):
        environment.setdefault("PUBLIC_ADDRESS", f"http://{host}:{port}")
        environment.setdefault("ALLOWED_HOSTS", f"127.0.0.1,localhost,{host}")
    return environment


def is_open(address: str) -> bool:
    """True when the application says that it is well."""
    try:
        with urllib.request.urlopen(address + READY_PATH, timeout=2) as answer:  # noqa: S310 our own address
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def prepare(environment: dict[str, str]) -> bool:
    """Fill the database and the static folder side by side; True when both worked."""
    started = [
        subprocess.Popen([sys.executable, "-m", "tools.prepare", part], cwd=ROOT, env=environment)
        for part in ("static", "database")
    ]
    statuses = [process.wait() for process in started]
    if errno.ENOSPC in statuses:
        stop("Ổ đĩa đã đầy. Dọn bớt rồi chạy lại.", "The disk is full. Free some space and run again.")
    return not any(statuses)


def parts(host: str, port: int, environment: dict[str, str]) -> list[Part]:
    """Web and worker, the two processes of the application."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += [
        "--workers",
        WEB_PROCESSES,
        "--blocking-threads",
        WEB_THREADS,
        "--no-ws",
        "--respawn-failed-workers",
        "--log-level",
        "error",
    ]
    worker = [sys.executable, "manage.py", "work"]
    return [
        Part("web", [*web, "market.wsgi:application"], environment),
        Part("worker", worker, environment),
    ]


def main() -> int:
    """Run the application until Ctrl-C."""
    host, port = place()
    require_free(host, port)
    environment = application_environment(host, port)
    if not prepare(environment):
        return 1
    local = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 comparing, not binding
    address = f"http://{local}:{port}"
    supervisor = Supervisor(parts(host, port, environment))
    supervisor.listen()
    try:
        supervisor.start()
        ended = supervisor.watch(until=lambda: is_open(address))
        if ended is None:
            print(f"\n✓ Chợ Nông Dân: {address}   (Ctrl-C để dừng / to stop)\n", flush=True)
            command = [sys.executable, "manage.py", "ready_sign_ins"]
            subprocess.run(command, cwd=ROOT, env=environment, check=False)
            ended = supervisor.watch(until=lambda: False)
    finally:
        supervisor.stop()
    print("Đã dừng / stopped.", flush=True)
    return ended or 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
