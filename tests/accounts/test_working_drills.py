"""Worker processes that are killed and stopped for real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from accounts.models import Worker
from tests.accounts.slow_task import linger

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def database_tasks(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"], "OPTIONS": {}}
    }


def database_url() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


@contextmanager
def worker(folder: Path) -> Iterator[subprocess.Popen]:
    """A worker process on the test's database; two silent seconds count as death."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "market.settings.dev",
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(folder),
        "WORKER_SILENT_AFTER_SECONDS": "2",
    }
    process = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def lines(log: Path) -> list[str]:
    return [line.split()[0] for line in log.read_text().splitlines()] if log.exists() else []


def test_the_task_of_a_killed_worker_is_done_by_another_once(tmp_path):
    log = tmp_path / "log"
    linger.enqueue(str(log), 60)
    with worker(tmp_path) as first:
        assert until(lambda: lines(log) == ["begun"])
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert DBTaskResult.objects.get().status == "RUNNING"

    with worker(tmp_path), worker(tmp_path):
        assert until(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")
        time.sleep(4)
    assert lines(log) == ["begun", "begun", "done"]
    assert len(DBTaskResult.objects.get().worker_ids) == 2


def test_a_worker_that_is_told_to_stop_finishes_its_task_first(tmp_path):
    log = tmp_path / "log"
    linger.enqueue(str(log), 2)
    with worker(tmp_path) as process:
        assert until(lambda: lines(log) == ["begun"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0

    assert lines(log) == ["begun", "done"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert not Worker.objects.exists()


def test_an_idle_worker_stops_at_once_on_ctrl_c(tmp_path):
    with worker(tmp_path) as process:
        assert until(Worker.objects.exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) == 0

    assert not Worker.objects.exists()


def test_a_worker_told_twice_stops_at_once_and_its_task_is_taken_up(tmp_path):
    log = tmp_path / "log"
    linger.enqueue(str(log), 60)
    with worker(tmp_path) as process:
        assert until(lambda: lines(log) == ["begun"])
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 1
    assert not Worker.objects.exists()

    with worker(tmp_path):
        assert until(lambda: lines(log) == ["begun", "begun", "done"], seconds=10)
