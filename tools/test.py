"""Does everything work, and on what was that tried? Runs the suite on each profile that is here.

Runs inside the environment. The embedded profile always; the services profile wherever PostgreSQL and Redis
answer. Arguments after the verb go to pytest.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from tools import chromium
from tools.environment import ROOT
from tools.provision import POSTGRES_DEFAULT, REDIS_DEFAULT

RESULTS = ROOT / "var" / "test"
NO_TESTS = 5  # pytest's status when nothing was selected
POSTGRES_OPEN = "postgres://postgres@127.0.0.1:5432/chonongdan"
WORKERS = str(os.cpu_count() or 1)  # three on two cores were no faster
IS_CI = os.environ.get("CI") == "true"


@dataclass(frozen=True)
class Profile:
    """One of the two ways the application is run."""

    name: str
    environment: dict[str, str]


def first_postgres() -> str | None:
    """The first PostgreSQL address that lets us in: the environment's, or a local default.

    At a local default the test databases are named for this run, so that two runs don't meet in one.
    """
    named = os.environ.get("DATABASE_URL", "")
    candidates = [named] if named.startswith("postgres") else [POSTGRES_DEFAULT, POSTGRES_OPEN]
    for url in candidates:
        # Django makes the test databases from this one, which always exists.
        door = url.rsplit("/", 1)[0] + "/postgres"
        try:
            with psycopg.connect(door, connect_timeout=3, autocommit=True) as connection:
                drop_left_behind(connection)
        except psycopg.OperationalError:
            continue
        return url if url == named else f"{url}_{os.getpid()}"
    return None


def drop_left_behind(connection: psycopg.Connection[tuple[str]]) -> None:
    """Drop the test databases of runs that were killed."""
    names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_chonongdan\\_%'")
    for (name,) in names.fetchall():
        run = name.removeprefix("test_chonongdan_").split("_")[0]
        if run.isdigit() and not Path(f"/proc/{run}").exists():
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def first_redis() -> str | None:
    """The Redis address that answers: the environment's, or the local default."""
    url = os.environ.get("REDIS_URL") or REDIS_DEFAULT
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return None
    return url


def profiles() -> tuple[list[Profile], list[str]]:
    """The profiles that can be run here, and what is absent."""
    embedded = {"DATABASE_URL": f"sqlite:///{RESULTS / 'embedded.sqlite3'}", "REDIS_URL": ""}
    found = [Profile("embedded", embedded)]
    database_url, redis_url = first_postgres(), first_redis()
    absent = [name for name, url in (("PostgreSQL", database_url), ("Redis", redis_url)) if not url]
    if database_url and redis_url:
        found.append(Profile("services", {"DATABASE_URL": database_url, "REDIS_URL": redis_url}))
    return found, absent


def counts(report: Path) -> str:
    """What pytest's report says, in a few words."""
    suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 written by our own pytest
    if suite is None:
        return "?"
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    said = f"{total - skipped - failed} passed, {failed} failed"
    return f"{said}, {skipped} skipped" if skipped else said


def run_profile(profile: Profile, *, is_long: bool, selection: str, extra: list[str]) -> tuple[int, str]:
    """Run pytest once; its status and its result in words."""
    name = f"{profile.name}-long" if is_long else profile.name
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-m", selection, f"--junitxml={report}"]
    # Races need the machine to themselves.
    command += (
        ["-p", "no:xdist"] if is_long else ["-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]
    )
    print(f"\n── {name} " + "─" * 60, flush=True)
    status = subprocess.run(
        [*command, *extra], cwd=ROOT, env=os.environ | profile.environment, check=False
    ).returncode
    if status == NO_TESTS:
        return (0 if is_long else 1), "no tests"
    if not report.is_file():
        return status or 1, f"did not finish (status {status})"
    return status, counts(report)


def main() -> int:
    """Run the suite and say on the last line what ran on which profile."""
    parser = argparse.ArgumentParser(description="Run the tests on every profile that is here.")
    parser.add_argument("--long", action="store_true", help="races, kills and drills instead of the rest")
    parser.add_argument("--profile", choices=["embedded", "services"], help="only this one")
    arguments, extra = parser.parse_known_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    found, absent = profiles()
    selection = "long" if arguments.long else "not long"
    browser = chromium.ensure()
    if browser:
        os.environ["CHROMIUM"] = browser
    else:
        absent.append("Chromium")
        selection += " and not journey"
    said, status = [], 0
    for profile in found:
        if arguments.profile in {None, profile.name}:
            code, words = run_profile(profile, is_long=arguments.long, selection=selection, extra=extra)
            status = status or code
            said.append(f"{profile.name}: {words}")
    if absent:
        said.append(f"absent: {', '.join(absent)} (make services)")
        status = status or int(IS_CI)
    print(" · ".join(said), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
