from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories.farmers import FarmFactory
from traceability import triggers
from traceability.ledger import record_event
from traceability.models import Event, EventDetail

pytestmark = pytest.mark.django_db

ON_SQLITE = connection.vendor == "sqlite"
EXPECTED = (
    [
        f"traceability_{table}_no_{verb}"
        for table in ("event", "eventdetail")
        for verb in ("delete", "insert", "update")
    ]
    if ON_SQLITE
    else [
        f"traceability_{table}_no_{what}"
        for table in ("event", "eventdetail")
        for what in ("change", "truncate")
    ]
)


@pytest.fixture
def event():
    return record_event(
        farm=FarmFactory(),
        kind=Event.Kind.WATERING,
        happened_on=date(2026, 11, 1),
        content={"text": "Tưới lần hai"},
        by=None,
        at=timezone.now(),
    )


def run(sql, *arguments):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, arguments)


def whole(event):
    return list(Event.objects.values()), list(EventDetail.objects.values())


def test_triggers_stand_after_all_migrations():
    assert triggers.installed() == EXPECTED


def test_triggers_come_back_after_the_next_migrate():
    with connection.cursor() as cursor:
        for name in EXPECTED:
            table = name.partition("_no_")[0]
            cursor.execute(f"DROP TRIGGER {name}" if ON_SQLITE else f"DROP TRIGGER {name} ON {table}")
    assert triggers.installed() == []

    call_command("migrate", verbosity=0)

    assert triggers.installed() == EXPECTED


CHANGES = [
    "UPDATE traceability_event SET happened_on = '2026-01-01'",
    "UPDATE traceability_event SET hash = hash",
    "DELETE FROM traceability_event",
    "UPDATE traceability_eventdetail SET salt = ''",
    "UPDATE traceability_eventdetail SET erased_at = '2026-01-01'",
    "DELETE FROM traceability_eventdetail",
    """INSERT INTO traceability_eventdetail SELECT * FROM traceability_eventdetail WHERE true
    ON CONFLICT (event_id) DO UPDATE SET salt = ''""",
]
CHANGES += (
    [
        "INSERT OR REPLACE INTO traceability_event SELECT * FROM traceability_event",
        """INSERT OR REPLACE INTO traceability_event (id, number, kind, happened_on, recorded_at, commitment,
        previous_hash, hash, farm_id) SELECT id + 1000, number, kind, '2026-01-01', recorded_at, commitment,
        previous_hash, 'x', farm_id FROM traceability_event""",
        "INSERT OR REPLACE INTO traceability_eventdetail SELECT * FROM traceability_eventdetail",
    ]
    if ON_SQLITE
    else ["TRUNCATE traceability_event CASCADE", "TRUNCATE traceability_eventdetail"]
)


@pytest.mark.parametrize("sql", CHANGES)
def test_the_database_refuses(event, sql):
    before = whole(event)
    if sql.startswith("TRUNCATE"):
        run("SET CONSTRAINTS ALL IMMEDIATE")  # or PostgreSQL refuses before it asks the trigger

    with pytest.raises(IntegrityError, match=triggers.MESSAGE):
        run(sql)

    assert whole(event) == before


def test_django_is_refused_too(event):
    attempts = [
        event.save,
        lambda: Event.objects.update(kind="harvest"),
        lambda: EventDetail.objects.all().delete(),
        lambda: EventDetail.objects.bulk_update([event.detail], ["content"]),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match=triggers.MESSAGE), transaction.atomic():
            attempt()


def test_the_switch_is_closed_after_its_block(event):
    with triggers.changes_let_through():
        run("UPDATE traceability_eventdetail SET salt = 'x'")

    with pytest.raises(IntegrityError, match=triggers.MESSAGE):
        run("UPDATE traceability_eventdetail SET salt = 'y'")


def test_the_switch_is_closed_after_a_block_that_failed(event):
    with pytest.raises(DatabaseError), triggers.changes_let_through():
        run("UPDATE traceability_no_such_table SET salt = 'x'")

    with pytest.raises(IntegrityError, match=triggers.MESSAGE):
        run("DELETE FROM traceability_eventdetail")


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_emptied_through_the_switch(event):
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_such_emptying_the_switch_is_closed_again(event):
    with pytest.raises(IntegrityError, match=triggers.MESSAGE):
        run("DELETE FROM traceability_eventdetail")
    assert triggers.installed() == EXPECTED
