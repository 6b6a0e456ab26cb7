import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from farmers.members_workbook import write_members
from tests.factories.farmers import MemberFactory, commune, other_commune, province

HEADER = [
    "STT", "Họ và tên", "Giới tính", "Năm sinh", "Điện thoại", "Thôn, làng, số nhà", "Xã, phường", "Cấp Hội",
    "Số thẻ", "Ngày vào Hội", "Số quyết định", "Tình trạng",
]  # fmt: skip


def cells_of(source):
    source.seek(0)
    return CalamineWorkbook.from_filelike(source).get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.fixture
def member(db):
    return MemberFactory(
        full_name="Rơ Châm H'Lan", phone="+84905000001", card_number="26.00001", address="làng Ví Dụ",
        citizen_id="064185000001", birth_date=date(1985, 3, 5),
    )  # fmt: skip


def test_members_workbook_holds_every_column_in_vietnamese(member):
    target = io.BytesIO()

    rows = write_members(target, path=commune().path, progress=lambda done: None)

    assert rows == 1
    assert cells_of(target) == [
        ["DANH SÁCH HỘI VIÊN"] + [""] * 11,
        ["Hội Nông dân xã Biển Hồ"] + [""] * 11,
        HEADER,
        [
            1.0, "Rơ Châm H'Lan", "Nữ", 1985.0, "0905 000 001", "làng Ví Dụ", "xã Biển Hồ", "Hội Nông dân xã Biển Hồ",
            "26.00001", date(2026, 3, 1), "12-QĐ/HNDT", "Đang sinh hoạt",
        ],
    ]  # fmt: skip


def test_members_workbook_holds_no_citizen_id_and_no_birth_date(member):
    target = io.BytesIO()

    write_members(target, path=province().path, progress=lambda done: None)

    texts = {str(cell) for row in cells_of(target) for cell in row}
    assert "064185000001" not in texts
    assert "1985-03-05" not in texts


def test_members_workbook_stays_within_the_branch_and_leaves_out_merged_records(member):
    MemberFactory(branch=other_commune(), full_name="Người xã khác")
    MemberFactory(full_name="Bản ghi trùng", merged_into=member)
    target = io.BytesIO()

    write_members(target, path=commune().path, progress=lambda done: None)

    assert [row[1] for row in cells_of(target)[3:]] == ["Rơ Châm H'Lan"]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_members_workbook_asks_two_queries_however_many_rows(count, django_assert_num_queries):
    MemberFactory.create_batch(count)

    path = commune().path
    with django_assert_num_queries(2):
        write_members(io.BytesIO(), path=path, progress=lambda done: None)


def test_export_members_writes_the_branch_named_by_its_code(member, tmp_path, capsys):
    call_command("export_members", "--branch", "23590", "--out", str(tmp_path / "hv.xlsx"))

    written = io.BytesIO((tmp_path / "hv.xlsx").read_bytes())
    assert [row[1] for row in cells_of(written)[3:]] == ["Rơ Châm H'Lan"]
    assert capsys.readouterr().out.startswith("1 members of Hội Nông dân xã Biển Hồ written to ")


def test_export_members_names_the_remedy_for_an_unknown_branch(member, tmp_path):
    with pytest.raises(CommandError, match="give the 5-digit code of a commune"):
        call_command("export_members", "--branch", "99999", "--out", str(tmp_path / "hv.xlsx"))


def test_export_members_names_the_remedy_for_a_place_it_may_not_write(member, tmp_path):
    with pytest.raises(CommandError, match="Choose another place with --out"):
        call_command("export_members", "--out", str(tmp_path / "no" / "hv.xlsx"))
