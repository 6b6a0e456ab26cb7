"""How much slower is a job than the least work it could be? The register of measured jobs.

A job stands in a module of `bench/jobs/`: a function that makes its input ready and returns the two sides.

    @measured(job="fold 100,000 names", floor="NFD strip of the same", required=8.0)
    def fold() -> Sides: ...

`required` is the greatest ratio job / floor that passes. With `needs_database=True` the function runs with an
empty, migrated test database, thrown away afterwards. A job that takes long says how often is enough (`most_rounds`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sides:
    """The job and its floor, ready to be called as often as there are rounds."""

    job: Callable[[], object]
    floor: Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """One registered job."""

    name: str
    prepare: Callable[[], Sides]
    job: str
    floor: str
    required: float
    needs_database: bool
    most_rounds: int


REGISTER: dict[str, Measured] = {}


def measured(
    *, job: str, floor: str, required: float, needs_database: bool = False, most_rounds: int = 7
) -> Callable[[Callable[[], Sides]], Callable[[], Sides]]:
    """Register a job under the name of its function."""

    def register(prepare: Callable[[], Sides]) -> Callable[[], Sides]:
        name = prepare.__name__
        REGISTER[name] = Measured(name, prepare, job, floor, required, needs_database, most_rounds)
        return prepare

    return register
