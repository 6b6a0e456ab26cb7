from datetime import date, timedelta

import pytest

from vietnam.working_days import FIXED, add_working_days, exceptional_days, is_working_day

YEARS = range(2025, 2029)


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
        (date(2026, 11, 25), 2, date(2026, 11, 27)),  # Wednesday → Friday
        (date(2026, 11, 26), 2, date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # asked on a Saturday
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # over Tết: nine days off
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Giỗ Tổ on a Sunday, the Monday off for it
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        (date(2026, 8, 28), 1, date(2026, 9, 3)),  # the 31st was worked on the 22nd
        (date(2025, 4, 25), 1, date(2025, 4, 26)),  # a Saturday that is worked
        (date(2027, 4, 29), 1, date(2027, 5, 4)),  # 1 May on a Saturday, the Monday off for it
        (date(2028, 1, 24), 1, date(2028, 2, 1) - timedelta(days=1)),  # the uncertain 31st is counted
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(day, n, later):
    assert add_working_days(day, n) == later


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 11, 25), -1)


def test_a_year_that_is_not_in_the_data_has_weekends_and_fixed_days():
    off = {
        day for n in range(366) for day in [date(2040, 1, 1) + timedelta(days=n)] if not is_working_day(day)
    }

    assert {(day.month, day.day) for day in off if day.weekday() < 5} == {
        (month, day) for month, day in FIXED if date(2040, month, day).weekday() < 5
    }


def test_a_day_off_that_is_uncertain_counts_as_worked():
    assert exceptional_days()[date(2027, 11, 24)].sure == "U"
    assert is_working_day(date(2027, 11, 24))
    assert exceptional_days()[date(2026, 1, 10)].sure == "U"
    assert is_working_day(date(2026, 1, 10))


def test_every_row_says_its_source_and_how_sure_it_is():
    rows = exceptional_days().values()

    assert {row.sure for row in rows} == {"S", "1", "U"}
    assert [row.day for row in rows if not row.source or not row.name] == []
    assert {row.day.year for row in rows} == set(YEARS)
    assert [row.day for row in rows if row.is_worked and row.day.weekday() != 5] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_its_fixed_days_tet_and_the_kings(year):
    days = {day: row for day, row in exceptional_days().items() if day.year == year}

    assert {(day.month, day.day) for day in days} >= FIXED
    assert sum(row.name.startswith("Giỗ Tổ") for row in days.values()) == 1
    assert sum("Tết Nguyên đán" in row.name and row.sure == "S" for row in days.values()) >= 4
