from datetime import date

import pytest
from django.utils.translation import override

from traceability.wording import days, duration, farmer_words, unit_words

ENGLISH = override("en")


@pytest.mark.parametrize(
    ("first", "last", "language", "said"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), "vi", "02/11/2026"),
        (date(2026, 11, 2), date(2026, 11, 9), "vi", "02–09/11/2026"),
        (date(2026, 10, 30), date(2026, 11, 2), "vi", "30/10/2026 – 02/11/2026"),
        (date(2025, 11, 2), date(2026, 11, 9), "vi", "02/11/2025 – 09/11/2026"),
        (date(2026, 11, 2), date(2026, 11, 9), "en", "2 Nov 2026 – 9 Nov 2026"),
    ],
)
def test_days_are_said_without_saying_the_month_twice(first, last, language, said):
    with override(language):
        assert days(first, last) == said


def test_durations_are_said_in_the_greatest_unit_that_comes_out_even():
    with ENGLISH:
        assert [duration(n) for n in (1, 20, 30, 180, 365, 1825, 400)] == [
            "1 day",
            "20 days",
            "1 month",
            "6 months",
            "1 year",
            "5 years",
            "400 days",
        ]


def test_a_farmer_always_stands_with_the_place():
    with ENGLISH:
        assert farmer_words("Siu Blưm", "xã Biển Hồ, Gia Lai") == "Siu Blưm, xã Biển Hồ, Gia Lai"
        assert farmer_words("", "xã Biển Hồ, Gia Lai") == "A farmer in xã Biển Hồ, Gia Lai"


def test_units_are_said_short_and_unknown_ones_as_written():
    assert [unit_words(unit) for unit in ("kg", "gùi", "")] == ["kg", "gùi", ""]
