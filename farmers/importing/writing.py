"""How are the rows of a checked list written? Chunk by chunk, each whole or not at all, from where the last worker died.

Every chunk is judged again inside its own transaction, because the register may have changed since it was checked.
Where all or nothing was asked for and a row turns bad meanwhile, what was written is taken back and all is checked anew.
"""

from collections import Counter

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from farmers.importing.kinds import Chunk, Outcome, Pass
from farmers.importing.passing import opened_table
from farmers.importing.reporting import report_bad_rows
from farmers.importing.row_by_row import way_through
from farmers.importing.states import State, at_step, note, user_named
from farmers.importing.storing import spilling
from farmers.importing.undoing import undo_intake
from farmers.models import Intake

ATTEMPTS = 3


class _Overtaken(Exception):
    """Another worker is further on, or the list was taken out of our hands."""


class _Spoilt(Exception):
    """A row is bad that was good when it was checked."""


@task()
def write_intake(intake_id: str) -> None:
    """Write what is not written yet (idempotent: it goes on after the last whole chunk)."""
    intake = at_step(intake_id, State.WRITING)
    if intake is None:
        return
    assert intake.step_began_at is not None  # noqa: S101 set when the step was ordered
    by = user_named(intake, "written_by")
    passing = way_through(intake, by=by, at=intake.step_began_at)
    done = 0
    try:
        with opened_table(intake) as table, spilling():
            for chunk in passing.chunks(table):
                begin, done = done, done + len(chunk.numbers)
                if begin >= intake.rows_done:
                    _write_chunk(intake, passing, chunk, begin)
                del chunk  # before the next one arrives
            report_bad_rows(intake, table)
        _finish(intake, passing)
    except _Overtaken:
        return
    except _Spoilt:
        _give_back(intake)


def _write_chunk(intake: Intake, passing: Pass, chunk: Chunk, begin: int) -> None:
    """One chunk in one transaction; who was entered by somebody else at the same moment is looked for again."""
    done = begin + len(chunk.numbers)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
                if held.state != State.WRITING or held.rows_done != begin:
                    raise _Overtaken
                passing.judge(chunk)
                if not held.keeps_good and str(Outcome.BAD) in chunk.outcomes:
                    raise _Spoilt
                passing.write(chunk)
                Intake.objects.filter(pk=intake.pk).update(rows_done=done)
            intake.rows_done = done
            return
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise


@transaction.atomic
def _finish(intake: Intake, passing: Pass) -> None:
    held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
    if held.state != State.WRITING:
        return
    passing.finish()
    rows = held.rows.values_list("outcome", flat=True).order_by()
    counts = {str(outcome): 0 for outcome in Outcome} | Counter(map(str, rows.iterator()))
    note(held, counts=counts)
    held.state, held.finished_at, held.report = State.DONE, timezone.now(), intake.report.name
    held.save(update_fields=["state", "finished_at", "found", "report"])


def _give_back(intake: Intake) -> None:
    """Take back the chunks that were written, and have all of it checked anew."""
    with transaction.atomic():
        held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
        note(held, spoilt=True, undone_by=held.found.get("written_by", held.made_by_id))
        held.state, held.rows_done = State.UNDOING, 0
        held.save(update_fields=["state", "rows_done", "found"])
        undo_intake.enqueue(str(held.pk))
