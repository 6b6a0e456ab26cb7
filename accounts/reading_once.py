"""How is a whole table read without keeping what was read? SQLite maps and caches pages that nobody asks for again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

KEPT_SMALL = {"mmap_size": 0, "cache_size": -2_000}  # bytes; kibibytes, as SQLite has them


@contextmanager
def read_once() -> Iterator[None]:
    """Within the block this connection keeps little of what it reads; on PostgreSQL there is nothing to do."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    pragma = connection.connection.execute
    usual = {name: pragma(f"PRAGMA {name}").fetchone() for name in KEPT_SMALL}
    try:
        for name, value in KEPT_SMALL.items():
            pragma(f"PRAGMA {name}={value}")
        yield
    finally:
        for name, found in usual.items():
            if found:  # a database in memory has no map
                pragma(f"PRAGMA {name}={found[0]}")
