"""Where is an intake, who moves it on, and how far is the step it is in?

The verbs of people (farmers/importing/bringing.py) lock the intake, move its state and order the work in one
transaction; the tasks that do the work are done once the state has moved on, and may run more than once.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Intake

State = Intake.State
AT_WORK = (State.READING, State.CHECKING, State.WRITING, State.UNDOING)
STRANDED_AFTER = timedelta(minutes=5)


def locked(intake: Intake, *expected: str) -> Intake:
    """The intake, locked; ValidationError when somebody has moved it on meanwhile."""
    found = Intake.objects.select_for_update(no_key=True).select_related("branch").get(pk=intake.pk)
    if found.state not in expected:
        message = _("Somebody was faster: this list is now “%(state)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"state": found.get_state_display()})
    return found


def at_step(intake_id: str, state: str) -> Intake | None:
    """The intake for a task that works on one step; None when that is over."""
    intake = Intake.objects.select_related("branch", "made_by").get(pk=UUID(intake_id))
    return intake if intake.state == state else None


def progress(intake: Intake, rows: int) -> None:
    """Say how far a step is."""
    Intake.objects.filter(pk=intake.pk).update(rows_done=rows)


def note(intake: Intake, **found: Any) -> None:
    """Remember something about the file; no cells of people."""
    intake.found = intake.found | found


def tell(intake: Intake, action: str, *, by: User, at: datetime, **data: Any) -> None:
    """A line in the history of the intake."""
    log(instance=intake, action=f"farmers.intake_{action}", user=by, timestamp=at, data=data)


def user_named(intake: Intake, role: str) -> User:
    """Who did a step ("confirmed_by", "written_by", "undone_by"), as the intake remembers."""
    return User.objects.get(pk=intake.found.get(role, intake.made_by_id))


def seconds_left(intake: Intake, *, at: datetime) -> int | None:
    """How long the step will still take, as it went so far; None before that can be said."""
    if intake.step_began_at is None or not intake.rows_done or not intake.rows_expected:
        return None
    taken = (at - intake.step_began_at).total_seconds()
    left = max(intake.rows_expected - intake.rows_done, 0)
    return round(taken * left / intake.rows_done) if taken >= 1 else None


def is_stranded(intake: Intake, *, at: datetime, tasks: Collection[str] = ()) -> bool:
    """Whether a step is waited for that no task works on any more."""
    if intake.state not in AT_WORK or at - (intake.step_began_at or intake.made_at) < STRANDED_AFTER:
        return False
    waiting = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    known = DBTaskResult.objects.filter(status__in=waiting, args_kwargs__args__0=str(intake.pk))
    return not known.exists()
