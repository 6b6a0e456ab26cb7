from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import Message, SignInCode, Worker
from accounts.signing_in import ask_code
from accounts.working import (
    Shift,
    beat,
    clear_finished,
    pause_after,
    reclaim_silent,
    retry_failed,
)

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
SUCCESSFUL, FAILED = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
PHONE = "+84905123456"


@pytest.fixture
def database_tasks(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"], "OPTIONS": {}}
    }


def row(status: str, *, workers: list[str], at: datetime) -> DBTaskResult:
    """A task as a worker would have left it."""
    return DBTaskResult.objects.create(
        status=status,
        worker_ids=workers,
        started_at=at,
        finished_at=at if status in {SUCCESSFUL, FAILED} else None,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="accounts.signing_in.send_code",
        queue_name="default",
        backend_name="default",
        exception_class_path="",
        traceback="",
    )


def state(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


@pytest.mark.django_db
def test_beat_keeps_one_row_for_each_worker():
    first = timezone.now()
    beat(["a", "b"], at=first)
    beat(["a"], at=first + timedelta(seconds=5))

    assert list(Worker.objects.order_by("worker_id").values_list("worker_id", "beat_at")) == [
        ("a", first + timedelta(seconds=5)),
        ("b", first),
    ]


@pytest.mark.django_db
def test_the_task_of_a_silent_worker_is_put_back_once(settings):
    at = timezone.now()
    beat(["silent"], at=at - settings.WORKER_SILENT_AFTER)
    beat(["alive"], at=at)
    dead, gone = row(RUNNING, workers=["silent"], at=at), row(RUNNING, workers=["alive", "gone"], at=at)
    held = row(RUNNING, workers=["silent", "alive"], at=at)

    assert (reclaim_silent(at=at), reclaim_silent(at=at)) == (2, 0)
    assert [state(task) for task in (dead, gone, held)] == [READY, READY, RUNNING]
    assert dead.run_after == at
    assert list(Worker.objects.values_list("worker_id", flat=True)) == ["alive"]


@pytest.mark.django_db
def test_a_task_that_kills_its_workers_is_given_up(settings):
    at = timezone.now()
    task = row(RUNNING, workers=["gone"] * settings.TASK_ATTEMPTS, at=at)

    assert reclaim_silent(at=at) == 0
    assert state(task) == FAILED
    assert task.exception_class_path == "accounts.working.WorkerDied"
    assert retry_failed(at=at) == 0


@pytest.mark.django_db
def test_a_failed_task_is_put_back_later_each_time(settings):
    at = timezone.now()
    tasks = [row(FAILED, workers=["w"] * n, at=at) for n in range(1, settings.TASK_ATTEMPTS + 1)]

    assert (retry_failed(at=at), retry_failed(at=at)) == (4, 0)
    assert [state(task) for task in tasks] == [READY] * 4 + [FAILED]
    assert [task.run_after - at for task in tasks[:4]] == [timedelta(seconds=s) for s in (2, 8, 32, 128)]
    assert pause_after(1) == timedelta(seconds=2)


@pytest.mark.django_db
def test_what_is_over_is_forgotten_after_a_while():
    at = timezone.now()
    kept = [
        row(SUCCESSFUL, workers=["w"], at=at - timedelta(hours=23)),
        row(FAILED, workers=["w"] * 5, at=at - timedelta(days=29)),
        row(RUNNING, workers=["w"], at=at - timedelta(days=90)),
    ]
    row(SUCCESSFUL, workers=["w"], at=at - timedelta(hours=25))
    row(FAILED, workers=["w"] * 5, at=at - timedelta(days=31))
    clear_finished(at=at)

    assert set(DBTaskResult.objects.values_list("id", flat=True)) == {task.id for task in kept}


@pytest.mark.django_db
def test_after_a_late_beat_nobody_is_taken_for_dead(settings):
    at = timezone.now()
    task = row(RUNNING, workers=["gone"], at=at)
    shift = Shift(hands=1)
    shift.last_beat = at - settings.WORKER_SILENT_AFTER
    shift.look_after()
    assert state(task) == RUNNING

    shift.look_after()
    assert state(task) == READY


@pytest.mark.django_db
def test_a_code_that_is_asked_for_leaves_one_task_that_knows_its_id_alone(database_tasks):
    code = ask_code(phone=PHONE, address="", at=timezone.now())

    task = DBTaskResult.objects.get()
    assert (task.args_kwargs, task.status) == ({"args": [str(code.id)], "kwargs": {}}, READY)


@pytest.mark.django_db(transaction=True)
def test_work_does_what_is_ready_and_leaves_nobody_behind(database_tasks, capsys):
    ask_code(phone=PHONE, address="", at=timezone.now())
    with pytest.raises(SystemExit) as ended:
        call_command("work", until_empty=True)

    assert ended.value.code == 0
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == [SUCCESSFUL]
    assert list(Message.objects.values_list("phone", "state")) == [(PHONE, "sent")]
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_is_tried_again_until_it_works(database_tasks, settings, tmp_path, capsys):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    settings.MESSAGE_WAYS, settings.PRIVATE_ROOT = ["file"], blocked
    ask_code(phone=PHONE, address="", at=timezone.now())
    Shift(hands=1, until_empty=True).run()
    task = DBTaskResult.objects.get()
    assert (task.status, task.exception_class_path) == (FAILED, "accounts.messages.NotSent")

    settings.MESSAGE_WAYS = ["console"]
    retry_failed(at=timezone.now())
    DBTaskResult.objects.update(run_after=timezone.now())
    Shift(hands=1, until_empty=True).run()
    task.refresh_from_db()
    assert (task.status, len(task.worker_ids)) == (SUCCESSFUL, 2)
    assert SignInCode.objects.get().attempts_left == 5
