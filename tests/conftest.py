"""What tests of several rooms share: a browser and its two shapes of screen, a ledger that can be emptied."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import blocking_manager_key

from tools import chromium
from tools.screens.pages import SIZES
from traceability import triggers

COMMITTING = {"transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.fixture(autouse=True)
def _in_vietnamese() -> None:
    """Each test begins in the language of the house, whatever page the one before asked for."""
    translation.activate(settings.LANGUAGE_CODE)


# What a database holds after migrating: Wagtail's root page, languages, permissions.
migrated: dict[str, str] = {}


def commits(item: pytest.Item) -> bool:
    """Whether a test writes for good, so that Django empties every table after it."""
    marker = item.get_closest_marker("django_db")
    return bool(COMMITTING & set(item.fixturenames)) or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def _the_ledger_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, Django empties every table; of events only the switch lets that pass."""
    if not commits(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that this fixture ends before the tables are emptied
    if not migrated:
        migrated["data"] = connection.creation.serialize_db_to_string()
    yield
    triggers.switch(connection, on=True)  # closed by `install`, on the post_migrate that follows the emptying


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put back what migrations wrote (Wagtail's root page, languages), for whichever test comes next."""
    yield
    if nextitem is not None and commits(item) and migrated:
        with item.config.stash[blocking_manager_key].unblock():
            triggers.switch(connection, on=True)
            call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
            connection.creation.deserialize_db_from_string(migrated["data"])
            # Emptying made them anew under other ids, and those are what was remembered.
            ContentType.objects.clear_cache()
            # Rows that came with their ids leave PostgreSQL's sequences where they were.
            with connection.cursor() as cursor:
                for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                    cursor.execute(sql)
            triggers.install()
            connection.close()  # or PostgreSQL could not drop the database at the end


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once; `make test` brings it when it is absent."""
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = chromium.find()
        assert path, "no Chromium: run make services"
        opened = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        yield opened
        opened.close()


@contextmanager
def opened_page(browser: Browser, address: str, size: str) -> Iterator[Page]:
    """A page in a window of its own; fails when the page's own code complained."""
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        is_mobile=size == "phone",
        has_touch=size == "phone",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A refused form answers 4xx, which Chromium logs too; that is no complaint of ours.
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not message.text.startswith("Failed to load resource")
            else None
        ),
    )
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def phone_page(browser: Browser, live_server) -> Iterator[Page]:
    """A page of the running application at 360×740, touched."""
    with opened_page(browser, live_server.url, "phone") as page:
        yield page


@pytest.fixture
def desktop_page(browser: Browser, live_server) -> Iterator[Page]:
    """A page of the running application at 1366×768."""
    with opened_page(browser, live_server.url, "desktop") as page:
        yield page
