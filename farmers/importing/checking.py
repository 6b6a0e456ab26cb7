"""What would become of each row? Everything is validated as if it were written, and nothing is.

Of the rows only those that have to be corrected are kept, each with its reasons.
"""

from collections import Counter
from typing import Any

from django.db import transaction
from django_tasks import task

from accounts.tables.opening import Unreadable
from farmers.importing.kinds import Chunk, Outcome, Table
from farmers.importing.passing import opened_table
from farmers.importing.reporting import report_bad_rows
from farmers.importing.row_by_row import way_through
from farmers.importing.states import State, at_step, note, progress, user_named
from farmers.importing.storing import insert, reserve_ids, spilling
from farmers.models import Intake, IntakeRow

EXAMPLES, TOLD_TWICE = 5, 100


@task()
def check_intake(intake_id: str) -> None:
    """Check every row (idempotent: begun anew, it forgets what it found before)."""
    intake = at_step(intake_id, State.CHECKING)
    if intake is None:
        return
    intake.rows.all().delete()
    try:
        with opened_table(intake) as table, spilling():
            counted = _check(intake, table)
            report_bad_rows(intake, table)
    except Unreadable as unreadable:
        counted = None
        intake.error = " ".join(unreadable.messages)[:500]
    with transaction.atomic():
        fresh = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
        if fresh.state != State.CHECKING:
            return
        fresh.state = State.FAILED if counted is None else State.CHECKED
        fresh.error, fresh.report = intake.error, intake.report.name
        if counted is not None:
            note(fresh, **counted)
            fresh.rows_expected = sum(counted["counts"].values())
        fresh.save(update_fields=["state", "error", "report", "found", "rows_expected"])


def _check(intake: Intake, table: Table) -> dict[str, Any]:
    """The number of rows of each outcome, how many to look at twice, the first of each kind."""
    by = user_named(intake, "confirmed_by")
    assert intake.step_began_at is not None  # noqa: S101 set when the step was ordered
    passing = way_through(intake, by=by, at=intake.step_began_at)
    counts: Counter[str] = Counter({str(outcome): 0 for outcome in Outcome})
    twice: list[int] = []
    examples: dict[str, list[int]] = {}
    done = 0
    for chunk in passing.chunks(table):
        passing.judge(chunk)
        counts.update(chunk.outcomes)
        for number, outcome in zip(chunk.numbers, chunk.outcomes, strict=True):
            shown = examples.setdefault(outcome, [])
            if len(shown) < EXAMPLES:
                shown.append(number)
        twice += [chunk.numbers[place] for place in chunk.reasons if chunk.outcomes[place] != Outcome.BAD]
        keep_bad_rows(intake, chunk)
        done += len(chunk.numbers)
        del chunk  # before the next one arrives
        progress(intake, done)
    return {
        "counts": counts,
        "examples": examples,
        "twice": len(twice),
        "twice_rows": twice[:TOLD_TWICE],
        **passing.learnt(),
    }


def keep_bad_rows(intake: Intake, chunk: Chunk) -> None:
    """The bad rows of a chunk, with their reasons."""
    bad = [place for place, outcome in enumerate(chunk.outcomes) if outcome == Outcome.BAD]
    with transaction.atomic():
        columns: dict[str, list[Any]] = {
            "id": reserve_ids(IntakeRow, len(bad)),
            "number": [chunk.numbers[place] for place in bad],
            "reasons": [chunk.reasons[place] for place in bad],
        }
        insert(IntakeRow, columns, {"intake_id": intake.pk, "outcome": Outcome.BAD})
