from datetime import date

import pytest

from farmers.reporting import Period


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2026q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(code, first, last):
    period = Period.read(code)

    assert (period.code, period.first_day, period.last_day) == (code, first, last)


@pytest.mark.parametrize("code", ["", "2026q5", "2026q0", "26q1", "1999", "2101", "2026q1x", "q1", "٢٠٢٦"])
def test_what_is_no_period_is_refused(code):
    with pytest.raises(ValueError, match="not a period"):
        Period.read(code)


def test_a_day_lies_in_a_quarter():
    assert Period.around(date(2026, 9, 30)) == Period(2026, 3)
    assert Period.around(date(2026, 10, 1)) == Period(2026, 4)
