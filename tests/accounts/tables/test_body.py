from datetime import date

import pytest

from accounts.tables.body import Line, Role, lines_below
from accounts.tables.bounds import Row
from accounts.tables.heading import Found, Proposed

HEADER = ["STT", "Họ và tên", "Năm sinh / Nam", "Năm sinh / Nữ", "Địa chỉ", "Ngày vào Hội", "Ký nhận"]
FIELDS = [None, "full_name", "born_male", "born_female", "address", "admitted_on", None]
FOUND = Found(
    "A",
    (3, 4),
    5,
    [Proposed(at, text, field, 100 if field else 0) for at, (text, field) in enumerate(zip(HEADER, FIELDS, strict=True))],
)  # fmt: skip


def roles(*rows, found=FOUND, columns=None):
    numbered = [Row(number, cells) for number, cells in enumerate(rows, start=5)]
    return [line.role.value for line in lines_below(numbered, found, columns)]


@pytest.mark.parametrize(
    ("cells", "role"),
    [
        ([1, "Nguyễn Văn Lợi", 1968, "", "Thôn 3", date(2001, 3, 26)], "record"),
        ([1, "Tống Thị Cộng", "", 1968, "Thôn 3", ""], "record"),
        ([1, "Xa Văn Bản", "", 1968, "Xã Gào", ""], "record"),
        (["1", "Y Sô", 1968, "", "Làng Ó", ""], "record"),
        ([1, "Siu H'Bia"], "record"),
        (["", "Siu H'Bia", 1971], "record"),
        (["", "", 1971, "", "Thôn 3"], "record"),
        (["", "Chi hội thôn 3"], "section"),
        (["I", "Chi hội thôn 3"], "section"),
        (["I", "Chi hội thôn 3", 12, 13], "section"),
        (["II. Làng Bông Phun"], "section"),
        (["", "TỔ HỘI CÀ PHÊ"], "section"),
        (["Nhóm trồng tiêu"], "section"),
        (["", "Cộng", 12, 13], "total"),
        (["TỔNG CỘNG", "", 12, 13], "total"),
        (["Tổng số: 25 hội viên"], "total"),
        (["", "Tổng cộng chi hội thôn 3", 12, 13], "total"),
        (["STT", "Họ và tên", "Năm sinh", "", "Địa chỉ", "Ngày vào Hội"], "header"),
        (["", "", "Nam", "Nữ"], "header"),
        (["", "Người lập biểu", "", "", "", "TM. BAN CHẤP HÀNH"], "note"),
        (["", "", "", "", "Chư Á, ngày 05 tháng 11 năm 2026"], "note"),
        (["Ghi chú: cột 3 ghi năm sinh"], "note"),
        ([46], "blank"),
        (["", "", "", "", "", "", 7], "blank"),
    ],
)
def test_row_plays_the_part_that_its_words_tell(cells, role):
    assert roles(cells) == [role]


def test_what_follows_a_signature_is_part_of_it_until_a_record_comes():
    assert roles(
        ["", "Người lập biểu", "", "", "Chủ tịch"],
        ["", "Ksor Nhan", "", "", "Rơ Mah Thuyên"],
        [1, "Nguyễn Văn Lợi", 1968, "", "Thôn 3", "2001"],
        ["", "Ksor Nhan"],
    ) == ["note", "note", "record", "record"]


def test_numbers_of_columns_under_a_repeated_header_belong_to_it():
    assert roles(
        ["STT", "Họ và tên", "Năm sinh", "", "Địa chỉ", "Ngày vào Hội"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        [1, "Nguyễn Văn Lợi", 1968, "", "Thôn 3", "2001"],
    ) == ["header", "header", "record"]


def test_rows_stand_under_the_last_sub_heading():
    rows = [
        Row(4, ["header"]),
        Row(5, ["I", "Chi hội thôn 3"]),
        Row(6, [1, "Nguyễn Văn Lợi", 1968, "", "Thôn 3"], hidden=True),
        Row(9, ["", "Cộng", 1]),
    ]

    assert list(lines_below(rows, FOUND)) == [
        Line(5, rows[1].cells, Role.SECTION, "Chi hội thôn 3", hidden=False),
        Line(6, rows[2].cells, Role.RECORD, "Chi hội thôn 3", hidden=True),
        Line(9, rows[3].cells, Role.TOTAL, "Chi hội thôn 3", hidden=False),
    ]


def test_columns_are_those_that_an_officer_confirmed():
    assert roles(["", "", "", "", "", "", "đã ký"], columns=[1, 6]) == ["record"]


def test_list_of_names_alone_has_records():
    found = Found("A", (1, 1), 2, [Proposed(0, "Họ và tên", "full_name", 100)])

    assert roles(["Nguyễn Văn Lợi"], ["Siu A"], ["Cộng"], ["Chi hội thôn 3"], found=found) == [
        "record",
        "record",
        "total",
        "section",
    ]
