"""How is a whole table read without keeping what was read? SQLite maps and caches pages that nobody asks for again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

KEPT_SMALL = {"mmap_size": 0, "cache_size": -2_000}  # bytes; kibibytes, as SQLite has them


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block this connection keeps little of what it reads; on PostgreSQL there is nothing to do."""
    with pragmas(KEPT_SMALL):
        yield


@contextmanager
def pragmas(values: Mapping[str, int]) -> Iterator[None]:
    """Within the block this connection to SQLite has these settings, afterwards its own; nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    pragma = connection.connection.execute
    usual = {name: pragma(f"PRAGMA {name}").fetchone() for name in values}
    try:
        for name, value in values.items():
            pragma(f"PRAGMA {name}={value}")
        yield
    finally:
        for name, found in usual.items():
            if found:  # a database in memory has no map
                pragma(f"PRAGMA {name}={found[0]}")
