import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.cells import (
    PartDate,
    dates_look_swapped,
    read_citizen_id,
    read_date,
    read_number,
    read_phone,
    read_text,
    read_yes,
)

CELLS = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.from_regex(r"[0-9x/.\- ]{0,14}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Nguyễn \u00a0 Văn\tLợi \n", "Nguyễn Văn Lợi"),
        (unicodedata.normalize("NFD", "Rơ Châm Hyưh"), "Rơ Châm Hyưh"),
        ("\u200b\ufeffSiu\u00ad Blưt\u202c", "Siu Blưt"),
        ("Thôn 3\nxã Chư Á", "Thôn 3 xã Chư Á"),
        ("Ｔhôn ３", "Thôn 3"),
        (905123456.0, "905123456"),
        (1.5, "1.5"),
        (7, "7"),
        (True, "TRUE"),
        (date(1980, 2, 5), "05/02/1980"),
        (datetime.fromisoformat("1980-02-05T13:30"), "05/02/1980"),
        ("", ""),
        ("Nguyễn", "Nguyễn"),
        ("-", "-"),
    ],
)
def test_text_is_one_clean_line(cell, text):
    assert read_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("#REF!", "Công thức trong ô bị lỗi (#REF!). Hãy gõ thẳng giá trị vào ô."),
        ("#N/A", "Công thức trong ô bị lỗi (#N/A). Hãy gõ thẳng giá trị vào ô."),
        (
            "=VLOOKUP(B3,Cu!A:B,2,0)",
            "Ô là công thức chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại, hoặc gõ thẳng giá trị.",
        ),
        ("nt", "Ô ghi “như trên”. Hãy ghi rõ giá trị của dòng này."),
        (" '' ", "Ô ghi “như trên”. Hãy ghi rõ giá trị của dòng này."),
        ("//", "Ô ghi “như trên”. Hãy ghi rõ giá trị của dòng này."),
    ],
)
def test_text_in_place_of_a_value_is_refused(cell, reason):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        read_text(cell)

    assert str(caught.value) == reason


@pytest.mark.parametrize(
    "cell",
    [
        date(1980, 2, 5),
        datetime.fromisoformat("1980-02-05T07:00"),
        "05/02/1980",
        "5-2-1980",
        "5.2.1980",
        " 5 / 2 / 1980 ",
        "ngày 5 tháng 2 năm 1980",
        "Ngày 05 tháng 02, năm 1980",
        "1980-02-05",
        "1980-02-05 00:00:00",
        "05/02/1980 0:00",
        "05-Feb-1980",
        "sinh ngày 05/02/1980",
        "'05/02/1980",
        "05021980",
        5021980,
        29256,
        29256.0,
        29256.75,
        "29256",
    ],
)
def test_date_reads_every_way_to_write_a_day(cell):
    assert read_date(cell) == PartDate(1980, 2, 5)
    assert read_date(cell).whole == date(1980, 2, 5)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (1980, PartDate(1980)),
        (1980.0, PartDate(1980)),
        ("1980", PartDate(1980)),
        ("năm 1980", PartDate(1980)),
        ("SN: 1980", PartDate(1980)),
        ("00/00/1980", PartDate(1980)),
        ("xx/xx/1980", PartDate(1980)),
        ("../../1980", PartDate(1980)),
        ("02/1980", PartDate(1980, 2)),
        ("tháng 2 năm 1980", PartDate(1980, 2)),
        ("0/2/1980", PartDate(1980, 2)),
        ("", None),
        (" - ", None),
        ("không nhớ", None),
    ],
)
def test_date_of_which_a_part_is_known(cell, day):
    assert read_date(cell) == day
    assert day is None or day.whole is None


REMEDY = "Hãy ghi ngày/tháng/năm như 05/02/1980, hoặc chỉ năm như 1980."


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("5.2.80", "Năm chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, như 05/02/1980."),
        ("05/02/80", "Năm chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, như 05/02/1980."),
        ("02/13/1980", f"Không có tháng 13. Có lẽ ngày và tháng bị đổi chỗ. {REMEDY}"),
        ("40/13/1980", f"Không có tháng 13. {REMEDY}"),
        ("31/02/1980", f"Tháng 2 năm 1980 không có ngày 31. {REMEDY}"),
        ("29/02/1981", f"Tháng 2 năm 1981 không có ngày 29. {REMEDY}"),
        ("05/00/1980", f"Có ngày mà thiếu tháng. {REMEDY}"),
        ("05/02/1098", f"Năm 1098 không đúng. {REMEDY}"),
        (date(2980, 2, 5), f"Năm 2980 không đúng. {REMEDY}"),
        ("5,2,1980", f"Chưa hiểu ngày này. {REMEDY}"),
        (2.198, f"Chưa hiểu ngày này. {REMEDY}"),
        (80, f"Chưa hiểu ngày này. {REMEDY}"),
        (99_999, f"Chưa hiểu ngày này. {REMEDY}"),
        (True, f"Chưa hiểu ngày này. {REMEDY}"),
        (float("nan"), f"Chưa hiểu ngày này. {REMEDY}"),
    ],
)
def test_date_that_would_be_guessed_is_refused(cell, reason):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        read_date(cell)

    assert str(caught.value) == reason


def test_dates_that_an_american_excel_turned_are_noticed():
    turned = [date(1980, 5, 2), date(1971, 1, 12), date(1962, 7, 3), date(1990, 11, 1), date(1955, 2, 9)]

    assert dates_look_swapped([*turned, "13/02/1980", "1957"])
    assert not dates_look_swapped(turned)
    assert not dates_look_swapped([*turned, "05/02/1980"])
    assert not dates_look_swapped([*turned, "13/02/1980", date(1980, 2, 13)])
    assert not dates_look_swapped([*turned[:4], "13/02/1980"])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (905123456, "+84905123456"),
        (905123456.0, "+84905123456"),
        ("905123456", "+84905123456"),
        ("'0905 123 456", "+84905123456"),
        ("0905.123.456", "+84905123456"),
        (84905123456, "+84905123456"),
        (2693824403, "+842693824403"),
        ("", None),
        ("không có", None),
        (0, None),
    ],
)
def test_phone_gets_back_the_zero_that_excel_took(cell, number):
    assert read_phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("0905123456/0912345678", "Ô có nhiều hơn một số điện thoại. Hãy để lại một số."),
        ("0905 123 456 - 0912 345 678", "Ô có nhiều hơn một số điện thoại. Hãy để lại một số."),
        ("9.05E+08", "Excel đã rút gọn số này. Hãy đổi cột sang kiểu Văn bản (Text) rồi gõ lại số."),
        (
            1682345678,
            "Số 11 chữ số bắt đầu bằng 01 đã thôi dùng từ năm 2018. Hãy nhập số mới có 10 chữ số.",
        ),
        (
            "0905 123 456 (con)",
            "Số điện thoại chỉ gồm chữ số. Hãy nhập số điện thoại như 0905 123 456.",
        ),
        (90512345, "Số điện thoại phải bắt đầu bằng 0 hoặc +84. Hãy nhập số điện thoại như 0905 123 456."),
    ],
)
def test_phone_that_would_be_guessed_is_refused(cell, reason):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        read_phone(cell)

    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("064080001234", "064080001234"),
        ("064 080 001 234", "064080001234"),
        ("064.080.001.234", "064080001234"),
        ("'064080001234", "064080001234"),
        (64080001234, "064080001234"),
        (64080001234.0, "064080001234"),
        ("64080001234", "064080001234"),
        (1080001234, "001080001234"),
        ("230123456", "230123456"),
        (230123456.0, "230123456"),
        (30123456, "030123456"),
        ("", None),
        ("chưa có", None),
    ],
)
def test_citizen_id_gets_back_the_zeros_that_excel_took(cell, number):
    assert read_citizen_id(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "06408000123",
            "Số căn cước phải có 12 chữ số (chứng minh nhân dân cũ: 9), ô này có 11. Hãy xem lại trên thẻ.",
        ),
        (
            99980001234,
            "Số căn cước phải có 12 chữ số (chứng minh nhân dân cũ: 9), ô này có 11. Hãy xem lại trên thẻ.",
        ),
        ("GC230123456", "Số căn cước chỉ gồm chữ số. Hãy xem lại trên thẻ."),
        (True, "Số căn cước chỉ gồm chữ số. Hãy xem lại trên thẻ."),
        ("6.4080001234E+10", "Excel đã rút gọn số này. Hãy đổi cột sang kiểu Văn bản (Text) rồi gõ lại số."),
        (
            1.234567890123457e17,
            "Excel đã rút gọn số này. Hãy đổi cột sang kiểu Văn bản (Text) rồi gõ lại số.",
        ),
    ],
)
def test_citizen_id_with_digits_missing_is_refused(cell, reason):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        read_citizen_id(cell)

    assert str(caught.value) == reason


@pytest.mark.parametrize(
    "cell", ["x", " X ", "(x)", "✓", "√", "có", "Có", "1", 1, 1.0, True, "v", "đúng", "ü"]
)
def test_ticked_cell_is_a_yes(cell):
    assert read_yes(cell) is True


@pytest.mark.parametrize("cell", ["", " ", "-", "không", "K", "0", 0, 0.0, False, "☐"])
def test_empty_cell_is_a_no(cell):
    assert read_yes(cell) is False


@pytest.mark.parametrize("cell", ["có thể", "26/03/1990", date(1990, 3, 26), 2, "chồng"])
def test_cell_that_says_neither_yes_nor_no_is_refused(cell):
    with pytest.raises(ValueError, match=r"^Ô này chỉ đánh dấu x hoặc để trống\.$"):
        read_yes(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.200", Decimal(1200)),
        ("1.200.000", Decimal(1_200_000)),
        ("1,200,000", Decimal(1_200_000)),
        ("1.200,5", Decimal("1200.5")),
        ("1,200.5", Decimal("1200.5")),
        ("1 200", Decimal(1200)),
        ("1,5", Decimal("1.5")),
        ("1.5", Decimal("1.5")),
        ("0,25", Decimal("0.25")),
        (0.1, Decimal("0.1")),
        (1200.0, Decimal(1200)),
        ("-3", Decimal(-3)),
        ("", None),
    ],
)
def test_number_is_read_as_it_is_written_here(cell, number):
    assert read_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "1,200",
            "Số này đọc được hai cách. Hãy ghi phần nghìn bằng dấu chấm, phần lẻ bằng dấu phẩy: 1.200 hoặc 1,2.",
        ),
        ("2 ha", "Ô này chỉ ghi một số, không ghi đơn vị hay chữ."),
        (True, "Ô này chỉ ghi một số, không ghi đơn vị hay chữ."),
        (float("inf"), "Ô này chỉ ghi một số, không ghi đơn vị hay chữ."),
    ],
)
def test_number_that_reads_two_ways_is_refused(cell, reason):
    with pytest.raises(ValueError, match=r"\.$") as caught:
        read_number(cell)

    assert str(caught.value) == reason


def refusal(read, cell):
    """What is said when a cell is refused; any other error is a failure."""
    try:
        read(cell)
    except ValueError as error:
        return str(error)
    return "Được."


@pytest.mark.parametrize("read", [read_text, read_date, read_phone, read_citizen_id, read_yes, read_number])
@given(cell=CELLS)
def test_whatever_stands_in_a_cell_is_read_or_refused_in_words(read, cell):
    said = refusal(read, cell)

    assert said[0].isupper()
    assert said.endswith(".")


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_reads_back_from_the_way_it_is_shown(day):
    assert read_date(read_text(day)).whole == day
