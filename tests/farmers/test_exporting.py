import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook
from wagtail.models import ModelLogEntry

from accounts.delimited import plain
from accounts.models import HandedFile, Reading
from farmers.data_requests import ask
from farmers.exporting import Choice, MemberList, members_under, order_members
from farmers.member_columns import COLUMNS, FULL, USUAL, columns_named, headers, sensitive_among
from farmers.models import MemberConfidence, MemberSupport, Officer
from farmers.tree import open_branch
from market.desk import member_files  # noqa: F401 registers the writer, as the whole application does
from tests.factories.farmers import MemberFactory, commune, officer, other_commune, province

HEADER = [
    "STT", "Họ và tên", "Giới tính", "Năm sinh", "Số điện thoại", "Nơi ở hiện nay", "Xã/phường nơi ở hiện nay",
    "Cấp Hội", "Số thẻ hội viên", "Ngày vào Hội", "Số quyết định công nhận", "Tình trạng",
]  # fmt: skip
ON = date(2026, 11, 24)
SENSITIVE = ["full_name", "citizen_id", "birth_date", "ethnicity"]


def cells_of(source):
    source.seek(0)
    return CalamineWorkbook.from_filelike(source).get_sheet_by_index(0).to_python(skip_empty_area=False)


def listed(branch, columns=USUAL, members=None, **choice):
    """The rows of a list, without what stands around them."""
    target = io.BytesIO()
    members = members_under(branch.path) if members is None else members
    count = MemberList(branch, members, Choice(columns, **choice), ON).write(target, lambda done: None)
    cells = cells_of(target)
    top = next(number for number, row in enumerate(cells) if row[0] == COLUMNS[columns[0]].header)
    first = top + (2 if "born_male" in columns else 1)
    return cells[top], cells[first : first + count]


@pytest.fixture
def member(db):
    return MemberFactory(
        full_name="Rơ Châm H'Lan", phone="+84905000001", card_number="26.00001", address="làng Ví Dụ",
        citizen_id="064185000001", birth_date=date(1985, 3, 5),
    )  # fmt: skip


def test_usual_list_holds_every_column_in_vietnamese(member):
    header, rows = listed(commune())

    assert header == HEADER
    assert rows == [
        [
            1.0, "Rơ Châm H'Lan", "Nữ", 1985.0, "0905 000 001", "làng Ví Dụ", "Xã Biển Hồ", "Hội Nông dân xã Biển Hồ",
            "26.00001", date(2026, 3, 1), "12-QĐ/HNDT", "Đang sinh hoạt",
        ]
    ]  # fmt: skip


def test_usual_and_full_lists_hold_nothing_sensitive(member):
    assert sensitive_among(columns_named([*USUAL, *(key for key in FULL if key not in USUAL)])) == []

    _, rows = listed(commune(), FULL)
    texts = {str(cell) for row in rows for cell in row}
    assert not {"064185000001", "1985-03-05"} & texts


def test_list_has_the_form_of_the_association(member):
    target = io.BytesIO()
    MemberList(commune(), members_under(commune().path), Choice(told=["Giới tính: Nữ"]), ON).write(
        target, lambda done: None
    )
    texts = [cell for row in cells_of(target) for cell in row if isinstance(cell, str)]

    assert {
        "HỘI NÔNG DÂN VIỆT NAM", "BCH HỘI NÔNG DÂN XÃ BIỂN HỒ", "Độc lập - Tự do - Hạnh phúc", "Giới tính: Nữ",
        "DANH SÁCH HỘI VIÊN", "Biển Hồ, ngày 24 tháng 11 năm 2026", "NGƯỜI LẬP BIỂU", "TM. BAN THƯỜNG VỤ",
    } <= set(texts)  # fmt: skip


def test_every_column_has_a_header_of_its_own_and_a_cell(member):
    assert len({header for _key, header in headers()}) == len(COLUMNS)

    _header, rows = listed(commune(), list(COLUMNS))
    assert len(rows[0]) == len(COLUMNS)
    cells = dict(zip(COLUMNS, rows[0], strict=True))
    assert (cells["citizen_id"], cells["birth_date"]) == ("064185000001", date(1985, 3, 5))
    assert (cells["born_male"], cells["born_female"], cells["is_resident"]) == ("", 1985.0, "X")


def test_list_holds_what_is_kept_apart_and_supports_when_chosen(member):
    MemberConfidence.objects.create(
        member=member, ethnicity="10", religion="none", party_official_on=date(2010, 2, 3)
    )
    for amount, year in ((50_000_000, 2023), (30_000_000, 2025)):
        MemberSupport.objects.create(
            member=member, kind="loan", purpose="nuôi bò", amount_vnd=amount, since=date(year, 1, 2)
        )

    _, rows = listed(commune(), ["ethnicity", "party_official_on", "loans", "supports"])
    assert rows == [
        [
            "Gia Rai",
            date(2010, 2, 3),
            "50.000.000 đ, nuôi bò, 02/01/2023; 30.000.000 đ, nuôi bò, 02/01/2025",
            "",
        ]
    ]


def test_list_names_commune_chapter_and_group(db):
    chapter = open_branch(level="chapter", name="Chi hội làng Phung", parent=commune())
    group = open_branch(level="group", name="Tổ 2", parent=chapter)
    trade = open_branch(level="chapter", name="Chi hội cà phê", parent=commune(), kind="occupational")
    MemberFactory(branch=group, trade_branch=trade)
    keys = ["branch", "commune_branch", "chapter", "group", "trade_chapter", "trade_group"]

    wanted = ["Tổ 2", "Hội Nông dân xã Biển Hồ", "Chi hội làng Phung", "Tổ 2", "Chi hội cà phê", ""]
    assert [listed(branch, keys)[1] for branch in (province(), commune(), group)] == [[wanted]] * 3


def test_list_names_another_province_and_an_old_commune(db):
    MemberFactory(
        permanent_commune_code="20194", permanent_commune_code_on=date(2026, 1, 1),
        commune_code="23590", commune_code_on=date(2020, 1, 1),
    )  # fmt: skip
    _, ((there, old),) = listed(commune(), ["permanent_commune", "commune"])

    assert there.endswith("Đà Nẵng")
    assert old.endswith("Gia Lai")
    assert old.count(",") == 2


def test_list_stays_within_the_branch_and_leaves_out_merged_records(member):
    MemberFactory(branch=other_commune(), full_name="Người xã khác")
    MemberFactory(full_name="Bản ghi trùng", merged_into=member)

    assert [row[1] for row in listed(commune())[1]] == ["Rơ Châm H'Lan"]


def test_list_is_ordered_by_branch_and_name_over_batches(db, monkeypatch):
    monkeypatch.setattr("farmers.member_rows.BATCH", 2)
    chapters = [open_branch(level="chapter", name=f"Chi hội {n}", parent=commune()) for n in (1, 2, 3)]
    for name, branch in (("Chín", 2), ("Ất", 2), ("Bình", 0), ("Dũng", 1), ("An", 2)):
        MemberFactory(full_name=name, branch=chapters[branch])

    _, rows = listed(commune(), ["number", "full_name"])
    assert rows == [[1.0, "Bình"], [2.0, "Dũng"], [3.0, "An"], [4.0, "Ất"], [5.0, "Chín"]]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_four_queries_however_many_rows(count, django_assert_num_queries):
    MemberFactory.create_batch(count)

    branch = commune()
    with django_assert_num_queries(4):
        listed(branch, FULL[:20])


@pytest.mark.parametrize("columns", [[], ["number"], ["full_name", "full_name"], ["full_name", "password"]])
def test_a_list_without_columns_or_with_unknown_ones_is_refused(columns):
    with pytest.raises(ValidationError):
        columns_named(columns)


def test_ordering_a_list_keeps_what_was_chosen_and_seals_the_words(member):
    user = officer(role="viewer")
    choice = Choice(["full_name", "phone"], "csv", {"gender": ["female"]}, "H'Lan", ["Giới tính: Nữ"])
    handed = order_members(branch=commune(), choice=choice, by=user, at=timezone.now())

    kept = HandedFile.objects.get()
    assert kept == handed
    assert (kept.scope, kept.reason, kept.state, kept.name[-4:]) == (commune().path, "", "ready", ".csv")
    assert "H'Lan" not in str(kept.options)
    assert Choice.of(kept) == choice
    assert Reading.objects.count() == 0


def test_sensitive_columns_need_the_right_at_that_branch_and_a_reason(member):
    user = officer(role="viewer")
    Officer.objects.filter(user=user).update(sees_sensitive=True)
    other = officer(branch=province(), role="viewer")

    def code(**changed):
        wanted = {"branch": commune(), "choice": Choice(SENSITIVE, reason="Họp"), "by": user} | changed
        with pytest.raises(ValidationError) as refused:
            order_members(at=timezone.now(), **wanted)
        return refused.value.code

    assert code(choice=Choice(SENSITIVE)) == "no_reason"
    assert code(choice=Choice(SENSITIVE, reason="  ")) == "no_reason"
    assert code(branch=other_commune()) == "not_allowed"
    assert code(by=other) == "not_allowed"
    assert code(choice=Choice(USUAL, "docx")) == "unknown_format"
    assert code(choice=Choice(FULL, "pdf")) == "too_many_columns"
    assert (HandedFile.objects.count(), Reading.objects.count()) == (0, 0)


def test_ordering_sensitive_columns_is_noted_as_reading(member):
    user = officer(role="viewer")
    Officer.objects.filter(user=user).update(sees_sensitive=True)
    order_members(branch=commune(), choice=Choice(SENSITIVE, reason="Họp chi bộ"), by=user, at=timezone.now())

    assert HandedFile.objects.get().reason == "Họp chi bộ"
    noted = Reading.objects.get()
    assert (noted.reader, noted.what, noted.record_id, noted.reason) == (
        user, "farmers.branch.members", commune().pk, "Họp chi bộ",
    )  # fmt: skip


def test_export_members_writes_the_branch_named_by_its_code_and_its_history_says_so(member, tmp_path, capsys):
    call_command("export_members", "--branch", "23590", "--out", str(tmp_path / "hv.xlsx"))

    texts = {cell for row in cells_of(io.BytesIO((tmp_path / "hv.xlsx").read_bytes())) for cell in row}
    assert "Rơ Châm H'Lan" in texts
    assert capsys.readouterr().out.startswith("1 members of Hội Nông dân xã Biển Hồ written to ")
    entry = ModelLogEntry.objects.for_instance(commune()).get()
    assert (entry.action, entry.data["rows"], len(entry.data["sha256"])) == (
        "farmers.members_exported",
        1,
        64,
    )


def test_export_members_chooses_columns_and_the_format_by_the_ending(member, tmp_path):
    call_command("export_members", "--out", str(tmp_path / "hv.csv"), "--columns", "card_number, full_name")
    call_command("export_members", "--out", str(tmp_path / "hv"), "--format", "pdf")

    lines = (tmp_path / "hv.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [plain(cell) for cell in lines[1].split(",")] == ["26.00001", "Rơ Châm H'Lan"]
    assert (tmp_path / "hv").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--branch", "99999"], "give the 5-digit code of a commune"),
        (["--columns", "citizen_id"], "give one with --reason"),
        (["--columns", "secret"], "secret"),
    ],
)
def test_export_members_names_the_remedy(member, tmp_path, arguments, told):
    with pytest.raises(CommandError, match=told):
        call_command("export_members", "--out", str(tmp_path / "hv.xlsx"), *arguments)
    assert list(tmp_path.iterdir()) == []


def test_export_members_names_the_remedy_for_a_place_it_may_not_write(member, tmp_path):
    with pytest.raises(CommandError, match="Choose another place with --out"):
        call_command("export_members", "--out", str(tmp_path / "no" / "hv.xlsx"))


def test_who_restricted_the_use_of_their_data_stands_in_no_list(member):
    other = MemberFactory(full_name="Ksor Khác")
    ask(kind="restrict", member=other, by=None, at=timezone.now())

    assert set(members_under(commune().path)) == {member}
