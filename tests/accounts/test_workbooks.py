import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from accounts.workbooks import CellTooLong, Column, Sheet, write_workbook

COLUMNS = [Column("Tên"), Column("Giá", "number"), Column("Ngày", "date"), Column("Điện thoại")]


def written(rows, **options):
    target = io.BytesIO()
    count = write_workbook(target, [Sheet("Trang", COLUMNS, rows, **options)])
    target.seek(0)
    return count, CalamineWorkbook.from_filelike(target).get_sheet_by_name("Trang").to_python(
        skip_empty_area=False
    )


def test_workbook_reads_back_cell_for_cell():
    count, cells = written([["Cà phê", 98_000, date(2026, 11, 2), "0905 123 456"]], above=["Bản nháp"])

    assert count == 1
    assert cells == [
        ["Bản nháp", "", "", ""],
        ["Tên", "Giá", "Ngày", "Điện thoại"],
        ["Cà phê", 98000.0, date(2026, 11, 2), "0905 123 456"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "-5", "@SUM(A1)", "+84905123456", "00123", "https://example.org/?a=1"]
)
def test_workbook_keeps_text_as_text(text):
    _, cells = written([[text, 1, None, ""]])

    assert cells[1] == [text, 1.0, "", ""]


def test_workbook_drops_characters_that_no_workbook_can_hold():
    _, cells = written([["a\x00b\x0bc", None, None, ""]])

    assert cells[1][0] == "abc"


def test_workbook_refuses_a_text_that_would_be_cut():
    with pytest.raises(CellTooLong, match="row 2, column 1: 32768 characters, at most 32767"):
        written([["x" * 32_768, 1, None, ""]])


def test_workbook_keeps_a_text_of_the_longest_length():
    _, cells = written([["x" * 32_767, 1, None, ""]])

    assert len(cells[1][0]) == 32_767


def test_workbook_without_rows_has_its_header():
    count, cells = written([])

    assert (count, cells) == (0, [["Tên", "Giá", "Ngày", "Điện thoại"]])


def test_workbook_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="zip"):
        written([["too short"]])
