import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from openpyxl import Workbook

from accounts.tables.bounds import column_letters
from accounts.tables.delimited import separator_of
from accounts.tables.heading import find_table
from accounts.tables.opening import Kind, Unreadable, check_upload
from accounts.tables.reading import rows_of, sheets_of, tops_of
from tests.ugly import FIELDS
from tests.ugly.older import xlwt


def cells(path, kind, **how):
    return [(row.number, row.cells) for row in rows_of(path, kind, **how)]


def test_rows_keep_their_numbers_and_columns_where_a_table_stands_apart(tmp_path):
    book = Workbook()
    book.active["C4"], book.active["D6"] = "Họ tên", 7
    book.save(tmp_path / "a.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("A")
    sheet.write(3, 2, "Họ tên")
    sheet.write(5, 3, 7)
    old.save(str(tmp_path / "a.xls"))

    expected = [(4, ["", "", "Họ tên", ""]), (6, ["", "", "", 7])]
    assert cells(tmp_path / "a.xlsx", Kind.XLSX) == expected
    assert cells(tmp_path / "a.xls", Kind.XLS) == expected


def test_cells_come_as_what_they_are(tmp_path):
    book = Workbook()
    book.active.append([1, 1.5, 64080001234, True, date(1980, 2, 5), datetime.fromisoformat("2026-11-05T07:30"), time(7, 30), timedelta(hours=30), "a\nb", 10**17])  # fmt: skip
    book.save(tmp_path / "a.xlsx")

    (row,) = rows_of(tmp_path / "a.xlsx", Kind.XLSX)

    assert row.cells == [1, 1.5, 64080001234, True, date(1980, 2, 5), datetime.fromisoformat("2026-11-05T07:30"), "07:30:00", "30:00:00", "a\nb", 1e17]  # fmt: skip
    assert [type(cell) for cell in row.cells[:5]] == [int, float, int, bool, date]


def test_errors_and_formulas_without_a_result_are_said(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C2", '=A1&"<x>"', None, "")
    sheet.write_formula("D2", '=""&A1', None, "text")
    sheet.write_row("A3", ["Cuối", 2])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column("C:D", None, None, {"hidden": True})
    book.close()

    assert list(rows_of(tmp_path / "a.xlsx", Kind.XLSX)) == [
        (2, ["", "#DIV/0!", '=A1&"<x>"', "text"], False),
        (3, ["Cuối", 2, "", ""], True),
    ]
    assert tops_of(tmp_path / "a.xlsx", Kind.XLSX)[0].hidden_columns == [2, 3]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\nThôn 1, xã Gào, Pleiku;2\nThôn 2, xã Gào;3", ";"),
        ("a,b\n1,2", ","),
        ("a\tb\n1,5\t2", "\t"),
        ("a|b\n1|2", "|"),
        ("DANH SÁCH\n\nSTT;Tên\n1;A", ";"),
        ("", ";"),
    ],
)
def test_separator_is_the_one_that_cuts_most_lines_alike(text, separator):
    assert separator_of(text) == separator


def test_officer_may_name_lettering_and_separator(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("Họ tên|Ghi chú\nSiu A|b;c\n".encode("utf-16-le"))

    assert cells(path, Kind.CSV, encoding="utf-16-le", delimiter=";") == [
        (1, ["Họ tên|Ghi chú"]),
        (2, ["Siu A|b", "c"]),
    ]
    with pytest.raises(Unreadable):
        cells(path, Kind.CSV, encoding="no-such")


def test_pages_have_a_sheet_for_every_table(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text(
        "<html><body><script>var x = '<table><tr><td>no'</script><table><tr><td>Trang trí<table><tr><th>Họ tên<th>SĐT"
        "<tr><td>Siu A<td>0905</table></table><table></table></body></html>",
        encoding="utf-8",
    )

    assert check_upload(path, "a.xls") == Kind.HTML
    assert sheets_of(path, Kind.HTML) == [("1", True), ("2", True)]
    assert cells(path, Kind.HTML) == [(1, ["Họ tên", "SĐT"]), (2, ["Siu A", "0905"])]
    assert find_table(path, Kind.HTML, FIELDS).sheet == "2"


def test_page_in_an_old_lettering_says_so_itself(tmp_path):
    path = tmp_path / "a.xls"
    head = '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'
    path.write_bytes(f"{head}<table><tr><td>Đà Nẵng".encode("cp1258", errors="ignore"))

    assert cells(path, Kind.HTML)[0][1][0].startswith("Đà N")


def test_sheet_that_can_not_be_read_hides_no_other(tmp_path):
    book = Workbook()
    book.active.append(["Họ và tên", "SĐT"])
    book.active.append(["Siu A", 905123456])
    book.create_sheet("Rộng")["ZZ1"] = "lạc"
    book.save(tmp_path / "a.xlsx")

    assert find_table(tmp_path / "a.xlsx", Kind.XLSX, FIELDS).sheet == "Sheet"
    with pytest.raises(Unreadable):
        cells(tmp_path / "a.xlsx", Kind.XLSX, sheet="Rộng")


def test_long_cells_come_one_by_one_and_too_long_ones_are_refused(tmp_path):
    book = Workbook()
    for _ in range(300):
        book.active.append(["x" * 32_000])
    book.save(tmp_path / "a.xlsx")
    assert len(cells(tmp_path / "a.xlsx", Kind.XLSX)) == 300

    with zipfile.ZipFile(tmp_path / "a.xlsx") as long, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as longer:
        for name in long.namelist():
            longer.writestr(name, long.read(name).replace(b"x" * 32_000, b"x" * 32_768))
    with pytest.raises(Unreadable) as caught:
        cells(tmp_path / "b.xlsx", Kind.XLSX)
    assert (caught.value.code, caught.value.params) == ("long_cell", {"row": 1, "most": "32.767"})


def test_old_workbook_with_a_password_says_so(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "Họ tên")
    stream = book.get_biff_data()
    length = 4 + int.from_bytes(stream[2:4], "little")
    locked = stream[:length] + b"\x2f\0\x36\0" + b"\1\0\1\0\1\0" + b"\0" * 48 + stream[length:]
    xlwt.CompoundDoc.XlsDoc().save(str(tmp_path / "a.xls"), locked)

    with pytest.raises(Unreadable) as caught:
        cells(tmp_path / "a.xls", Kind.XLS)
    assert caught.value.code == "password"


def test_columns_are_lettered_as_excel_does():
    assert [column_letters(number) for number in (1, 26, 27, 702, 703, 16_384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
