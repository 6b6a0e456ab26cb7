"""How do the cells of many rows become people? Each column through its reader, then all columns together.

A list says the same few things thousands of times, so what a cell was read as is remembered. No Django here: the
reading child does this, 100,000 times for a large list.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from accounts.tables.body import Line
from farmers.importing.belonging import Belonging, settle_names, settle_standings
from farmers.importing.persons import STEPS, STRAIGHT, Circumstances, Persons
from farmers.importing.readers import UNLIKE_IN_EVERY_ROW, Reader, reader_of

MOST_REMEMBERED = 10_000


class _Refused:
    """A cell that could not be read, and why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


class _Column:
    """Reads the cells of one column."""

    def __init__(self, name: str, reader: Reader) -> None:
        self.name = name
        self._reader = reader
        self._known: dict[Any, Any] | None = None if name in UNLIKE_IN_EVERY_ROW else {"": None}
        self._has_refused = False

    def read(self, cells: Sequence[Any], persons: Persons) -> list[Any] | None:
        """The values of a column; None where no row says anything. A cell that can't be read refuses its row."""
        known = self._known
        if known is None or bool in set(map(type, cells)):  # a truth value is equal to a number and is none
            values = [self._value(cell) for cell in cells]
        else:
            if len(known) > MOST_REMEMBERED:
                known.clear()
                known[""] = None
            values = [known[cell] if cell in known else self._remembered(cell, known) for cell in cells]
        if self._has_refused:
            for place, value in enumerate(values):
                if value.__class__ is _Refused:
                    persons.refuse(place, self.name, value.sentence)
                    values[place] = None
        return values if any(value is not None for value in values) else None

    def _remembered(self, cell: Any, known: dict[Any, Any]) -> Any:
        value = known[cell] = self._value(cell)
        return value

    def _value(self, cell: Any) -> Any:
        if cell == "":
            return None
        try:
            return self._reader(cell)
        except ValueError as error:
            self._has_refused = True
            return _Refused(str(error))


class RowReader:
    """Reads the rows of one list; `columns` say which field each column holds."""

    def __init__(
        self, columns: Mapping[int, str], by_field: Mapping[str, Reader], about: Circumstances
    ) -> None:
        self._columns = [
            (index, _Column(name, reader_of(name, by_field))) for index, name in sorted(columns.items())
        ]
        self._about = about
        self._belonging = Belonging(about)

    def read(self, lines: Sequence[Line]) -> Persons:
        """The people of a chunk of rows."""
        persons = Persons(len(lines))
        cells = list(zip_longest(*(line.cells for line in lines), fillvalue=""))
        said: dict[str, Sequence[Any]] = {}
        for index, column in self._columns:
            if index < len(cells) and (values := column.read(cells[index], persons)) is not None:
                said[column.name] = values
        for name in STRAIGHT:
            if name in said:
                persons.columns[name] = list(said[name])
        for step in STEPS:
            step(persons, said, self._about)
        self._belonging.settle_branches(persons, said, [line.section for line in lines])
        settle_standings(persons, said)
        settle_names(persons)
        return persons
