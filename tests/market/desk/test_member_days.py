"""A day is typed as on paper, whatever the browser thinks of months."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from market.desk.member_days import DayField


@pytest.mark.parametrize("typed", ["5/2/2026", "05-02-2026", "05.02.2026", "2026-02-05", "05022026"])
def test_a_day_is_read_day_first(typed):
    assert DayField().clean(typed) == date(2026, 2, 5)


@pytest.mark.parametrize("typed", ["2026", "2/2026", "31/2/2026", "x", "5/2/26"])
def test_what_is_no_whole_day_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_nothing_is_nothing():
    assert DayField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        DayField().clean("")


def test_a_day_is_shown_as_it_is_written():
    assert DayField().widget.format_value(date(2026, 2, 5)) == "05/02/2026"
