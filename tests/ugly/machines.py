"""Workbooks with what lies under the surface: formulas, composed letters, many sheets, three header lines."""

import unicodedata
import zipfile
from datetime import date

import xlsxwriter

from tests.ugly.workbook import Ugly, records, write

# Formulas: a cached result, one never calculated, and one that lost what it referred to.
_FORMULAS = {"full_name": 1, "birth_year": 2, "phone": 3, "address": 4}


def _formulas(path):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["STT", "Họ tên", "Năm sinh", "Điện thoại", "Địa chỉ"])
    for row, name in enumerate(["Nguyễn Văn An", "Trần Văn Bình", "Lê Thị Cúc"], start=1):
        sheet.write_formula(row, 0, "=ROW()-1", None, row)
        sheet.write_string(row, 1, name)
    sheet.write_formula(1, 2, "=YEAR(DATE(1980,2,5))", None, 1980)
    sheet.write_formula(2, 2, "=YEAR(#REF!)", None, "#REF!")
    sheet.write_formula(3, 2, "=2026-56", None, 1970)
    sheet.write_formula(1, 3, '="0"&"905123456"', None, "0905123456")
    sheet.write_formula(2, 3, "=VLOOKUP(B3,Cu!A:B,2,0)", None, "#N/A")
    sheet.write_formula(3, 4, '="Thôn 1, "&"xã Gào"', None, "")
    book.close()
    _drop_result(path)


def _drop_result(path):
    """Take the result out of D4, as programs that don't calculate leave it."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>2026-56</f><v>1970</v>" in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>2026-56</f><v>1970</v>", b"<f>2026-56</f>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)


FORMULAS = Ugly(
    "cong thuc va loi REF.xlsx",
    _formulas,
    header_rows=(1, 1),
    mapping=_FORMULAS,
    records={
        2: {"full_name": "Nguyễn Văn An", "birth_year": 1980, "phone": "0905123456"},
        3: {"full_name": "Trần Văn Bình", "birth_year": "#REF!", "phone": "#N/A"},
        4: {"full_name": "Lê Thị Cúc", "birth_year": "=2026-56", "address": '="Thôn 1, "&"xã Gào"'},
    },
)

# Letters in two parts as Macs write them, no-break spaces, breaks in headers, invisible signs from a web page.
_PARTS = {"full_name": 0, "citizen_id": 1, "citizen_id_issued_on": 2, "permanent_address": 3, "religion": 4}
_PARTS_ROWS = [
    [unicodedata.normalize("NFD", "Nguyễn Thị Hồng Điệp"), "064\u00a0188\u00a0000\u00a0321", "10/05/2021", unicodedata.normalize("NFD", "Thôn 2, xã Biển Hồ,\nTP Pleiku"), "Không"],
    ["\u200bRơ\u00a0Lan  H’Nương ", "\u202a064192000654\u202c", "10/05/2021\u00a0", " Làng Ngol,  phường Trà Bá", "Tin Lành"],
]  # fmt: skip
PARTS = Ugly(
    "chu to hop.xlsx",
    lambda path: write(
        path,
        {"Sheet1": {1: [unicodedata.normalize("NFD", text) for text in ("Họ và\ntên", "Số\nCCCD", "Ngày\u00a0cấp CCCD", "Hộ khẩu thuờng trú", "Tôn giáo")]} | dict(enumerate(_PARTS_ROWS, start=2))},
        {},
    ),
    header_rows=(1, 1),
    mapping={name: at for name, at in _PARTS.items() if name != "permanent_address"},
    proposed={"permanent_address": 3},
    records=records(2, {name: at for name, at in _PARTS.items() if name != "permanent_address"}, _PARTS_ROWS),
)  # fmt: skip

# A sheet of instructions with the same header, a list of codes, the list itself printed over two pages.
_PAGES = {"full_name": 1, "birth_date": 2, "gender": 3, "address": 4, "phone": 5}
_PAGES_HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Địa chỉ", "Số điện thoại"]
_PAGES_ROWS = {
    1: ["ỦY BAN MTTQ VIỆT NAM XÃ IA DRĂNG"],
    2: ["HỘI NÔNG DÂN"],
    5: _PAGES_HEADER,
    6: [1, "Nguyễn Văn Ba", "12/07/1971", "Nam", "Thôn Hòa Bình", "0973 000 111"],
    7: [2, "Phan Thị Tư", "1969", "Nữ", "Thôn Hòa Bình"],
    8: _PAGES_HEADER,
    9: [3, "Rmah H'Lin", "03/04/1985", "Nữ", "Làng Klăh", "0973 000 222"],
    10: ["", "", "", "", "Ia Drăng, ngày 01 tháng 11 năm 2026"],
    11: ["", "Xác nhận của UBND xã", "", "", "Người lập"],
    13: ["", "Đã ký", "", "", "Nguyễn Thị Sáu"],
}
_INSTRUCTIONS = {
    1: ["HƯỚNG DẪN NHẬP LIỆU"],
    2: [
        "Cột Họ và tên viết chữ in hoa đầu từ, có dấu; cột Ngày sinh ghi ngày/tháng/năm, ai chỉ biết năm thì ghi năm"
    ],
    4: _PAGES_HEADER,
    5: [1, "Nguyễn Văn A", "01/01/1990", "Nam", "Thôn 1", "0900000000"],
}
PAGES = Ugly(
    "nhieu trang co huong dan.xlsx",
    lambda path: write(
        path,
        {"Hướng dẫn": _INSTRUCTIONS, "Danh mục": {1: ["Mã", "Dân tộc"], 2: [1, "Kinh"], 3: [2, "Jrai"]}, "Tháng 11": _PAGES_ROWS},
        {"Tháng 11": ["A1:F1", "A2:F2"]},
    ),
    header_rows=(5, 5),
    sheet="Tháng 11",
    mapping=_PAGES,
    records={number: records(number, _PAGES, [_PAGES_ROWS[number]])[number] for number in (6, 7, 9)},
    others={8: "header", 10: "note", 11: "note", 13: "note"},
)  # fmt: skip

# Three header lines: a group over groups; two dates of the same name told apart by what stands above them.
_THREE = {
    "full_name": 1, "birth_date": 2, "citizen_id": 3, "citizen_id_issued_on": 4, "card_number": 5, "card_issued_on": 6,
    "decision_number": 7, "admitted_on": 8, "education": 9, "training": 10, "political_theory": 11,
}  # fmt: skip
_THREE_ROWS = {
    2: ["BIỂU TỔNG HỢP HỘI VIÊN ĐƯỢC CẤP THẺ"],
    4: ["Số TT", "Thông tin cá nhân", "", "", "", "Thẻ hội viên", "", "Quyết định kết nạp", "", "Trình độ"],
    5: ["", "Họ và tên", "Ngày, tháng, năm sinh", "Căn cước công dân", "", "Số thẻ", "Ngày cấp", "Số", "Ngày", "Văn hóa", "Chuyên môn", "LLCT"],
    6: ["", "", "", "Số", "Ngày cấp"],
    7: ["A", "B", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    8: [1, "Đặng Văn Hùng", "20/11/1962", "064062009999", "01/07/2021", "19.00321", date(2019, 10, 14), "15-QĐ/HND", "26/03/1990", "9/12", "", ""],
    9: [2, "Kpă H'Djuang", "1971", "064171008888", "02/07/2021", "19.00322", date(2019, 10, 14), "15-QĐ/HND", "1995", "5/12", "Trung cấp", "Sơ cấp"],
}  # fmt: skip
THREE = Ugly(
    "ba dong tieu de.xlsx",
    lambda path: write(path, {"Sheet1": _THREE_ROWS}, {"Sheet1": ["A2:L2", "A4:A6", "B4:E4", "F4:G4", "H4:I4", "J4:L4", "B5:B6", "C5:C6", "D5:E5", "F5:F6", "G5:G6", "H5:H6", "I5:I6", "J5:J6", "K5:K6", "L5:L6"]}),
    header_rows=(4, 6),
    mapping=_THREE,
    records=records(8, _THREE, [_THREE_ROWS[8], _THREE_ROWS[9]]),
)  # fmt: skip
