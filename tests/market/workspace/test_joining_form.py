"""Numbers and days that people type: read as meant, or refused; never another number in silence."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from market.workspace.joining_form import read_birth, read_day, read_number

SEPARATORS = st.text(" .-\u00a0", max_size=3)


@given(st.text("0123456789 .-O/", max_size=20))
def test_a_number_is_its_twelve_digits_or_none(typed):
    digits = re.sub(r"[^0-9]", "", typed)
    try:
        read = read_number(typed)
    except ValidationError:
        assert len(digits) != 12 or re.search(r"[O/]", typed)
    else:
        assert read == digits


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.lists(SEPARATORS, min_size=12, max_size=12))
def test_a_number_is_read_however_it_is_spaced(digits, gaps):
    assert read_number("".join(digit + gap for digit, gap in zip(digits, gaps, strict=True))) == digits


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.sampled_from(["/", "-", ".", " ", ""]))
def test_a_day_is_read_as_it_was_written(day, between):
    typed = between.join((f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"))

    assert read_day(typed) == read_birth(typed) == day


@given(st.text("0123456789/", max_size=11))
def test_a_day_that_is_read_stands_in_what_was_typed(typed):
    try:
        read = read_birth(typed)
    except ValidationError:
        return
    if isinstance(read, int):
        assert typed == str(read)
    else:
        assert f"{read:%Y}" in typed
        assert re.sub("[^0-9]", "", typed) in {
            f"{read:%d%m%Y}",
            f"{read.day}{read.month:02}{read.year}",
            f"{read.day:02}{read.month}{read.year}",
            f"{read.day}{read.month}{read.year}",
        }


@pytest.mark.parametrize("typed", ["", "3/1985", "1985-03-02", "2/3/85", "00/01/1985", "２/３/１９８５x"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValidationError):
        read_birth(typed)


def test_nobody_is_born_tomorrow():
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    with pytest.raises(ValidationError):
        read_birth(f"{tomorrow:%d/%m/%Y}")
    with pytest.raises(ValidationError):
        read_birth(str(tomorrow.year + 1))
