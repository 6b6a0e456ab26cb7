"""What tests of several rooms share: a browser and its two shapes of screen, a ledger that can be emptied."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools import chromium
from tools.screens.pages import SIZES
from traceability import triggers

expect.set_options(timeout=15_000)  # a machine that does other things at the same time is slow, not wrong

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
def _what_migrating_wrote_is_remembered(request: pytest.FixtureRequest) -> None:
    """Before the first test that commits."""
    if commits(request.node) and not migrated:
        request.getfixturevalue("transactional_db")
        migrated["data"] = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_our_way() -> Iterator[None]:
    """After a test that commits, what it wrote goes and what migrating wrote is there again.

    Django would empty all tables, which takes PostgreSQL a second, make content types anew under other ids and leave
    out Wagtail's root page; and of events only the switch lets that pass.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: put_back())
        yield


def put_back() -> None:
    """Empty the tables that hold anything, and write what migrating wrote."""
    triggers.switch(connection, on=True)
    # A task of Wagtail asks for its content type while it is read back, and would make another one.
    ContentType.objects.get_for_models(*apps.get_models())
    with connection.cursor() as cursor:
        every = connection.introspection.django_table_names(only_existing=True, include_views=False)
        names = [(name, connection.ops.quote_name(name)) for name in every]
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT * FROM (SELECT '{name}' FROM {quoted} LIMIT 1) t" for name, quoted in names
            )
        )
        filled = [name for (name,) in cursor.fetchall()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), filled, allow_cascade=True))
    connection.creation.deserialize_db_from_string(migrated["data"])
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
