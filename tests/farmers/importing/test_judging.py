"""What would a row change of a member who is in the register?"""

from datetime import date

import pytest

from farmers.models import CardCounter, Member
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune, other_commune, province
from tests.farmers.importing.conftest import outcomes, reasons

ID = "064185000001"
NAME = "Rơ Châm H'Lan"


def member(**columns) -> Member:
    return MemberFactory(**{"full_name": NAME, "citizen_id": ID, "card_number": "22.00001"} | columns)


def row_of(desk, header, *cells):
    return desk.brought([NAME, ID, *cells], header=["Họ và tên", "Số CCCD", *header])


def written(desk, header, *cells) -> dict[int, str]:
    intake = desk.checked(row_of(desk, header, *cells))
    return outcomes(desk.written(intake)) if not reasons(intake) else reasons(intake)


def test_columns_that_are_not_there_and_empty_cells_touch_nothing(desk):
    known = member(phone="+84905000001", address="làng Cũ", notes="giữ", is_core=True)

    assert written(desk, ["Số điện thoại", "Nơi ở hiện nay", "Hội viên nòng cốt"], "", "", "") == {2: "same"}
    known.refresh_from_db()
    assert (known.phone, known.address, known.notes, known.is_core) == (
        "+84905000001",
        "làng Cũ",
        "giữ",
        True,
    )


def test_a_change_keeps_folded_and_searched_columns_in_step(desk):
    known = member()

    intake = desk.taken_in([f"{NAME} Ánh", ID, "Làng Mới"], header=["Họ và tên", "Số CCCD", "Nơi ở hiện nay"])

    known.refresh_from_db()
    assert outcomes(intake) == {2: "changed"}
    assert (known.full_name_folded, known.search_folded) == (
        "ro cham h'lan anh",
        "ro cham h'lan anh lang moi",
    )
    assert Member.objects.filter(citizen_id_index=known.citizen_id_index).get() == known


def test_capitals_and_spaces_alone_are_no_change(desk):
    member(address="làng  Ví Dụ", notes="dòng một\ndòng hai")

    cells = [NAME.upper(), ID, "làng Ví  Dụ", "dòng một\ndòng hai"]
    intake = desk.taken_in(cells, header=["Họ và tên", "Số CCCD", "Nơi ở hiện nay", "Ghi chú"])

    assert outcomes(intake) == {2: "same"}


def test_a_year_alone_does_not_take_the_place_of_a_whole_date(desk):
    known = member(birth_year=1985, birth_date=date(1985, 2, 5))

    assert written(desk, ["Năm sinh"], 1985) == {2: "same"}
    assert written(desk, ["Năm sinh"], 1986) == {2: ["birth_date"]}
    assert written(desk, ["Ngày sinh"], "06/02/1985") == {2: "changed"}
    known.refresh_from_db()
    assert known.birth_date == date(1985, 2, 6)


def test_another_chapter_of_the_commune_is_a_correction(desk):
    first = open_branch(level="chapter", name="Chi hội thôn 1", parent=commune())
    second = open_branch(level="chapter", name="Chi hội thôn 2", parent=commune())
    known = member(branch=first)

    assert written(desk, ["Chi hội"], "") == {2: "same"}
    assert written(desk, ["Chi hội"], "Thôn 01") == {2: "same"}
    assert written(desk, ["Chi hội"], "thôn 2") == {2: "changed"}
    known.refresh_from_db()
    assert known.branch == second


def test_another_commune_is_a_move_which_is_decided(at):
    member()
    other_commune()

    assert written(at(province()), ["Hội cơ sở"], other_commune().name) == {2: ["commune_branch"]}


@pytest.mark.parametrize(("code", "on"), [("23590", date(2026, 1, 1)), ("23761", date(2020, 1, 1))])
def test_a_commune_that_means_the_same_today_is_no_change(code, on, desk):
    member(commune_code=code, commune_code_on=on, address="làng Ví Dụ")

    # 23761 was Nghĩa Hưng, whose land is in Biển Hồ today.
    assert written(desk, ["Nơi ở hiện nay", "Xã/phường"], "làng Ví Dụ", "Biển Hồ") == {2: "same"}


def test_leaving_is_for_who_may_decide(at):
    member()
    clerk, head = at(commune(), "clerk"), at(commune())
    header, cells = ["Ngày rời Hội", "Lý do rời Hội"], ("01/06/2026", "Chuyển đi tỉnh khác")

    assert written(clerk, header, *cells) == {2: ["standing"]}
    assert written(head, header, *cells) == {2: "changed"}

    known = Member.objects.get()
    step = known.steps.get()
    assert (known.standing, known.standing_since, known.standing_reason) == (
        "left",
        date(2026, 6, 1),
        "Chuyển đi tỉnh khác",
    )
    assert (step.kind, step.outcome, step.effective_on) == ("leaving", "approved", date(2026, 6, 1))
    assert written(head, header, *cells) == {2: "same"}


def test_who_applied_is_admitted_by_a_list_of_who_may_decide(at):
    head, clerk = at(province()), at(commune(), "clerk")
    clerk.taken_in([NAME, ID, 1985], header=["Họ và tên", "Số CCCD", "Năm sinh"])
    header, place = ["Hội cơ sở", "Số thẻ", "Số quyết định", "Ngày vào Hội"], commune().name
    decided = (place, "26.00007", "12-QĐ/HND", "01/03/2026")

    for commune_desk in (clerk, at(commune())):
        assert written(commune_desk, header, *decided) == {2: ["standing"]}
    assert written(head, header, place, "26.00007", "", "") == {2: ["card_number"]}
    assert written(head, header, *decided) == {2: "changed"}

    known = Member.objects.get()
    step = known.steps.get()
    assert (known.standing, known.standing_since) == ("active", date(2026, 3, 1))
    assert (step.outcome, step.decision_number, step.decided_by) == ("approved", "12-QĐ/HND", head.user)


def test_other_changes_of_standing_are_decided_elsewhere(desk):
    member(standing="suspended", standing_since=date(2026, 1, 1), standing_reason="Đi làm xa")

    assert written(desk, ["Tình trạng"], "đang sinh hoạt") == {2: ["standing"]}
    assert written(desk, ["Tình trạng"], "Tạm đình chỉ")[2] in (["standing_since"], "same")


def test_a_new_member_is_active_with_card_decision_and_day_or_has_left(desk):
    header = [
        "Họ và tên",
        "Năm sinh",
        "Số thẻ",
        "Số quyết định",
        "Ngày vào Hội",
        "Ngày rời Hội",
        "Lý do rời Hội",
    ]
    intake = desk.taken_in(
        ["Siu Blơ", 1980, "26.00041", "12-QĐ/HND", "01/03/2026", "", ""],
        ["Ksor Nhan", 1981, "21.00042", "9-QĐ/HND", "01/03/2021", "05/05/2025", "Qua đời"],
        ["Kpă Thuyên", 1982, "26.00043", "", "", "", ""],
        header=header,
    )

    members = {row.number: row.member for row in intake.rows.all()}
    assert [members[row].standing for row in (2, 3, 4)] == ["active", "left", "applied"]
    assert members[3].steps.get().reason == "Qua đời"
    assert members[4].steps.get().decided_at is None
    assert CardCounter.objects.get(year=2026).last == 43


def test_cards_of_the_other_old_province_keep_its_code(desk):
    header = ["Họ và tên", "Năm sinh", "Số thẻ", "Mã tỉnh cấp thẻ"]
    intake = desk.brought(
        ["Siu Blơ", 1980, "26.00041", ""], ["Ksor Nhan", 1981, "26.00041", 52], header=header
    )

    intake = desk.written(desk.checked(intake, answers={"card_province": "64"}))

    members = {row.number: row.member for row in intake.rows.all()}
    assert [members[row].card_province for row in (2, 3)] == ["64", "52"]


def test_who_belongs_by_trade_alone_is_no_member_by_village(desk):
    header = ["Họ và tên", "Năm sinh", "Hội viên dân cư", "Hội viên ngành nghề"]
    intake = desk.checked(
        desk.brought(
            ["Siu Blơ", 1980, "", "x"],
            ["Ksor Nhan", 1981, "x", ""],
            ["Kpă Thuyên", 1982, "không", ""],
            header=header,
        )
    )

    assert reasons(intake) == {4: ["is_resident"]}
    intake = desk.written(intake, keeps_good=True)
    kinds = {
        row.number: (row.member.is_resident, row.member.is_occupational)
        for row in intake.rows.exclude(member=None)
    }
    assert kinds == {2: (False, True), 3: (True, False)}


def test_a_good_row_can_have_something_to_look_at_twice(desk):
    intake = desk.checked(
        desk.brought([NAME, "064090000001", 1985], header=["Họ và tên", "Số CCCD", "Năm sinh"])
    )

    assert (intake.found["counts"]["created"], intake.found["twice"], intake.found["twice_rows"]) == (
        1,
        1,
        [2],
    )
    intake = desk.written(intake)
    assert [name for name, _said in intake.rows.get().reasons] == ["citizen_id"]
