"""What lies in a file that was brought: which table, how many rows, which columns hold what?

Reads it once to its end, so that whoever confirms the columns does it for a file that can be read.
"""

import json
from itertools import islice
from typing import Any

from django.db import transaction
from django_tasks import task

from accounts.encryption import decrypt, encrypt
from accounts.tables.body import Line, Role
from accounts.tables.heading import Found, find_tables
from accounts.tables.matching import Proposed
from accounts.tables.opening import Unreadable, check_upload, remarks_on
from farmers.importing.kinds import Table, kind_of
from farmers.importing.passing import lines_of, opened_table, where_of
from farmers.importing.remembering import digest_of_header, mapping_of_before
from farmers.importing.states import State, at_step, note
from farmers.models import Intake
from vietnam.cells import read_text

SHOWN_ROWS = 5
MOST_SHEETS_TOLD = 20
CERTAIN = 100
SAMPLES = "farmers.intake.samples"


@task()
def read_intake(intake_id: str) -> None:
    """Find the table and count its rows (idempotent: a list that was read already is left alone)."""
    intake = at_step(intake_id, State.READING)
    if intake is None:
        return
    try:
        with opened_table(intake) as table:
            _look(intake, table)
        state, error = State.MAPPING, ""
    except Unreadable as unreadable:
        state, error = State.FAILED, " ".join(unreadable.messages)
    with transaction.atomic():
        fresh = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
        if fresh.state != State.READING:
            return
        fresh.found, fresh.file_kind, fresh.rows_expected = (
            intake.found,
            intake.file_kind,
            intake.rows_expected,
        )
        fresh.state, fresh.error = state, error[:500]
        fresh.rows_done = 0
        fresh.save(update_fields=["found", "file_kind", "rows_expected", "rows_done", "state", "error"])


def _look(intake: Intake, table: Table) -> None:
    kind = check_upload(table.path, table.name)
    intake.file_kind = kind.value
    tables = find_tables(table.path, kind, kind_of(intake).fields, **where_of(intake))  # type: ignore[arg-type]
    found = _as_before(intake, tables[0])
    note(
        intake,
        table=found.as_json(),
        digest=digest_of_header(found),
        sheets=[one.sheet for one in tables[:MOST_SHEETS_TOLD]],
        remarks=remarks_on(table.path),
    )
    counted = dict.fromkeys(Role, 0)
    hidden = 0
    samples: list[list[Any]] = []
    for line in lines_of(intake, table):
        counted[line.role] += 1
        if line.role is Role.RECORD:
            hidden += line.hidden
            if len(samples) < SHOWN_ROWS:
                samples.append(_shown(line))
    intake.rows_expected = counted[Role.RECORD]
    if not intake.rows_expected:
        raise Unreadable("no_table")
    note(intake, hidden=hidden, passed_over=_passed_over(counted), samples=sealed_samples(samples))


def _as_before(intake: Intake, found: Found) -> Found:
    """The columns as they were confirmed the last time that such a header came, else as they are proposed."""
    known = mapping_of_before(intake, found)
    if known is None:
        return found
    columns = [
        Proposed(
            column.index, column.header, known.get(column.index), CERTAIN if column.index in known else 0
        )
        for column in found.columns
    ]
    note(intake, is_remembered=True)
    return Found(found.sheet, found.header_rows, found.first_data_row, columns)


def _passed_over(counted: dict[Role, int]) -> dict[str, int]:
    return {str(role): number for role, number in counted.items() if number and role is not Role.RECORD}


def _shown(line: Line) -> list[Any]:
    return [line.number, *(_words(cell) for cell in line.cells)]


def _words(cell: Any) -> str:
    try:
        return read_text(cell)[:80]
    except ValueError:
        return str(cell)[:80]


def sealed_samples(rows: list[list[Any]]) -> str:
    """A few rows to look at, sealed: they are people's."""
    return encrypt(json.dumps(rows, ensure_ascii=False), field=SAMPLES)


def samples_of(intake: Intake) -> list[list[Any]]:
    """The rows to look at: the number of each, then its cells in words."""
    sealed = intake.found.get("samples")
    return list(islice(json.loads(decrypt(sealed, field=SAMPLES)), SHOWN_ROWS)) if sealed else []
