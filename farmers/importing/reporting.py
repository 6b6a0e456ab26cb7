"""Which workbook comes back with the rows that have to be corrected? The cells as they were, with number and reason.

It can be corrected and brought as it is: the two columns it adds are recognised and left out, sub-headings that say a
chapter stay above their rows, and the number of the first file is kept however often a row comes back.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from accounts.sheets import Column, Sheet
from accounts.tables.body import Role
from accounts.tables.heading import Found
from accounts.workbooks import write_workbook
from farmers.importing import sealing
from farmers.importing.kinds import ADDED, ROW, WHY, Outcome, Reason, Table, kind_of, label_of
from farmers.importing.passing import lines_of, report_label
from farmers.models import Intake

AT_ONCE = 2_000
NARROW, WIDE, WHY_WIDTH = 8, 24, 60


def report_bad_rows(intake: Intake, table: Table) -> None:
    """Write the workbook of bad rows beside the intake, sealed; none when there are none. The record isn't saved."""
    with suppress(FileNotFoundError):
        if intake.report:
            intake.report.delete(save=False)
    if not intake.rows.filter(outcome=Outcome.BAD).exists():
        return
    found = Found.from_json(intake.found["table"])
    added = {name: int(index) for index, name in intake.mapping["columns"].items() if name in {ROW, WHY}} | {
        column.field: column.index for column in found.columns if column.field in {ROW, WHY}
    }
    own = [column for column in found.columns if column.index not in added.values()]
    columns = [
        Column(ADDED[0].label, "year", NARROW),
        *(Column(column.header, "year", _width(column.header)) for column in own),
        Column(ADDED[1].label, "text", WHY_WIDTH),
    ]
    rows = _rows(intake, table, [column.index for column in own], added.get(ROW))
    with tempfile.TemporaryFile() as plain:
        write_workbook(plain, [Sheet("Dòng cần sửa", columns, rows)])
        plain.seek(0)
        sealing.keep(intake.report, f"{intake.pk}.report.sealed", plain, label=report_label(intake))


def report_name(intake: Intake) -> str:
    """What the workbook is called: the name of the file, and what it holds."""
    stem = intake.name.rpartition(".")[0] or intake.name
    return f"{stem} - dong can sua.xlsx"


def _width(header: str) -> int:
    return max(10, min(WIDE, len(header) + 4))


def _rows(intake: Intake, table: Table, indexes: list[int], row_column: int | None) -> Iterator[list[Any]]:
    """The bad rows in their order, each sub-heading that says a chapter before the first of its rows."""
    bad = _bad_rows(intake)
    following = next(bad, None)
    fields = {int(index): name for index, name in intake.mapping["columns"].items()}
    section = ""
    for line in lines_of(intake, table):
        if following is None:
            return
        if line.role is not Role.RECORD or line.number != following[0]:
            continue
        if line.section != section and line.section:
            yield ["", line.section, *[""] * len(indexes)]
        section = line.section
        cells = [
            _cell(line.cells[index], fields.get(index, "")) if index < len(line.cells) else ""
            for index in indexes
        ]
        number = line.cells[row_column] if row_column is not None and row_column < len(line.cells) else ""
        yield [number or line.number, *cells, following[1]]
        following = next(bad, None)


def _bad_rows(intake: Intake) -> Iterator[tuple[int, str]]:
    rows = intake.rows.filter(outcome=Outcome.BAD).order_by("number")
    last = -1
    while batch := list(rows.filter(number__gt=last).values_list("number", "reasons")[:AT_ONCE]):
        last = batch[-1][0]
        for number, reasons in batch:
            yield number, told(intake, reasons)


def told(intake: Intake, reasons: Sequence[Reason]) -> str:
    """The reasons of a row in one text, each with the field it is about."""
    kind = kind_of(intake)
    return "\n".join(f"{label_of(kind, name)}: {sentence}" for name, sentence in reasons)


def _cell(cell: Any, field: str) -> Any:
    """A cell as it was: numbers with a fraction as text, so that no format cuts their end."""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return f"{cell:.5f}" if field == "card_number" else repr(cell)
    return cell if isinstance(cell, int | date) else str(cell)
