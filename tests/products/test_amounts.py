from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from products.amounts import read_amount
from products.units import format_amount


@pytest.mark.parametrize(
    ("written", "unit", "amount_milli"),
    [
        ("300", "kg", 300_000),
        ("300 kg", "kg", 300_000),
        ("300kg", "kg", 300_000),
        ("1.200", "kg", 1_200_000),
        ("1 200", "kg", 1_200_000),
        ("1.200,5", "kg", 1_200_500),
        ("1.250.000", "kg", 1_250_000_000),
        ("1,5", "tan", 1_500),
        ("1.5", "tan", 1_500),
        ("0,125", "kg", 125),
        ("3 tạ", "kg", 300_000),
        ("3 ta", "kg", 300_000),
        ("2 tấn", "ta", 20_000),
        ("500g", "kg", 500),
        ("12", "con", 12_000),
        ("12 con", "con", 12_000),
        ("３００", "kg", 300_000),
    ],
)
def test_read_amount_understands_what_people_write(written, unit, amount_milli):
    assert read_amount(written, unit) == amount_milli


@pytest.mark.parametrize(
    ("written", "unit", "code"),
    [
        ("", "kg", "missing"),
        ("-5", "kg", "negative"),
        ("0", "kg", "zero"),
        ("nhiều", "kg", "unread"),
        ("5²", "kg", "unknown_unit"),
        ("٣٠٠", "kg", "unread"),
        ("300-400", "kg", "unread"),
        ("1,500", "kg", "two_ways"),
        ("12.34.56", "kg", "unread"),
        ("3 gùi", "kg", "unknown_unit"),
        ("10 hộp", "kg", "other_unit"),
        ("10 kg", "hop", "other_unit"),
        ("2,5", "con", "parts"),
        ("0,5 g", "kg", "fine"),
        ("9999999999999", "kg", "unread"),
        ("999.999.999.999", "kg", "large"),
    ],
)
def test_read_amount_refuses_what_it_cannot_be_sure_of(written, unit, code):
    with pytest.raises(ValidationError) as refusal:
        read_amount(written, unit)

    assert refusal.value.code == code


def read_or_code(written, unit):
    """The amount, or the code of the refusal."""
    try:
        return read_amount(written, unit)
    except ValidationError as refusal:
        return refusal.code


@given(st.integers(min_value=1, max_value=999_999_999_000))
def test_read_amount_reads_back_what_is_shown(amount_milli):
    with override("vi"):
        shown = format_amount(amount_milli, "kg")

    # Refused, never read as something else: "1,234 kg" looks like 1.234 kg to many.
    assert read_or_code(shown, "kg") in {amount_milli, "two_ways"}


@given(st.text(max_size=30), st.sampled_from(["kg", "ta", "con"]))
def test_read_amount_reads_or_refuses_and_never_fails(written, unit):
    found = read_or_code(written, unit)

    assert isinstance(found, str) or found > 0


def test_read_amount_is_exact():
    assert read_amount("0,001", "kg") == Decimal("0.001") * 1000
