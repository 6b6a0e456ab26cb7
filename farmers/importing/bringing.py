"""What does an officer do with a list: bring it, say what its columns hold, have it checked and written, take it back?

Each verb moves the intake on and orders the work of the next step in one transaction; a worker does it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.tables.refusing import Unreadable, limits
from farmers.importing import sealing
from farmers.importing.checking import check_intake
from farmers.importing.kinds import Outcome, kind_named, kind_of
from farmers.importing.passing import SIZES, file_label, report_label
from farmers.importing.reading import read_intake
from farmers.importing.states import State, is_stranded, locked, note, tell
from farmers.importing.undoing import undo_intake
from farmers.importing.writing import write_intake
from farmers.models import Branch, Intake

TWICE_WITHIN = timedelta(minutes=2)
KEPT_FOR = timedelta(days=90)
FRAME = sealing.FRAME_BYTES
_TASKS = {
    State.READING: read_intake,
    State.CHECKING: check_intake,
    State.WRITING: write_intake,
    State.UNDOING: undo_intake,
}
OPEN = (State.MAPPING, State.CHECKED)


def bring(*, file: IO[bytes], name: str, branch: Branch, kind: str, by: User, at: datetime) -> Intake:
    """Take a file in, sealed; a worker looks what is in it. Sent twice in a row, it is the same list.

    Unreadable when it is empty or too large to be looked at.
    """
    kind_named(kind)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(FRAME):
        digest.update(piece)
        size += len(piece)
    if size == 0:
        raise Unreadable("empty")
    if size > limits().upload_bytes:
        raise Unreadable("too_large", megabytes=limits().upload_bytes // 1_000_000)
    file.seek(0)
    intake = Intake(
        kind=kind, branch=branch, made_by=by, made_at=at, name=_plain_name(name), sha256=digest.hexdigest()
    )
    sealing.keep(intake.file, f"{intake.pk}.sealed", file, label=file_label(intake))
    try:
        kept = _brought_once(intake, by=by, at=at)
    except BaseException:
        intake.file.delete(save=False)
        raise
    if kept.pk != intake.pk:
        intake.file.delete(save=False)
    return kept


@transaction.atomic
def _brought_once(intake: Intake, *, by: User, at: datetime) -> Intake:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    twice = Intake.objects.filter(
        kind=intake.kind,
        branch=intake.branch,
        made_by=by,
        sha256=intake.sha256,
        made_at__gt=at - TWICE_WITHIN,
    )
    before = twice.exclude(state__in=[State.FAILED, State.DROPPED, State.UNDONE, State.DONE]).first()
    if before is not None:
        return before
    intake.step_began_at = at
    intake.save(force_insert=True)
    tell(intake, "brought", by=by, at=at)
    read_intake.enqueue(str(intake.pk))
    return intake


def _plain_name(name: str) -> str:
    """The last part of a name, short enough to keep, its ending whole."""
    path = PurePath(name.replace("\\", "/"))
    return f"{path.stem[:150]}{path.suffix[:20]}" or "?"


@transaction.atomic
def look_again(*, intake: Intake, where: Mapping[str, str | int], by: User, at: datetime) -> Intake:
    """Read the file anew, where an officer says the table is: sheet, header row, lettering, separator."""
    held = locked(intake, State.MAPPING, State.FAILED)
    held.found = {"where": {key: value for key, value in where.items() if value}}
    return _move(held, State.READING, at=at, error="", mapping={})


@transaction.atomic
def confirm_mapping(
    *, intake: Intake, columns: Mapping[int, str], answers: Mapping[str, str], by: User, at: datetime
) -> Intake:
    """Say which field each column holds; then all rows are checked, and nothing is written."""
    held = locked(intake, State.MAPPING, State.CHECKED)
    kind = kind_of(held)
    offered = set(kind.offered(intake=held, by=by))
    named = [name for name in columns.values() if name]
    if len(set(named)) < len(named):
        raise ValidationError(_("Two columns are said to hold the same. Choose one."), code="twice")
    if not offered.issuperset(named):
        raise ValidationError(_("A column is said to hold what can't be brought in here."), code="field")
    answered = {
        question.name: _answer(question.kind, answers.get(question.name, ""))
        for question in kind.questions(intake=held, by=by)
    }
    kind.expect_whole({name: index for index, name in columns.items() if name}, answered)
    note(held, confirmed_by=by.pk)
    mapping = {"columns": {str(index): name for index, name in columns.items() if name}, "answers": answered}
    tell(held, "confirmed", by=by, at=at)
    return _move(held, State.CHECKING, at=at, mapping=mapping, rows_done=0)


def _answer(kind: str, said: str) -> str:
    if kind != "date" or not said:
        return said
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise ValidationError(_("Choose a day."), code="day") from None


@transaction.atomic
def order_write(*, intake: Intake, keeps_good: bool, by: User, at: datetime) -> Intake:
    """Write what was checked: all rows, or with `keeps_good` the good ones. ValidationError while others are bad."""
    held = locked(intake, State.CHECKED)
    kind = kind_of(held)
    counts = held.found.get("counts", {})
    if counts.get(Outcome.BAD) and not keeps_good:
        message = _("%(count)s rows have to be corrected. Correct them, or write the good rows alone.")
        raise ValidationError(message, code="bad_rows", params={"count": counts[Outcome.BAD]})
    if not set(kind.offered(intake=held, by=by)).issuperset(held.mapping["columns"].values()):
        message = _("This list has columns you may not bring in. Confirm the columns yourself first.")
        raise ValidationError(message, code="field")
    held.rows.all().delete()
    note(held, written_by=by.pk, spoilt=False, in_the_way=[], sizes=SIZES)
    tell(held, "written", by=by, at=at, keeps_good=keeps_good)
    return _move(held, State.WRITING, at=at, keeps_good=keeps_good, rows_done=0)


@transaction.atomic
def order_undo(*, intake: Intake, by: User, at: datetime) -> Intake:
    """Take back what was written, while nothing has been built on it; a worker looks first whether that is so."""
    held = locked(intake, State.DONE)
    note(held, undone_by=by.pk, in_the_way=[], undo_ordered_at=at.isoformat())
    return _move(held, State.UNDOING, at=None, rows_done=0)


@transaction.atomic
def drop(*, intake: Intake, by: User, at: datetime) -> Intake:
    """Give a list up before it is written; the file goes at once."""
    held = locked(intake, State.MAPPING, State.CHECKED, State.FAILED)
    held.rows.all().delete()
    held.state, held.finished_at = State.DROPPED, at
    names = [held.file.name, held.report.name]
    held.file, held.report = "", ""
    held.found = {key: value for key, value in held.found.items() if key != "samples"}
    held.save(update_fields=["state", "finished_at", "file", "report", "found"])
    tell(held, "dropped", by=by, at=at)
    storage = Intake._meta.get_field("file").storage
    for name in filter(None, names):
        transaction.on_commit(partial(storage.delete, name))
    return held


@transaction.atomic
def take_up(*, intake: Intake, by: User, at: datetime) -> Intake:
    """Have a step worked on again that nobody works on any more: its workers died, time after time."""
    held = locked(intake, *_TASKS)
    if not is_stranded(held, at=at):
        raise ValidationError(_("This list is being worked on. Wait a little."), code="at_work")
    _TASKS[State(held.state)].enqueue(str(held.pk))
    return held


def take_report(*, intake: Intake, by: User, at: datetime) -> Iterator[bytes]:
    """The workbook of bad rows; who took it is kept."""
    tell(intake, "report_taken", by=by, at=at)
    return sealing.opened(intake.report, label=report_label(intake))


def shred_old_intakes(*, at: datetime) -> int:
    """Delete the files of lists that were brought more than 90 days ago; the number of lists."""
    old = Intake.objects.filter(made_at__lt=at - KEPT_FOR).exclude(file="", report="")
    shredded = 0
    for intake in list(old):
        for kept in (intake.file, intake.report):
            if kept:
                kept.delete(save=False)
        found = {key: value for key, value in intake.found.items() if key != "samples"}
        Intake.objects.filter(pk=intake.pk).update(file="", report="", found=found)
        shredded += 1
    return shredded


def _move(intake: Intake, state: str, *, at: datetime | None, **columns: object) -> Intake:
    """Move on and order the work of the step; without a time, the one of the writing is kept."""
    intake.state = state
    if at is not None:
        intake.step_began_at = at
    for name, value in columns.items():
        setattr(intake, name, value)
    intake.save()
    _TASKS[State(state)].enqueue(str(intake.pk))
    return intake
