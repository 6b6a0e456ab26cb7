"""How is a written list taken back? First it is looked whether anything stands in the way; then chunk by chunk, last first.

What stands in the way is told row by row, and nothing is changed.
"""

from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from farmers.importing.checking import check_intake
from farmers.importing.kinds import Outcome, kind_of
from farmers.importing.states import State, at_step, note, progress, tell, user_named
from farmers.models import Intake, IntakeRow

AT_ONCE = 1_000
MOST_TOLD = 50
WROTE = (Outcome.CREATED, Outcome.CHANGED)


@task()
def undo_intake(intake_id: str) -> None:
    """Take back what was written (idempotent: what is taken back already is left alone)."""
    intake = at_step(intake_id, State.UNDOING)
    if intake is None:
        return
    is_spoilt = bool(intake.found.get("spoilt"))
    if not intake.found.get("is_free") and not is_spoilt:
        in_the_way = list(islice(kind_of(intake).in_the_way(intake), MOST_TOLD))
        if in_the_way:
            _end(intake, State.DONE, in_the_way=in_the_way)
            return
        note(intake, is_free=True)
        Intake.objects.filter(pk=intake.pk, state=State.UNDOING).update(found=intake.found)
    left = _take_back(intake)
    if is_spoilt:
        _check_anew(intake)
    else:
        _end(intake, State.UNDONE, in_the_way=left, is_free=False)


def _take_back(intake: Intake) -> list[tuple[int, str]]:
    """Take back all that can be; the rows on which something was built in the very last moment."""
    kind, by, at = kind_of(intake), user_named(intake, "undone_by"), timezone.now()
    rows = intake.rows.filter(outcome__in=WROTE).order_by("-number")
    last, done = None, 0
    while batch := _batch(rows, last):
        with transaction.atomic():
            Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
            kind.take_back(batch, intake=intake, by=by, at=at)
        last = batch[-1].number
        done += len(batch)
        progress(intake, done)
    return list(islice(kind.in_the_way(intake), MOST_TOLD))


def _batch(rows: "QuerySet[IntakeRow]", last: int | None) -> list[IntakeRow]:
    return list((rows if last is None else rows.filter(number__lt=last))[:AT_ONCE])


@transaction.atomic
def _end(intake: Intake, state: str, **found: object) -> None:
    held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
    if held.state != State.UNDOING:
        return
    note(held, **found)
    held.state = state
    if state == State.UNDONE:
        by = user_named(held, "undone_by")
        held.undone_at, held.undone_by = timezone.now(), by
        tell(held, "undone", by=by, at=held.undone_at)
    held.save(update_fields=["state", "found", "undone_at", "undone_by"])


@transaction.atomic
def _check_anew(intake: Intake) -> None:
    held = Intake.objects.select_for_update(no_key=True).get(pk=intake.pk)
    if held.state != State.UNDOING:
        return
    held.rows.all().delete()
    held.state, held.rows_done, held.step_began_at = State.CHECKING, 0, timezone.now()
    held.save(update_fields=["state", "rows_done", "step_began_at"])
    check_intake.enqueue(str(held.pk))
