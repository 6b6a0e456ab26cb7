"""How does one go through the file of an intake: opened for the while, row by row, in chunks?"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from accounts.tables.body import Line, Role, lines_below
from accounts.tables.heading import Found
from accounts.tables.opening import Kind
from accounts.tables.reading import rows_of
from farmers.importing import sealing
from farmers.importing.kinds import Table, kind_of
from farmers.models import Intake

# How many rows are written in one transaction: of people at once, of other things row by row.
SIZES = {"people": 2_500, "rows": 500}


def file_label(intake: Intake) -> str:
    """What the sealed file is bound to."""
    return f"intakes/{intake.pk}/file"


def report_label(intake: Intake) -> str:
    """The same for the workbook of bad rows."""
    return f"intakes/{intake.pk}/report"


@contextmanager
def opened_table(intake: Intake) -> Iterator[Table]:
    """The table, in the plain, until the block ends."""
    with sealing.laid_open(intake.file, intake.name, label=file_label(intake)) as path:
        table, name = kind_of(intake).table_in(path, intake.name, path.parent)
        yield Table(table, name)


def where_of(intake: Intake) -> dict[str, str | int | None]:
    """What an officer said about where the table is: sheet, header row, lettering, separator."""
    return dict(intake.found.get("where", {}))


def lines_of(intake: Intake, table: Table) -> Iterator[Line]:
    """Every row below the header as the columns were confirmed (or proposed, before that)."""
    found = Found.from_json(intake.found["table"])
    where = where_of(intake)
    rows = rows_of(
        table.path,
        Kind(intake.file_kind),
        sheet=found.sheet,
        encoding=str(where["encoding"]) if where.get("encoding") else None,
        delimiter=str(where["delimiter"]) if where.get("delimiter") else None,
    )
    return lines_below(rows, found, telling_columns(intake, found))


def telling_columns(intake: Intake, found: Found) -> list[int]:
    """The columns that hold something of a record, by which records are told from headings and totals."""
    columns = intake.mapping.get("columns") or {
        str(column.index): column.field for column in found.columns if column.field
    }
    ignored = kind_of(intake).ignored()
    return [int(index) for index, name in columns.items() if name not in ignored]


def records_of(intake: Intake, table: Table) -> Iterator[Line]:
    """The records alone."""
    return (line for line in lines_of(intake, table) if line.role is Role.RECORD)


def size_of(intake: Intake, what: str) -> int:
    """The size of a chunk; while a list is written it stays what it was when that began."""
    return int(intake.found.get("sizes", SIZES)[what])


def chunks_of(lines: Iterator[Line], size: int) -> Iterator[list[Line]]:
    """Lists of so many lines."""
    while chunk := list(islice(lines, size)):
        yield chunk
