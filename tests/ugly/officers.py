"""Workbooks as officers of communes make them in Excel."""

from datetime import date

from openpyxl import load_workbook

from tests.ugly.workbook import Ugly, records, write

# The association's own form: title, two header lines, numbers of columns, a sub-heading for every chapter.
_FORM = {
    "full_name": 1, "born_male": 2, "born_female": 3, "citizen_id": 4, "citizen_id_issued_on": 5, "address": 6,
    "ethnicity": 7, "is_resident": 8, "is_occupational": 9, "admitted_on": 10, "phone": 11, "notes": 12,
}  # fmt: skip
_FORM_ROWS = {
    1: ["HỘI NÔNG DÂN XÃ CHƯ Á", "", "", "", "", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    2: ["BAN CHẤP HÀNH", "", "", "", "", "", "", "", "Độc lập - Tự do - Hạnh phúc"],
    4: ["DANH SÁCH HỘI VIÊN NÔNG DÂN NĂM 2026"],
    5: ["(Kèm theo Báo cáo số 12-BC/HNDX ngày 05 tháng 11 năm 2026 của Hội Nông dân xã)"],
    7: ["TT", "Họ và tên (*)", "Năm sinh", "", "CCCD", "", "Nơi ở hiện nay", "Dân tộc", "Hội viên", "", "Ngày vào Hội", "SĐT", "Ghi chú"],
    8: ["", "", "Nam", "Nữ", "Số", "Ngày cấp", "", "", "dân cư", "ngành nghề"],
    9: [f"({number})" for number in range(1, 14)],
    10: ["I", "Chi hội thôn 3"],
    11: [1, "Nguyễn Văn Lợi", 1968, "", "064068001234", date(2021, 5, 10), "Thôn 3, xã Chư Á, TP Pleiku", "Kinh", "x", "", date(2001, 3, 26), "0905 123 456"],
    12: [2, "Rơ Châm H'Bliu", "", 1975, "064175004321", date(2021, 5, 11), "Thôn 3, xã Chư Á, TP Pleiku", "Jrai", "X", "x", date(2005, 10, 14), "0914.555.666", "hộ cận nghèo"],
    13: ["", "Cộng", 1, 1],
    15: ["II", "Chi hội làng Bông Phun"],
    16: [1, "Siu Blâng", 1959, "", "", "", "Làng Bông Phun, xã Chư Á", "Jrai", "x", "", 1989],
    17: [2, "Tống Thị Cộng", "", 1990, 64190000111, "15/06/2022", "Làng Bông Phun, xã Chư Á, thành phố Pleiku", "Kinh", "", "x", "02/2019", 987654321],
    18: ["", "Tổng cộng: 04 hội viên"],
    20: ["", "", "", "", "", "", "", "", "Chư Á, ngày 05 tháng 11 năm 2026"],
    21: ["", "Người lập biểu", "", "", "", "", "", "", "TM. BAN CHẤP HÀNH"],
    22: ["", "", "", "", "", "", "", "", "CHỦ TỊCH"],
    26: ["", "Ksor Nhan", "", "", "", "", "", "", "Rơ Mah Thuyên"],
}  # fmt: skip
_FORM_MERGED = ["A1:H1", "I1:M1", "A4:M4", "A5:M5", "A7:A8", "B7:B8", "C7:D7", "E7:F7", "G7:G8", "H7:H8", "I7:J7", "K7:K8", "L7:L8", "M7:M8", "B10:M10", "B15:M15"]  # fmt: skip
FORM = Ugly(
    "Danh sach hoi vien (mau Hoi).xlsx",
    lambda path: write(path, {"DS hội viên": _FORM_ROWS}, {"DS hội viên": _FORM_MERGED}),
    header_rows=(7, 8),
    sheet="DS hội viên",
    mapping=_FORM,
    records=records(11, _FORM, [_FORM_ROWS[11], _FORM_ROWS[12]])
    | records(16, _FORM, [_FORM_ROWS[16], _FORM_ROWS[17]]),
    others={
        10: "section",
        13: "total",
        15: "section",
        18: "total",
        20: "note",
        21: "note",
        22: "note",
        26: "note",
    },
    sections={10: "Chi hội thôn 3", 15: "Chi hội làng Bông Phun"},
)

# Columns in odd order under near-miss names; phones and ids typed as numbers; rows left free; a column nobody knows.
_ODD = {"phone": 0, "address": 1, "full_name": 2, "citizen_id": 3, "birth_date": 4, "gender": 5, "chapter": 7, "card_number": 8, "duty": 9}  # fmt: skip
_ODD_HEADER = ["SĐT", "Nơi ở hiện nay (thôn, làng)", "Họ tên HV", "Số CMND/CCCD", "Ngày, tháng, năm sinh", "Nam/Nữ", "Ký nhận", "Chi hội", "Số thẻ HV", "Chức vụ"]  # fmt: skip
_ODD_ROWS = [
    [905123456, "Thôn 1 xã Ia Kênh, Pleiku", "Trần Thị Mỹ Lệ", 64180001234, "5.2.1980", "Nữ", "", "Thôn 1", "22.00017", "Hội viên"],
    [],
    [2693824403, "làng Mơ Nú, xã Chư Á", "Kpuih H'Nhin", 230567891, "1965", "nữ", "đã ký", "Mơ Nú", 21.00153, "Chi hội trưởng"],
    ["0358 111 222", "Tổ 4, P. Thống Nhất, TP. Pleiku", "Lê  Hữu Phước", "064 079 000 555", date(1979, 12, 31), "nam", "", "Tổ 4"],
    ["", "", "Đinh Văn Chờ"],
]  # fmt: skip
ODD = Ugly(
    "HV xa Ia Kenh - Chu A (ban cuoi).xlsx",
    lambda path: write(path, {"Sheet1": {2: _ODD_HEADER} | dict(enumerate(_ODD_ROWS, start=3))}, {}),
    header_rows=(2, 2),
    mapping=_ODD,
    records=records(3, _ODD, _ODD_ROWS),
)

# Dates as five people write them, in one column.
_DATES = {"full_name": 1, "birth_date": 2, "admitted_on": 3}
_DATES_HEADER = ["STT", "HỌ VÀ TÊN", "NGÀY THÁNG NĂM SINH", "NGÀY KẾT NẠP"]
_DATES_ROWS = [
    [1, "Nguyễn Thị Hoa", date(1980, 2, 5), "ngày 26 tháng 3 năm 2010"],
    [2, "Phạm Văn Đức", "05/02/1980", "26-3-2010"],
    [3, "Rah Lan Kim", "5-2-80", 40263],
    [4, "Ksor H'Ngâm", 1980, "2010-03-26"],
    [5, "Lê Văn Tám", 29256, "03/2010"],
    [6, "Hoàng Văn Chín", "13/25/1980", "không nhớ"],
    [7, "Siu Hyai", "00/00/1957", "26/03/2010"],
    [8, "Puih Glơi", "1957 ", ""],
]
DATES = Ugly(
    "ngay sinh nhieu kieu.xlsx",
    lambda path: write(path, {"Sheet1": {1: _DATES_HEADER} | dict(enumerate(_DATES_ROWS, start=2))}, {}),
    header_rows=(1, 1),
    mapping=_DATES,
    records=records(2, _DATES, _DATES_ROWS),
)

# Sex by X marks under "Giới tính"; a hidden row, a hidden older column of the same name; rows numbered in advance.
_MARKS = {"full_name": 1, "is_male": 2, "is_female": 3, "phone": 5, "household_class": 6}
_MARKS_ROWS = {
    1: ["DANH SÁCH HỘI VIÊN CHI HỘI THÔN 5"],
    3: ["STT", "Họ và tên", "Giới tính", "", "Số điện thoại", "Số điện thoại", "Gia đình thuộc diện"],
    4: ["", "", "Nam", "Nữ"],
    5: [1, "Võ Văn Kiên", "x", "", "01682345678", "0382345678", "Hộ nghèo"],
    6: [2, "Y Blưi", "X", "", "", 972111333],
    7: [3, "Nguyễn Thị Thu", "", "✓", "", "0972 111 334", "Chính sách"],
    8: [4],
    9: [5],
    10: ["Tổng số", "", 2, 1],
}


def _marks(path):
    write(path, {"Sheet1": _MARKS_ROWS}, {"Sheet1": ["A1:G1", "A3:A4", "B3:B4", "C3:D3"]})
    book = load_workbook(path)
    book["Sheet1"].row_dimensions[6].hidden = True
    book["Sheet1"].column_dimensions["E"].hidden = True
    book.save(path)


MARKS = Ugly(
    "gioi tinh danh dau x.xlsx",
    _marks,
    header_rows=(3, 4),
    mapping=_MARKS,
    records={number: records(number, _MARKS, [_MARKS_ROWS[number]])[number] for number in (5, 6, 7)},
    others={8: "blank", 9: "blank", 10: "total"},
    hidden=frozenset({6}),
)
