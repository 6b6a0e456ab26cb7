"""Which days does a report speak of: a quarter, or a year?"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTHS = 3  # of a quarter
_CODE = re.compile(r"([0-9]{4})(?:q([1-4]))?")


@dataclass(frozen=True, order=True)
class Period:
    """A quarter of a year; without a quarter, the whole year."""

    year: int
    quarter: int | None = None

    @classmethod
    def around(cls, day: date) -> Self:
        """The quarter a day lies in."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def read(cls, code: str) -> Self:
        """The period of a code ("2026q3", "2026"); ValueError for what is none."""
        match = _CODE.fullmatch(code)
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            message = f"not a period: {code!r}"
            raise ValueError(message)
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    @property
    def code(self) -> str:
        """In addresses: "2026q3", "2026"."""
        return f"{self.year}q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, (self.quarter - 1) * MONTHS + 1 if self.quarter else 1, 1)

    @property
    def last_day(self) -> date:
        """The day as of which is counted."""
        if self.quarter in {None, 4}:
            return date(self.year, 12, 31)
        return date(self.year, self.quarter * MONTHS + 1, 1) - timedelta(days=1)

    @property
    def last_quarter(self) -> int:
        """The quarter it ends with."""
        return self.quarter or 4

    def __str__(self) -> str:
        if self.quarter is None:
            return _("year %(year)s") % {"year": self.year}
        return _("quarter %(quarter)s of %(year)s") % {"quarter": self.quarter, "year": self.year}
