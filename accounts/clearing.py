"""What is cleared away every hour by whoever works in the background?

Rooms above say what of theirs is to go (`clears`); one that fails leaves the others their turn, and has its own again an
hour later.
"""

import logging
from datetime import datetime
from typing import Protocol

logger = logging.getLogger(__name__)


class Clearing(Protocol):
    """Clears away what is too old at a time; may run any number of times."""

    def __call__(self, *, at: datetime) -> object: ...


_clearings: list[Clearing] = []


def clears(clearing: Clearing) -> Clearing:
    """Have this done every hour."""
    if clearing not in _clearings:
        _clearings.append(clearing)
    return clearing


def clear_all(*, at: datetime) -> None:
    """Do all of it once."""
    for clearing in _clearings:
        _try(clearing, at)


def _try(clearing: Clearing, at: datetime) -> None:
    try:
        clearing(at=at)
    except Exception:
        # A store of files that is away must not end the worker.
        logger.exception("%r could not be done; it is tried again in an hour", clearing)
