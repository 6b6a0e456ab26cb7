"""Who does the background work, and who takes it up when a worker dies or a task fails?

django-tasks-db runs each task once and forgets about it. Here every worker process says every few seconds that it
lives; a task whose worker fell silent is put back, and so is one that failed, later each time, until it had
TASK_ATTEMPTS. So a task can run more than once: it takes ids only and checks what is left to do.
"""

import logging
import signal
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as Hand
from django_tasks_db.models import DBTaskResult

from accounts.clearing import clear_all
from accounts.handing_out import give_up_unfinished, shred_old_files
from accounts.models import Worker

BEATS_UNTIL_SILENT = 6  # every 5 seconds, when 30 seconds count as silence
POLL_SECONDS = 1.0
DONE_IS_KEPT = timedelta(days=1)
FAILED_IS_KEPT = timedelta(days=30)
CLEAR_EVERY = timedelta(hours=1)
DATABASE_IS_AWAY = (OperationalError, InterfaceError)

logger = logging.getLogger(__name__)


class WorkerDied(Exception):
    """Why a task is given up whose workers died, time after time."""


def beat(worker_ids: Iterable[str], *, at: datetime) -> None:
    """Say that these workers live."""
    rows = [Worker(worker_id=worker_id, beat_at=at) for worker_id in worker_ids]
    Worker.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["worker_id"], update_fields=["beat_at"]
    )


def reclaim_silent(*, at: datetime) -> int:
    """Put back the tasks of workers that fell silent; the number of them.

    The condition on `started_at` makes sure that of two who see the same dead worker only one puts its task back.
    """
    # Tasks first, workers second: a worker beats before it takes its first task.
    running = list(DBTaskResult.objects.running().only("id", "started_at", "worker_ids", "task_path"))
    silent = Worker.objects.filter(beat_at__lte=at - settings.WORKER_SILENT_AFTER)
    alive = set(Worker.objects.exclude(pk__in=silent).values_list("worker_id", flat=True))
    reclaimed = 0
    for task in running:
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        same = DBTaskResult.objects.filter(
            id=task.id, status=TaskResultStatus.RUNNING, started_at=task.started_at
        )
        if len(task.worker_ids) >= settings.TASK_ATTEMPTS:
            given_up = same.update(
                status=TaskResultStatus.FAILED,
                finished_at=at,
                exception_class_path=f"{WorkerDied.__module__}.{WorkerDied.__qualname__}",
                traceback="The worker died during the last attempt.",
            )
            if given_up:
                logger.error("task %s %s was given up: its workers died", task.id, task.task_path)
        else:
            reclaimed += same.update(status=TaskResultStatus.READY, run_after=at)
    silent.delete()
    return reclaimed


def retry_failed(*, at: datetime) -> int:
    """Put back failed tasks that have attempts left, each later than the last; the number of them."""
    put_back = 0
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=at - FAILED_IS_KEPT)
    for task in failed.only("id", "finished_at", "worker_ids"):
        attempts = len(task.worker_ids)
        if attempts >= settings.TASK_ATTEMPTS:
            continue
        put_back += DBTaskResult.objects.filter(
            id=task.id, status=TaskResultStatus.FAILED, finished_at=task.finished_at
        ).update(status=TaskResultStatus.READY, run_after=task.finished_at + pause_after(attempts))
    return put_back


def pause_after(attempts: int) -> timedelta:
    """How long a task rests after it failed for the n-th time: 2, 8, 32, 128 seconds."""
    return timedelta(seconds=2 ** (2 * attempts - 1))


def clear_finished(*, at: datetime) -> None:
    """Forget tasks that are over, so that looking for those that are not stays cheap."""
    DBTaskResult.objects.successful().filter(finished_at__lt=at - DONE_IS_KEPT).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=at - FAILED_IS_KEPT).delete()


class Shift:
    """A worker process: hands that take tasks, each in a thread, and a heart that beats and looks after the others.

    Two hands, so that a code for a phone does not wait behind a long export.
    """

    def __init__(self, *, hands: int, until_empty: bool = False) -> None:
        self.stopping = threading.Event()
        self.status = 0
        self.hands = [_hand(until_empty=until_empty) for _ in range(hands)]
        self.last_beat: datetime | None = None
        self.last_clearing: datetime | None = None

    @property
    def worker_ids(self) -> list[str]:
        """The names under which the hands claim tasks."""
        return [hand.worker_id for hand in self.hands]

    def run(self) -> int:
        """Work until told to stop; the exit status."""
        before = {number: signal.signal(number, self.on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        self.look_after()
        threads = [
            threading.Thread(target=self.work, args=[hand], name=hand.worker_id, daemon=True)
            for hand in self.hands
        ]
        for thread in threads:
            thread.start()
        try:
            while alive := [thread for thread in threads if thread.is_alive()]:
                alive[0].join(POLL_SECONDS / 5)
                if self.is_due():
                    close_old_connections()
                    self.look_after()
        finally:
            Worker.objects.filter(worker_id__in=self.worker_ids).delete()
            for number, handler in before.items():
                signal.signal(number, handler)
        return self.status

    def stop(self) -> None:
        """Let each hand finish what it holds."""
        self.stopping.set()
        for hand in self.hands:
            hand.running = False

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Finish what is in hand and stop; told twice, stop at once (the task is taken up by another)."""
        if self.stopping.is_set():
            raise SystemExit(1)
        self.stop()

    def work(self, hand: Hand) -> None:
        """Take tasks in one thread; a database that is away for a while ends nothing."""
        try:
            while not self.stopping.is_set():
                try:
                    hand.run()
                    return
                except DATABASE_IS_AWAY:
                    logger.exception("the database did not answer; trying again")
                    close_old_connections()
                    self.stopping.wait(POLL_SECONDS)
        except Exception:
            logger.exception("a worker stopped")
            self.status = 1
            self.stop()
        finally:
            connections.close_all()

    def is_due(self) -> bool:
        """Whether the next beat has come."""
        pause = settings.WORKER_SILENT_AFTER / BEATS_UNTIL_SILENT
        return self.last_beat is None or timezone.now() - self.last_beat >= pause

    def look_after(self) -> None:
        """Beat; then put back what was dropped. After a late beat only the first: others were held up too."""
        now = timezone.now()
        was_late = self.last_beat is not None and now - self.last_beat > settings.WORKER_SILENT_AFTER / 2
        try:
            beat(self.worker_ids, at=timezone.now())
            if not was_late:
                reclaim_silent(at=timezone.now())
                retry_failed(at=timezone.now())
            if self.last_clearing is None or now - self.last_clearing > CLEAR_EVERY:
                clear_finished(at=now)
                give_up_unfinished(at=now)
                shred_old_files(at=now)
                clear_all(at=now)
                self.last_clearing = now
        except DATABASE_IS_AWAY:
            logger.exception("the database did not answer; beating again soon")
        self.last_beat = timezone.now()


def _hand(*, until_empty: bool) -> Hand:
    return Hand(
        queue_names=["*"],
        interval=POLL_SECONDS,
        batch=until_empty,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
