"""Does every job keep its ratio? Measures job and floor in turns, in one run, and prints the table.

Ratios travel between machines, seconds don't; so only the ratio can fail.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import pkgutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench import REGISTER, Measured, jobs


@dataclass(frozen=True)
class Result:
    """Medians of one job, in seconds."""

    measured: Measured
    job: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times its floor the job takes."""
        return self.job / self.floor


def load() -> None:
    """Import every module of bench/jobs, which registers its jobs."""
    for module in pkgutil.iter_modules(jobs.__path__):
        importlib.import_module(f"{jobs.__name__}.{module.name}")


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, without pauses for collecting garbage."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began
    finally:
        gc.enable()


def measure(job: Measured, rounds: int) -> Result:
    """Run both sides in turns, so that whatever else the machine does meets both."""
    sides = job.prepare()
    sides.floor()
    sides.job()
    job_seconds, floor_seconds = [], []
    for number in range(rounds):
        if number % 2:
            job_seconds.append(seconds(sides.job))
            floor_seconds.append(seconds(sides.floor))
        else:
            floor_seconds.append(seconds(sides.floor))
            job_seconds.append(seconds(sides.job))
    return Result(job, statistics.median(job_seconds), statistics.median(floor_seconds))


@contextlib.contextmanager
def database() -> Iterator[None]:
    """An empty, migrated database that is gone afterwards."""
    from django.test.utils import (  # noqa: PLC0415 settings come first
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)
        teardown_test_environment()


def report(results: list[Result]) -> None:
    """Print the table."""
    print(f"\n{'name':<18}{'job':>12}{'floor':>12}{'ratio':>9}{'required':>10}")
    for result in results:
        kept = "✓" if result.ratio <= result.measured.required else "✗ too slow"
        milliseconds = f"{result.job * 1000:>9.1f} ms{result.floor * 1000:>9.1f} ms"
        ratios = f"{result.ratio:>9.2f}{'≤ ' + format(result.measured.required, 'g'):>10}"
        print(f"{result.measured.name:<18}{milliseconds}{ratios}  {kept}")
    for result in results:
        print(f"  {result.measured.name}: {result.measured.job} / {result.measured.floor}")


def main() -> int:
    """Measure the chosen jobs; 1 when one of them is above its ratio."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure jobs against their floors.")
    parser.add_argument("--only", action="append", metavar="NAME", help="this job alone; may be repeated")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side is measured (7)")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "market.settings.test")
    import django  # noqa: PLC0415 settings come first

    django.setup()
    load()
    unknown = set(arguments.only or ()) - set(REGISTER)
    if unknown:
        parser.error(f"no such job: {', '.join(sorted(unknown))}; there are {', '.join(sorted(REGISTER))}")
    chosen = [job for name, job in sorted(REGISTER.items()) if not arguments.only or name in arguments.only]
    results = []
    needs_database = any(job.needs_database for job in chosen)
    with database() if needs_database else contextlib.nullcontext():
        for job in chosen:
            print(f"… {job.name}", flush=True)
            results.append(measure(job, min(arguments.rounds, job.most_rounds)))
    report(results)
    return int(any(result.ratio > result.measured.required for result in results))


if __name__ == "__main__":
    sys.exit(main())
