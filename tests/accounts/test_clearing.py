"""Is everything that is too old cleared away, even when one clearing fails?"""

import logging
from datetime import UTC, datetime

import pytest

from accounts import clearing

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def clearings(monkeypatch):
    """A house where nothing is cleared yet."""
    found = []
    monkeypatch.setattr(clearing, "_clearings", found)
    return found


def test_each_clearing_is_done_once_with_the_time(clearings):
    done = []

    def clear(*, at):
        done.append(at)

    clearing.clears(clear)
    clearing.clears(clear)
    clearing.clear_all(at=AT)

    assert done == [AT]


def test_one_that_fails_leaves_the_others_their_turn(clearings, caplog):
    done = []

    @clearing.clears
    def broken(*, at):
        raise OSError("the store is away")

    clearing.clears(lambda *, at: done.append(at))
    with caplog.at_level(logging.ERROR):
        clearing.clear_all(at=AT)

    assert done == [AT]
    assert "broken" in caplog.text
