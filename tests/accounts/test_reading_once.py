import pytest
from django.db import connection

from accounts.reading_once import read_once


def kept():
    if connection.vendor != "sqlite":
        return None
    found = [
        connection.connection.execute(f"PRAGMA {name}").fetchone() for name in ("mmap_size", "cache_size")
    ]
    return [row and row[0] for row in found]


@pytest.mark.django_db
def test_reading_once_keeps_little_and_leaves_the_connection_as_it_was():
    connection.ensure_connection()
    usual = kept()

    within = []

    def break_off():
        with read_once():
            within.append(kept())
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    assert kept() == usual
    assert within[0] == (None if usual is None else [0 if usual[0] is not None else None, -2_000])
