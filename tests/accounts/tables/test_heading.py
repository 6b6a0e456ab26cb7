import json

import pytest

from accounts.tables.heading import Field, Found, Proposed, find_table, find_tables, header_digest
from accounts.tables.matching import Matching
from accounts.tables.opening import Kind, Unreadable
from tests.ugly import FIELDS
from tests.ugly.workbook import write

MATCHING = Matching(FIELDS)
HEADER = ["STT", "Họ và tên", "Ngày sinh", "SĐT"]


def table(tmp_path, sheets, merged=None, **where):
    write(tmp_path / "a.xlsx", sheets, merged or {})
    return find_table(tmp_path / "a.xlsx", Kind.XLSX, FIELDS, **where)


@pytest.mark.parametrize(
    ("above", "field", "certainty"),
    [
        (("Họ và tên",), "full_name", 100),
        (("HỌ VÀ TÊN (*)",), "full_name", 100),
        (("Ho va ten",), "full_name", 100),
        (("Họ và tên (viết chữ in hoa)",), "full_name", 100),
        (("Họ vả tên",), "full_name", 88),
        (("Họvà tên",), "full_name", 90),
        (("Họ và tên hội viên nông dân",), "full_name", 94),
        (("Thông tin hội viên", "Họ và tên"), "full_name", 100),
        (("Chồng", "Họ tên"), "full_name", 0),
        (("Người bảo lãnh", "Họ tên"), "full_name", 85),
        (("Năm sinh", "Nam"), "born_male", 100),
        (("Ngày sinh", "Năm"), "born_male", 70),
        (("Ngày sinh", "Năm"), "birth_year", 100),
        (("CCCD", "Ngày cấp"), "citizen_id_issued_on", 100),
        (("CCCD", "Ngày cấp"), "citizen_id", 0),
        (("Thẻ hội viên", "Ngày cấp"), "card_issued_on", 100),
        (("Thẻ hội viên", "Ngày cấp"), "citizen_id_issued_on", 0),
        (("Hộ khẩu thuờng trú",), "permanent_address", 88),
        (("Số khẩu",), "permanent_address", 0),
        (("Số hộ khẩu",), "permanent_address", 0),
        (("Số điện thoại người thân",), "phone", 0),
        (("Trình độ văn hoá",), "education", 100),
        (("Ký nhận",), "notes", 0),
        ((), "full_name", 0),
    ],
)
def test_header_means_a_field_more_or_less_certainly(above, field, certainty):
    assert MATCHING.certainties(above).get(field, 0) == certainty


def test_table_says_of_every_column_what_it_may_hold(tmp_path):
    found = table(tmp_path, {"Trang 1": {1: ["DANH SÁCH"], 3: [*HEADER, "Ký nhận"], 4: [1, "Siu A", "1980"]}})

    assert (found.sheet, found.header_rows, found.first_data_row) == ("Trang 1", (3, 3), 4)
    assert found.columns == [
        Proposed(0, "STT", None, 0),
        Proposed(1, "Họ và tên", "full_name", 100),
        Proposed(2, "Ngày sinh", "birth_date", 100),
        Proposed(3, "SĐT", "phone", 100),
        Proposed(4, "Ký nhận", None, 0),
    ]


def test_table_may_begin_far_down_but_not_beyond_the_fortieth_row(tmp_path):
    lines = {number: [f"Căn cứ số {number}"] for number in range(1, 39)}

    assert table(tmp_path, {"A": lines | {40: HEADER, 41: [1, "Siu A"]}}).header_rows == (40, 40)
    with pytest.raises(Unreadable):
        table(tmp_path, {"A": {number: [f"Căn cứ {number}"] for number in range(1, 41)} | {41: HEADER}})


def test_numbers_of_columns_and_words_for_required_are_passed_by(tmp_path):
    numbers, required = ["(1)", "(2)", "(3)", "(4)"], ["", "Bắt buộc", "Bắt buộc", "Bắt buộc"]
    found = table(tmp_path, {"A": {1: HEADER, 2: required, 3: numbers, 4: [1, "Siu A", "1980", ""]}})

    assert (found.header_rows, found.first_data_row) == ((1, 1), 4)


def test_first_record_is_not_taken_for_a_second_header_line(tmp_path):
    found = table(
        tmp_path, {"A": {1: HEADER, 2: ["", "Nam", "", "Nữ"], 3: ["", "Chi hội 1"], 4: [1, "B", 1980]}}
    )

    assert (found.header_rows, found.first_data_row) == ((1, 1), 2)


def test_group_word_holds_for_its_columns_without_a_merge(tmp_path):
    found = table(
        tmp_path, {"A": {1: ["Họ tên", "Năm sinh", "", "SĐT"], 2: ["", "Nam", "Nữ"], 3: ["B", 1980]}}
    )

    assert found.header_rows == (1, 2)
    assert found.mapping() == {"full_name": 0, "born_male": 1, "born_female": 2, "phone": 3}


def test_every_sheet_with_a_table_is_named_best_first(tmp_path):
    sheets = {
        "Thôn 1": {1: HEADER, 2: [1, "A"]},
        "Trống": {},
        "Thôn 2": {1: [*HEADER, "Dân tộc"], 2: [1, "B"]},
    }
    write(tmp_path / "a.xlsx", sheets, {})

    found = find_tables(tmp_path / "a.xlsx", Kind.XLSX, FIELDS)

    assert [one.sheet for one in found] == ["Thôn 2", "Thôn 1"]


def test_officer_may_name_sheet_and_row(tmp_path):
    sheets = {
        "Thôn 1": {1: HEADER, 2: [1, "A"], 5: ["Họ tên", "SĐT"], 6: ["B", 1]},
        "Thôn 2": {1: HEADER, 2: [1, "B"]},
    }

    found = table(tmp_path, sheets, sheet="Thôn 1", header_row=5)

    assert (found.sheet, found.header_rows, found.mapping()) == (
        "Thôn 1",
        (5, 5),
        {"full_name": 0, "phone": 1},
    )


def test_table_of_unknown_columns_is_shown_for_an_officer_to_name(tmp_path):
    found = table(
        tmp_path, {"A": {1: ["Mã", "Người", "Việc"], 2: [1, "Siu A", "cà phê"], 3: [2, "B", "tiêu"]}}
    )

    assert found.header_rows == (1, 1)
    assert [(column.header, column.field) for column in found.columns] == [
        ("Mã", None),
        ("Người", None),
        ("Việc", None),
    ]


def test_sheet_without_a_table_is_refused(tmp_path):
    with pytest.raises(Unreadable) as caught:
        table(tmp_path, {"A": {1: ["Chỉ có một câu."]}})

    assert caught.value.code == "no_table"


def test_digest_is_of_the_header_texts_in_their_order(tmp_path):
    one = table(tmp_path, {"Tháng 10": {1: HEADER, 2: [1, "A"]}})
    other = table(
        tmp_path, {"Tháng 11": {4: ["STT", "HỌ  VÀ TÊN", "Ngày sinh", "sđt"], 5: [1, "B"], 6: [2, "C"]}}
    )
    turned = table(tmp_path, {"Tháng 10": {1: HEADER[::-1], 2: [1, "A"]}})

    assert header_digest(one) == header_digest(other) != header_digest(turned)


def test_what_was_found_can_be_kept(tmp_path):
    found = table(tmp_path, {"A": {1: HEADER, 2: [1, "A"]}})

    assert Found.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_two_columns_of_one_name_give_one_field(tmp_path):
    found = table(tmp_path, {"A": {1: ["Họ tên", "SĐT", "SĐT"], 2: ["B", 1, 2]}})

    assert found.mapping() == {"full_name": 0, "phone": 1}


def test_field_that_names_itself_never_is_not_proposed():
    field = Field("name", "Tên", never=("vợ",))

    assert [Matching([field]).certainties((text,)).get("name") for text in ("Tên", "Tên vợ")] == [100, None]
