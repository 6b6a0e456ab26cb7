"""How does what was deleted leave the file of the database too?

SQLite marks deleted bytes as free and writes over them some day; its word indexes keep the words of a deleted row until
their parts are joined; its log keeps pages as they were. PostgreSQL does not: its dump has live rows only, and its dead
rows are written over by its own vacuum. Runs in the background, outside any transaction; may run any number of times.
"""

import re

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

FTS = re.compile(r"using\s+fts5", re.IGNORECASE)


def sweep_database(using: str = DEFAULT_DB_ALIAS) -> None:
    """Leave nothing of what was deleted in the file; OperationalError when others are reading: try again."""
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        for table in [name for name, sql in cursor.fetchall() if FTS.search(sql or "")]:
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"INSERT INTO {quoted} ({quoted}) VALUES ('optimize')")  # noqa: S608 a name of the database
        cursor.execute("PRAGMA secure_delete")
        if not cursor.fetchone()[0]:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = cursor.fetchone()[0]
    if is_busy:
        raise OperationalError("others are reading the database: its log could not be emptied yet")
