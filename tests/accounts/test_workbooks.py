import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from accounts import workbooks
from accounts.official_forms import OfficialForm, Signature
from accounts.workbooks import CellTooLong, Column, Sheet, TooManyRows, write_workbook

COLUMNS = [Column("Tên"), Column("Giá", "number"), Column("Ngày", "date"), Column("Điện thoại")]
FORM = OfficialForm(
    left=("HỘI NÔNG DÂN VIỆT NAM", "BCH HỘI NÔNG DÂN XÃ BIỂN HỒ"),
    right=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    title="DANH SÁCH HỘI VIÊN",
    number="Số: …-BC/HNDT",
    total=lambda count: f"Tổng cộng: {count}",
    place_and_day="Biển Hồ, ngày 24 tháng 11 năm 2026",
    signatures=(Signature(("NGƯỜI LẬP BIỂU",), "(Ký)"), Signature(("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"))),
)


def book_of(*sheets):
    target = io.BytesIO()
    count = write_workbook(target, sheets)
    target.seek(0)
    return count, target


def cells_of(book, name="Trang"):
    book.seek(0)
    return CalamineWorkbook.from_filelike(book).get_sheet_by_name(name).to_python(skip_empty_area=False)


def written(rows, **options):
    count, book = book_of(Sheet("Trang", COLUMNS, rows, **options))
    return count, cells_of(book)


def test_workbook_reads_back_cell_for_cell():
    count, cells = written([["Cà phê", 98_000, date(2026, 11, 2), "0905 123 456"]], above=["Bản nháp"])

    assert count == 1
    assert cells == [
        ["Bản nháp", "", "", ""],
        ["Tên", "Giá", "Ngày", "Điện thoại"],
        ["Cà phê", 98000.0, date(2026, 11, 2), "0905 123 456"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "-5", "@SUM(A1)", "+84905123456", "00123", "064185000001", "https://example.org/?a=1",
        "<b>&amp;</b> ]]>", "_x0041_", "_x00", " trước và sau ", "dòng 1\ndòng 2", "\tthụt vào", "😀 lúa", "'=1",
    ],
)  # fmt: skip
def test_workbook_keeps_text_as_text(text):
    _, cells = written([[text, 1, None, ""]])

    assert cells[1] == [text, 1.0, "", ""]


def test_workbook_drops_characters_that_no_workbook_can_hold():
    _, cells = written([["a\x00b\x0bc\ud800d\ufffee", None, None, "x\r\ny"]])

    assert cells[1] == ["abcde", "", "", "x\ny"]


def test_workbook_refuses_a_text_that_would_be_cut():
    with pytest.raises(CellTooLong, match="A2: 32768 characters, at most 32767"):
        written([["x" * 32_768, 1, None, ""]])
    with pytest.raises(CellTooLong, match="D2: 32768 characters"):
        written([["", 1, None, "😀" * 16_384]])  # counts as two each


def test_workbook_keeps_a_text_of_the_longest_length():
    _, cells = written([["x" * 32_767, 1, None, ""]])

    assert len(cells[1][0]) == 32_767


def test_workbook_without_rows_has_its_header():
    count, cells = written([])

    assert (count, cells) == (0, [["Tên", "Giá", "Ngày", "Điện thoại"]])


@pytest.mark.parametrize("row", [["too short"], ["<too short>"], ["", 1, None, "", "too long"]])
def test_workbook_refuses_a_row_of_another_length(row):
    with pytest.raises(ValueError, match="zip"):
        written([row])


def test_workbook_refuses_more_rows_than_a_sheet_holds(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)

    assert written([["a", 1, None, ""]] * 2)[0] == 2
    with pytest.raises(TooManyRows, match="Trang: more than the 2 rows"):
        written([["a", 1, None, ""]] * 3)


def test_workbook_refuses_a_sheet_larger_than_readers_open(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_BYTES", 10_000)

    with pytest.raises(TooManyRows):
        written([["a", 1, None, ""]] * 500)


def test_workbook_writes_numbers_that_a_spreadsheet_keeps_and_all_others_as_text():
    columns = [Column("Số", "number"), Column("Năm", "year"), Column("Chữ")]
    rows = [[Decimal("1.5"), 1985, 5], [10**15, True, Decimal(3)], [-7, "khoảng 1980", float("nan")]]
    _, book = book_of(Sheet("Trang", columns, rows))

    assert cells_of(book)[1:] == [
        [1.5, 1985.0, "5"], [str(10**15), "True", "3"], [-7.0, "khoảng 1980", "nan"],
    ]  # fmt: skip
    page = load_workbook(book)["Trang"]
    formats = [cell.number_format for cell in page[2]]
    assert formats == ["#,##0.0##", "0", "@"]


def test_workbook_formats_columns_and_filters_exactly_its_rows():
    _, book = book_of(Sheet("Trang", COLUMNS, [["a", 1, date(2026, 1, 2), "b"]] * 3, above=["x"]))
    page = load_workbook(book)["Trang"]

    assert (page.auto_filter.ref, page.freeze_panes) == ("A2:D5", "A3")
    assert [cell.number_format for cell in page[3]] == ["@", "#,##0", "dd/mm/yyyy", "@"]
    assert page.dimensions == "A1:D5"


def test_every_sheet_has_its_own_header_and_rows():
    sheets = [
        Sheet("Một", COLUMNS[:2], [["a", 1]] * 250, ["Trên"], FORM),
        Sheet("Hai", COLUMNS[2:3], []),
        Sheet("Ba", COLUMNS[1:2], [[1]], ["Dưới"]),
    ]
    count, book = book_of(*sheets)

    assert count == 251
    assert cells_of(book, "Một")[-6:-3] == [["a", 1.0], ["", ""], ["Tổng cộng: 250", ""]]
    assert cells_of(book, "Hai") == [["Ngày"]]
    assert cells_of(book, "Ba") == [["Dưới"], ["Giá"], [1.0]]


def test_official_form_stands_around_the_table_and_prints_on_a4():
    columns = [
        Column("STT", "year", 6), Column("Họ và tên", width=30), Column("Nam", "year", 8, "Năm sinh"),
        Column("Nữ", "year", 8, "Năm sinh"), Column("Nòng cốt", "mark", 10),
    ]  # fmt: skip
    _, book = book_of(Sheet("Trang", columns, [[1, "Siu H'Bưn", None, 1985, "X"]], form=FORM))

    assert cells_of(book) == [
        ["HỘI NÔNG DÂN VIỆT NAM", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", ""],
        ["BCH HỘI NÔNG DÂN XÃ BIỂN HỒ", "", "Độc lập - Tự do - Hạnh phúc", "", ""],
        ["Số: …-BC/HNDT", "", "", "", ""],
        ["", "", "", "", ""],
        ["DANH SÁCH HỘI VIÊN", "", "", "", ""],
        ["", "", "", "", ""],
        ["STT", "Họ và tên", "Năm sinh", "", "Nòng cốt"],
        ["", "", "Nam", "Nữ", ""],
        [1.0, "Siu H'Bưn", "", 1985.0, "X"],
        ["", "", "", "", ""],
        ["Tổng cộng: 1", "", "", "", ""],
        ["", "", "Biển Hồ, ngày 24 tháng 11 năm 2026", "", ""],
        ["NGƯỜI LẬP BIỂU", "", "TM. BAN THƯỜNG VỤ", "", ""],
        ["(Ký)", "", "CHỦ TỊCH", "", ""],
    ]
    page = load_workbook(book)["Trang"]
    assert {"A7:A8", "C7:D7", "E7:E8"} <= {str(merged) for merged in page.merged_cells.ranges}
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.print_title_rows, page.auto_filter.ref) == ("$7:$8", "A8:E9")
    assert page["C9"].border.left.style == "thin"  # an empty cell is ruled too


def test_sheet_too_wide_for_the_paper_is_printed_on_several():
    columns = [Column("Cột", width=40)] * 8
    _, book = book_of(Sheet("Trang", columns, [["a"] * 8], form=FORM))
    page = load_workbook(book)["Trang"]

    assert (bool(page.sheet_properties.pageSetUpPr.fitToPage), page.print_title_cols) == (False, "$A:$B")


def test_workbook_is_known_by_its_first_part_and_holds_no_range_that_readers_would_believe():
    _, book = book_of(Sheet("Trang", COLUMNS, [["a", 1, None, "b"]]))

    with zipfile.ZipFile(book) as parts:
        assert parts.testzip() is None
        assert parts.namelist()[0] == "[Content_Types].xml"
        assert b"<dimension" not in parts.read("xl/worksheets/sheet1.xml")
