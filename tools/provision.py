"""Are PostgreSQL, Redis, Chromium and gettext here and running? Brings and starts what it may.

Standard library only. As root on Debian it installs; anywhere else it says in one paragraph what to do.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from tools import chromium

POSTGRES_DEFAULT = "postgres://chonongdan:chonongdan@127.0.0.1:5432/chonongdan"
REDIS_DEFAULT = "redis://127.0.0.1:6379/7"
LOCAL = {"127.0.0.1", "localhost", "::1"}


def answers(url: str, default_port: int) -> bool:
    """True when something listens at the address."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default_port), timeout=2):
            return True
    except OSError:
        return False


def wait_until_answers(url: str, default_port: int, *, seconds: int = 20) -> bool:
    """True as soon as something listens, False after the given time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answers(url, default_port):
            return True
        time.sleep(0.2)
    return False


def postgres_is_installed() -> bool:
    """True when a server, not only a client, is on this machine."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or shutil.which("postgres") is not None


def missing_packages() -> list[str]:
    """The Debian packages that this machine still needs; a server elsewhere needs none here."""
    missing = []
    database_url = os.environ.get("DATABASE_URL", POSTGRES_DEFAULT)
    redis_url = os.environ.get("REDIS_URL", REDIS_DEFAULT)
    if not answers(database_url, 5432) and not postgres_is_installed():
        missing.append("postgresql")
    if not answers(redis_url, 6379) and not shutil.which("redis-server"):
        missing.append("redis-server")
    if chromium.find() is None:
        missing.append("chromium")
    if not shutil.which("msgfmt"):
        missing.append("gettext")
    return missing


def start_postgres() -> None:
    """Start Debian's main cluster, where one is installed and silent."""
    clusters = sorted(path.name for path in Path("/etc/postgresql").glob("*"))
    if clusters and shutil.which("pg_ctlcluster"):
        command = ["pg_ctlcluster", "--skip-systemctl-redirect", clusters[-1], "main", "start"]
        subprocess.run(command, check=False)


def start_redis() -> None:
    """Start Redis on this machine alone, keeping nothing on disk."""
    command = ["redis-server", "--daemonize", "yes", "--bind", "127.0.0.1", "--port", "6379"]
    command += ["--save", "", "--appendonly", "no"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def as_postgres(sql: str) -> str:
    """Run one statement as PostgreSQL's own superuser; "" when that is not possible."""
    command = ["runuser", "-u", "postgres", "--", "psql", "-X", "-At", "-d", "postgres", "-c", sql]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
    return done.stdout.strip()


def create_role() -> None:
    """Make the role and database of the local default, once."""
    if not as_postgres("SELECT 1 FROM pg_roles WHERE rolname = 'chonongdan'"):
        as_postgres("CREATE ROLE chonongdan LOGIN CREATEDB PASSWORD 'chonongdan'")
    if not as_postgres("SELECT 1 FROM pg_database WHERE datname = 'chonongdan'"):
        as_postgres("CREATE DATABASE chonongdan OWNER chonongdan")


def bring_up() -> list[tuple[str, str | None]]:
    """Start what is silent; each part with where it is, or None."""
    database_url = os.environ.get("DATABASE_URL", POSTGRES_DEFAULT)
    redis_url = os.environ.get("REDIS_URL", REDIS_DEFAULT)
    is_root = os.geteuid() == 0
    if not answers(database_url, 5432) and urlsplit(database_url).hostname in LOCAL and is_root:
        start_postgres()
        wait_until_answers(database_url, 5432)
    if (
        not answers(redis_url, 6379)
        and urlsplit(redis_url).hostname in LOCAL
        and shutil.which("redis-server")
    ):
        start_redis()
        wait_until_answers(redis_url, 6379)
    if database_url == POSTGRES_DEFAULT and is_root and answers(database_url, 5432):
        create_role()
    return [
        ("PostgreSQL", urlsplit(database_url).hostname if answers(database_url, 5432) else None),
        ("Redis", urlsplit(redis_url).hostname if answers(redis_url, 6379) else None),
        ("Chromium", chromium.find()),
        ("gettext", shutil.which("msgfmt")),
    ]


def main() -> int:
    """Bring all four parts, or say what is missing and how to get it."""
    missing = missing_packages()
    if missing and chromium.may_install():
        chromium.apt_install(*missing)
    parts = bring_up()
    print(" · ".join(f"{name} {'✓ ' + place if place else '✗'}" for name, place in parts))
    absent = [name for name, place in parts if not place]
    if not absent:
        return 0
    print(
        f"Còn thiếu / still missing: {', '.join(absent)}.\n"
        "Debian, Ubuntu: sudo apt install postgresql redis-server chromium gettext, "
        "rồi chạy lại / then run again: sudo make services. Nếu máy chủ ở nơi khác, đặt / if the servers are "
        "elsewhere, set DATABASE_URL=postgres://user:password@host:5432/name và / and REDIS_URL=redis://host:6379/0. "
        "Không có chúng, ứng dụng vẫn chạy trọn vẹn bằng SQLite / without them everything runs on SQLite."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
