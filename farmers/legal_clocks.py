"""By when does the law want a request about personal data answered and done, and a breach told? Data with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from vietnam.working_days import add_working_days

_DATA = Path(__file__).parent / "data" / "legal_clocks.toml"


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a kind of request may take. `extend_days` is 0 where no extension was found in the law."""

    kinds: tuple[str, ...]
    valid_from: date
    answer_working_days: int
    do_days: int
    extend_days: int
    sure: str
    source: str

    def answer_due_on(self, asked_on: date) -> date:
        """The last day on which the person is told that the request is taken up, or refused."""
        return add_working_days(asked_on, self.answer_working_days)

    def do_due_on(self, asked_on: date) -> date:
        """The last day on which it is done; never before the answer is due."""
        return max(asked_on + timedelta(days=self.do_days), self.answer_due_on(asked_on))


def clock_of(kind: str, on: date) -> Clock:
    """The clock of a kind of request asked on a day: the newest that was in force; before the first, the first."""
    mine = [Clock(**row | {"kinds": tuple(row["kinds"])}) for row in _read()["clock"] if kind in row["kinds"]]
    if not mine:
        raise LookupError(f"no clock for requests of kind {kind!r}")
    return _in_force(mine, on)


def notify_by(found_at: datetime, on: date) -> datetime:
    """Until when a breach found at a moment has to be told to the authority."""
    rows = sorted(_read()["breach"], key=lambda row: row["valid_from"])
    begun = [row for row in rows if row["valid_from"] <= on] or rows[:1]
    return found_at + timedelta(hours=begun[-1]["notify_hours"])


def _in_force(clocks: list[Clock], on: date) -> Clock:
    in_order = sorted(clocks, key=lambda clock: clock.valid_from)
    begun = [clock for clock in in_order if clock.valid_from <= on] or in_order[:1]
    return begun[-1]


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
