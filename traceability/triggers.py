"""The database itself refuses to change or delete an event, on both engines.

Installed on every `post_migrate`, because SQLite drops triggers when a table is rebuilt. One switch lets changes
through, for erasing a detail and for emptying a test database: on PostgreSQL a setting of the transaction, on SQLite
a row in a table of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

EVENT, DETAIL = "traceability_event", "traceability_eventdetail"
MESSAGE = "events are never changed or deleted"
SWITCH = "traceability_changes_let_through"

SQLITE = [
    f"CREATE TABLE IF NOT EXISTS {SWITCH} (open integer NOT NULL)",
    *(
        statement
        for table in (EVENT, DETAIL)
        for verb in ("UPDATE", "DELETE")
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}",
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"WHEN NOT EXISTS (SELECT 1 FROM {SWITCH}) "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        )
    ),
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {EVENT}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(current_setting('chonongdan.changes_let_through', true), '') = 'on' THEN
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    *(
        statement
        for table in (EVENT, DETAIL)
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {EVENT}_refuse()",
        )
    ),
]


def install(using: str = DEFAULT_DB_ALIAS, **_sender: Any) -> None:
    """Put the triggers in place, again if need be (a `post_migrate` receiver)."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if not router.allow_migrate(using, "traceability") or EVENT not in tables or DETAIL not in tables:
        return
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


@contextmanager
def changes_let_through(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let changes of events through within this block (inside a transaction)."""
    connection = connections[using]
    with transaction.atomic(using=using):
        _switch(connection, on=True)
        yield
        _switch(connection, on=False)


def _switch(connection: BaseDatabaseWrapper, *, on: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {SWITCH} VALUES (1)" if on else f"DELETE FROM {SWITCH}")  # noqa: S608
        else:
            cursor.execute(
                "SELECT set_config('chonongdan.changes_let_through', %s, true)", ["on" if on else "off"]
            )


def installed(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that stand on the two tables, sorted."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text IN (%s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [EVENT, DETAIL])
        return sorted(row[0] for row in cursor.fetchall())
