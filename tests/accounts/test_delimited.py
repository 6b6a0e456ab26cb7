import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.delimited import harmless, plain, write_delimited
from accounts.sheets import Column, Sheet


def written(rows, columns):
    target = io.BytesIO()
    count = write_delimited(target, Sheet("Trang", columns, rows))
    return count, target.getvalue().decode("utf-8-sig"), target.getvalue()[:3]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84905",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1",
        "'=1",
        "064185000001",
        "26.00001",
        "12/5",
        "1e5",
        "012",
    ],
)
def test_what_a_spreadsheet_would_compute_or_turn_into_a_number_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "0", "1985", "0905 000 001", "Siu H'Bưn", "'", "12-QĐ/HNDT", "a=1", "'12"]
)
def test_what_a_spreadsheet_leaves_alone_stays_as_it_is(text):
    assert (harmless(text), plain(text)) == (text, text)


@given(st.text(alphabet="'=+-@0129./ \taĐ\n", max_size=8))
def test_what_was_made_harmless_comes_back(text):
    assert plain(harmless(text)) == text


def test_delimited_text_reads_back():
    columns = [
        Column("STT", "year"),
        Column("Nam", group="Năm sinh"),
        Column("Ngày", "date"),
        Column("Ghi chú"),
    ]
    rows = [[1, "=x", date(2026, 3, 1), 'nói "có", rồi\nthôi'], [Decimal("1.5"), None, None, "a\x00b"]]
    count, text, mark = written(rows, columns)

    assert (count, mark) == (2, b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["STT", "Năm sinh Nam", "Ngày", "Ghi chú"],
        ["1", "'=x", "01/03/2026", 'nói "có", rồi\nthôi'],
        ["1.5", "", "", "ab"],
    ]


def test_delimited_text_of_many_rows_holds_them_all():
    count, text, _ = written(([number] for number in range(1_234)), [Column("STT", "year")])

    assert (count, len(text.split())) == (1_234, 1_235)
