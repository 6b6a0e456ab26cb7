"""By when does the law want a request answered and done, and a breach told?"""

from datetime import UTC, date, datetime

import pytest

from farmers.legal_clocks import clock_of, notify_by
from farmers.models import DataRequest

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("kind", "answer", "done", "extension"),
    [
        ("see", date(2026, 11, 30), date(2026, 12, 6), 10),
        ("copy", date(2026, 11, 30), date(2026, 12, 6), 10),
        ("correct", date(2026, 11, 30), date(2026, 12, 6), 10),
        ("withdraw", date(2026, 11, 30), date(2026, 12, 11), 15),
        ("restrict", date(2026, 11, 30), date(2026, 12, 11), 15),
        ("object", date(2026, 11, 30), date(2026, 12, 11), 15),
        ("delete", date(2026, 11, 30), date(2026, 12, 16), 0),
    ],
)
def test_each_kind_of_request_has_two_clocks(kind, answer, done, extension):
    clock = clock_of(kind, THURSDAY)

    assert (clock.answer_due_on(THURSDAY), clock.do_due_on(THURSDAY), clock.extend_days) == (
        answer,
        done,
        extension,
    )
    assert clock.source
    assert clock.sure in {"V", "S", "1", "U"}


def test_every_kind_there_is_has_a_clock():
    assert {kind for kind in DataRequest.Kind.values if clock_of(kind, THURSDAY)} == set(
        DataRequest.Kind.values
    )


def test_what_is_done_is_never_due_before_it_is_answered():
    before_tet = date(2026, 2, 13)

    assert clock_of("see", before_tet).answer_due_on(before_tet) == date(2026, 2, 24)
    assert clock_of("see", before_tet).do_due_on(before_tet) == date(2026, 2, 24)


def test_a_kind_nobody_knows_has_no_clock():
    with pytest.raises(LookupError, match="sell"):
        clock_of("sell", THURSDAY)


def test_a_breach_is_told_within_72_hours():
    found = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)

    assert notify_by(found, date(2026, 11, 25)) == datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
