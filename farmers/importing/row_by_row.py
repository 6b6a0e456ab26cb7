"""How is a list gone through: as its kind does it, or row by row?

A list of members is too long to be read row by row (farmers/importing/members.py); others are not.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from farmers.importing.kinds import Pass, Reason, RowPass, Table, Verdict, kind_of
from farmers.importing.passing import chunks_of, records_of, size_of
from farmers.models import Intake


class Verdicts:
    """A chunk of rows with their verdicts."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.verdicts = verdicts

    @property
    def numbers(self) -> list[int]:
        """The rows, as the file counts them."""
        return [verdict.number for verdict in self.verdicts]

    @property
    def outcomes(self) -> list[str]:
        """What becomes of each."""
        return [str(verdict.outcome) for verdict in self.verdicts]

    @property
    def reasons(self) -> dict[int, list[Reason]]:
        """The reasons, by place."""
        return {place: one.reasons for place, one in enumerate(self.verdicts) if one.reasons}


class RowByRow:
    """A way through a list of a kind that reads row by row."""

    def __init__(self, intake: Intake, way: RowPass) -> None:
        self._intake, self._way = intake, way

    def chunks(self, table: Table) -> Iterator[Verdicts]:
        """Every record as it was read."""
        for lines in chunks_of(records_of(self._intake, table), size_of(self._intake, "rows")):
            yield Verdicts(self._way.read(lines))

    def judge(self, chunk: Verdicts) -> None:
        """What becomes of the rows."""
        self._way.judge(chunk.verdicts)

    def write(self, chunk: Verdicts) -> None:
        """The records and their rows."""
        self._way.write(chunk.verdicts)

    def finish(self) -> None:
        """What the kind still has to do."""
        self._way.finish()

    def learnt(self) -> dict[str, Any]:
        """Nothing: such a list is read anew each time."""
        return {}


def way_through(intake: Intake, *, by: User, at: datetime) -> Pass:
    """A way through the file of an intake as its columns were confirmed."""
    way = kind_of(intake).begin(intake=intake, by=by, at=at)
    return way if hasattr(way, "chunks") else RowByRow(intake, way)  # type: ignore[return-value, unused-ignore]
