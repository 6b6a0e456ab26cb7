"""The database itself refuses to change or delete an event, on both engines.

Installed on every `post_migrate`, because SQLite drops triggers when a table is rebuilt. One switch lets changes
through, for erasing a detail and for emptying a test database: on PostgreSQL a setting of the connection, on SQLite
a row in a table of its own.
"""

# ruff: noqa: S608 the statements are made of the names written here
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

EVENT, DETAIL = "traceability_event", "traceability_eventdetail"
MESSAGE = "events are never changed or deleted"
SWITCH = "traceability_changes_let_through"
SETTING = "chonongdan.changes_let_through"

# INSERT OR REPLACE deletes the row it replaces without asking SQLite's DELETE triggers: so INSERT is asked as well.
IS_THERE = {
    EVENT: f"""EXISTS (SELECT 1 FROM {EVENT} WHERE id = NEW.id OR hash = NEW.hash
        OR (farm_id = NEW.farm_id AND (number = NEW.number OR previous_hash = NEW.previous_hash)))""",
    DETAIL: f"EXISTS (SELECT 1 FROM {DETAIL} WHERE event_id = NEW.event_id)",
}


def _on_sqlite(table: str, verb: str, condition: str) -> list[str]:
    name = f"{table}_no_{verb.lower()}"
    create = f"""CREATE TRIGGER {name} BEFORE {verb} ON {table}
        WHEN {condition} AND NOT EXISTS (SELECT 1 FROM {SWITCH})
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    return [f"DROP TRIGGER IF EXISTS {name}", create]


def _on_postgresql(table: str, verbs: str, name: str, each: str) -> list[str]:
    create = f"""CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table}
        FOR EACH {each} EXECUTE FUNCTION {EVENT}_refuse()"""
    return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}", create]


SQLITE = [
    f"CREATE TABLE IF NOT EXISTS {SWITCH} (open integer NOT NULL)",
    *(
        statement
        for table in (EVENT, DETAIL)
        for verb, condition in (("UPDATE", "1"), ("DELETE", "1"), ("INSERT", IS_THERE[table]))
        for statement in _on_sqlite(table, verb, condition)
    ),
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {EVENT}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(current_setting('{SETTING}', true), '') = 'on' THEN
            RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW WHEN 'DELETE' THEN OLD END;
        END IF;
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    *(
        statement
        for table in (EVENT, DETAIL)
        for verbs, name, each in (
            ("UPDATE OR DELETE", "no_change", "ROW"),
            ("TRUNCATE", "no_truncate", "STATEMENT"),
        )
        for statement in _on_postgresql(table, verbs, name, each)
    ),
]


def install(using: str = DEFAULT_DB_ALIAS, **_sender: Any) -> None:
    """Put the triggers in place, again if need be, and close the switch (a `post_migrate` receiver)."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if not router.allow_migrate(using, "traceability") or EVENT not in tables or DETAIL not in tables:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)
    switch(connection, on=False)


@contextmanager
def changes_let_through(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let changes of events through within this block, which is a transaction; nobody else is let through."""
    connection = connections[using]
    with transaction.atomic(using=using):
        switch(connection, on=True, local=True)
        yield
        switch(connection, on=False, local=True)


def switch(connection: BaseDatabaseWrapper, *, on: bool, local: bool = False) -> None:
    """Open or close the switch: within the transaction when `local`, else until it is closed (`install` closes it)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {SWITCH} VALUES (1)" if on else f"DELETE FROM {SWITCH}")
        else:
            cursor.execute("SELECT set_config(%s, %s, %s)", [SETTING, "on" if on else "off", local])


def installed(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that stand on the two tables, sorted."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
        "AND tgrelid IN (to_regclass(%s), to_regclass(%s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [EVENT, DETAIL])
        return sorted(row[0] for row in cursor.fetchall())
