"""Who are the people in somebody's list? Asked of a process that may die of the file: little memory, little time, no keys.

`python -m farmers.importing.row_child` opens the table as `accounts.tables.child` does, tells records from the rest,
reads their cells and settles what they say together. What comes out is values, column by column. No Django here.
"""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from threading import Thread
from types import SimpleNamespace
from typing import Any

from accounts.tables.body import Line, Role, lines_below
from accounts.tables.bounds import Limits, Refused, Row
from accounts.tables.child import main, opened
from farmers.importing.chapters import Branches, Place
from farmers.importing.persons import Circumstances
from farmers.importing.readers import readers
from farmers.importing.residence import Residences
from farmers.importing.rows import RowReader
from vietnam import places


def answer(request: dict[str, Any], bounds: Limits) -> Iterator[tuple[Any, ...]]:
    """A frame for every chunk of records: their numbers, and what `Persons` holds."""
    # The lists of places are loaded while the workbook is, which takes another core.
    Thread(target=places.resolve, args=("xã",), daemon=True).start()
    reader = _reader(request)
    found = request["found"]
    columns = [SimpleNamespace(**column) for column in found["columns"]]
    head = SimpleNamespace(first_data_row=found["first_data_row"], columns=columns)
    rows = _counted(opened(request, bounds).rows(found["sheet"]), bounds)
    lines = lines_below(rows, head, request["telling"])  # type: ignore[arg-type]
    records = (line for line in lines if line.role is Role.RECORD)
    while chunk := list(islice(records, request["size"])):
        yield _frame(chunk, reader)


def _reader(request: dict[str, Any]) -> RowReader:
    own, *within = (Place(*place) for place in request["branches"])
    about = Circumstances(
        branches=Branches(own, within),
        residences=Residences(request["province"], request["home"]),
        home=request["home"],
        card_province=request["card_province"],
        confided=frozenset(request["confided"]),
    )
    today = date.fromisoformat(request["today"])
    by_field = readers(known=request["words"], longest=request["longest"], today=today)
    return RowReader({int(index): name for index, name in request["columns"].items()}, by_field, about)


def _counted(rows: Iterator[Row], bounds: Limits) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number > bounds.rows:
            raise Refused("too_many_rows", most=bounds.rows)
        yield row


def _frame(lines: list[Line], reader: RowReader) -> tuple[Any, ...]:
    persons = reader.read(lines)
    return "persons", [line.number for line in lines], vars(persons)


if __name__ == "__main__":
    sys.exit(main(answer))
