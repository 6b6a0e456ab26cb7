"""How do the cells of a row become a person? Cell by cell through the readers, then all together.

A list says the same few things thousands of times, so what a cell was read as is remembered. Runs 100,000 times for a
large list: what is here is counted in microseconds.
"""

from collections.abc import Mapping
from typing import Any

from accounts.tables.body import Line
from farmers.importing.kinds import Reason
from farmers.importing.people import Circumstances, Person, settle
from farmers.importing.readers import UNLIKE_IN_EVERY_ROW, Reader, reader_of

MOST_REMEMBERED = 20_000


class _Refused:
    """A cell that could not be read, and why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


class RowReader:
    """Reads the rows of one list; `columns` say which field each column holds."""

    def __init__(self, columns: Mapping[int, str], about: Circumstances) -> None:
        self.about = about
        self._steps = [
            (index, name, None if name in UNLIKE_IN_EVERY_ROW else {}, reader)
            for index, name in columns.items()
            if (reader := reader_of(name)) is not None
        ]

    def read(self, line: Line) -> Person:
        """The person of a row; reasons say what is wrong with it."""
        cells, said = line.cells, {}
        reasons: list[Reason] = []
        size = len(cells)
        for index, name, known, reader in self._steps:
            if index >= size:
                continue
            cell = cells[index]
            if cell == "":
                continue
            value = _value(cell, known, reader)
            if value is None:
                continue
            if value.__class__ is _Refused:
                reasons.append((name, value.sentence))
                continue
            said[name] = value
        person = settle(said, line.section, self.about)
        if reasons:
            # One who has no name because its cell can't be read has one reason, not two.
            named = {name for name, _ in reasons}
            person.reasons = [*reasons, *(reason for reason in person.reasons if reason[0] not in named)]
        return person


def _value(cell: Any, known: dict[Any, Any] | None, reader: Reader) -> Any:
    """What a cell was read as, remembered where cells repeat; a truth value is not the number equal to it."""
    if known is None or cell.__class__ is bool:
        return _attempt(cell, reader)
    value = known.get(cell, known)
    if value is known:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        value = known[cell] = _attempt(cell, reader)
    return value


def _attempt(cell: Any, reader: Reader) -> Any:
    try:
        return reader(cell)
    except ValueError as error:
        return _Refused(str(error))
