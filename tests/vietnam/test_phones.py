import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.phones import format_local, is_mobile, parse


@pytest.mark.parametrize(
    "written",
    [
        "0905123456",
        "0905 123 456",
        "0905.123.456",
        "0905-123-456",
        "(0905) 123–456",
        "+84905123456",
        "+84 905 123 456",
        "(+84) 905 123 456",
        "+84 (0) 905 123 456",
        "84905123456",
        "0084 905 123 456",
        "905123456",
        "０９０５１２３４５６",
        "\u202a0905 123 456\u202c",
        " 0905\u00a0123\u00a0456\n",
    ],
)
def test_parse_reads_every_way_to_write_a_mobile_number(written):
    assert parse(written) == "+84905123456"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0269 3824 403", "+842693824403"),
        ("(024) 3825 1234", "+842438251234"),
        ("+84 256 3822 205", "+842563822205"),
        ("84 28 3829 7890", "+842838297890"),
        ("0841234567", "+84841234567"),
        ("841234567", "+84841234567"),
        ("0551234567", "+84551234567"),
        ("0611234567", "+84611234567"),
    ],
)
def test_parse_reads_landlines_and_unknown_prefixes(written, number):
    assert parse(written) == number


EXAMPLE = "Hãy nhập số điện thoại như 0905 123 456."


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", EXAMPLE),
        (" - ", EXAMPLE),
        ("gọi tôi", f"Số điện thoại chỉ gồm chữ số. {EXAMPLE}"),
        ("0905123456/0905123457", f"Số điện thoại chỉ gồm chữ số. {EXAMPLE}"),
        ("0905123456²", f"Số điện thoại chỉ gồm chữ số. {EXAMPLE}"),
        ("٠٩٠٥١٢٣٤٥٦", f"Số điện thoại chỉ gồm chữ số. {EXAMPLE}"),
        ("+1 202 555 0100", f"Chỉ nhận số điện thoại Việt Nam (+84). {EXAMPLE}"),
        ("0905 123 45", f"Số di động phải có 10 chữ số, số này có 9. {EXAMPLE}"),
        ("0905 123 4567", f"Số di động phải có 10 chữ số, số này có 11. {EXAMPLE}"),
        (
            "0169 123 4567",
            "Số 11 chữ số bắt đầu bằng 01 đã thôi dùng từ năm 2018. Hãy nhập số mới có 10 chữ số.",
        ),
        (
            "+84 169 123 4567",
            "Số 11 chữ số bắt đầu bằng 01 đã thôi dùng từ năm 2018. Hãy nhập số mới có 10 chữ số.",
        ),
        ("0123456789", f"Số này không gọi được. {EXAMPLE}"),
        ("0269 3824", "Số máy bàn phải có 11 chữ số, kể cả mã vùng, như 0269 3824 403."),
        ("405123456", f"Số điện thoại phải bắt đầu bằng 0 hoặc +84. {EXAMPLE}"),
        ("1900 1234", f"Số điện thoại phải bắt đầu bằng 0 hoặc +84. {EXAMPLE}"),
        ("113", f"Số điện thoại phải bắt đầu bằng 0 hoặc +84. {EXAMPLE}"),
    ],
)
def test_parse_refuses_with_the_reason(written, reason):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse(written)
    assert str(refusal.value) == reason


@given(st.text())
def test_parse_gives_a_number_or_a_reason(text):
    try:
        number = parse(text)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        assert parse(number) == number


@given(st.from_regex(r"\A0[3-9][0-9]{8}\Z"))
def test_parse_reads_back_what_is_shown(written):
    number = parse(written)
    assert number == "+84" + written[1:]
    assert parse(format_local(number)) == number


def test_is_mobile_tells_mobiles_from_landlines():
    assert is_mobile("+84905123456")
    assert not is_mobile("+842693824403")
    assert not is_mobile("0905123456")


def test_format_local_groups_digits():
    assert format_local("+84905123456") == "0905 123 456"
    assert format_local("+842693824403") == "0269 3824 403"
    assert format_local("+842438251234") == "024 3825 1234"
