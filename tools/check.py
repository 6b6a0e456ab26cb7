"""Is the source as it should be? Runs every check, shows what failed, ends with a table.

Runs inside the environment. All checks run even when the first one fails.
"""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tools.environment import ROOT

BIN = Path(sys.executable).parent
TAB_WIDTH = "2"


def throw_away_environment() -> dict[str, str]:
    """Values that production asks for, good for nothing but this check."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "DJANGO_SETTINGS_MODULE": "market.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEYS": f"check:{key}",
        "BLIND_INDEX_KEY": key,
        "ALLOWED_HOSTS": "example.org",
        "PUBLIC_ADDRESS": "https://example.org",
        "DATABASE_URL": "sqlite:///:memory:",
        "REDIS_URL": "",
    }


@dataclass(frozen=True)
class Check:
    """One command that has to succeed."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    check: Check
    status: int
    output: str
    seconds: float


def checks() -> Iterator[Check]:
    """Every check, the slow ones first so that two cores stay busy."""
    python, manage = sys.executable, [sys.executable, "manage.py"]
    in_test = {"DJANGO_SETTINGS_MODULE": "market.settings.test", "DATABASE_URL": "sqlite:///:memory:"}
    yield Check("types (mypy)", [python, "-m", "mypy"])
    yield Check("texts (gettext)", [python, "-m", "tools.messages", "check"], in_test)
    ruff, concise = [python, "-m", "ruff"], ["--output-format", "concise", "."]
    yield Check("format (ruff)", [*ruff, "format", "--check", *concise])
    yield Check("rules (ruff)", [*ruff, "check", *concise])
    yield Check("imports (import-linter)", [str(BIN / "lint-imports"), "--no-cache"])
    yield Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], in_test)
    deploy = ["check", "--deploy", "--fail-level", "WARNING"]
    yield Check("production settings", [*manage, *deploy], throw_away_environment())
    yield Check(
        "templates (djhtml)", [python, "-m", "djhtml", "--check", "--tabwidth", TAB_WIDTH, "templates"]
    )


def run(check: Check) -> Outcome:
    """Run one check, keeping what it prints."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | check.environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(check, done.returncode, done.stdout, time.monotonic() - began)


def main() -> int:
    """Run all checks, or those whose name contains a word of the command line."""
    parser = argparse.ArgumentParser(description="Run every check of the source.")
    parser.add_argument("only", nargs="*", help="words of the names of checks, all by default")
    words = parser.parse_args().only
    chosen = [check for check in checks() if not words or any(word in check.name for word in words)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(run, chosen))
    for outcome in outcomes:
        if outcome.status:
            print(f"\n── {outcome.check.name} {'─' * 50}\n{outcome.output.rstrip()}")
    print()
    for outcome in outcomes:
        mark = "✗ failed" if outcome.status else "✓"
        print(f"{outcome.check.name:<26}{outcome.seconds:6.1f} s  {mark}")
    return int(any(outcome.status for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
