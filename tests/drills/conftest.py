import pytest


@pytest.fixture
def tasks_in_the_database(settings):
    """Tasks wait for a worker, as they do outside of tests."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"], "OPTIONS": {}}
    }
