"""Is the person of a row in the register already?"""

from datetime import date

import pytest

from farmers.importing.matching import ELSEWHERE
from farmers.models import Member
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune, other_commune, province
from tests.farmers.importing.conftest import outcomes, reasons

HEADER = ["Họ và tên", "Năm sinh", "Số CCCD", "Số thẻ hội viên", "Số điện thoại"]
LAN = "Rơ Châm H'Lan"


def member(**columns) -> Member:
    return MemberFactory(**{"full_name": LAN, "birth_year": 1985, "card_number": "22.00001"} | columns)


def changed(desk, *row) -> tuple[dict[int, str], dict[int, list[str]]]:
    """What became of a list of one row."""
    intake = desk.checked(desk.brought(list(row), header=HEADER))
    if intake.found["counts"]["bad"]:
        return {}, reasons(intake)
    return outcomes(desk.written(intake)), {}


def test_a_citizen_id_finds_its_member(desk):
    known = member(citizen_id="064185000001")

    assert changed(desk, LAN, 1985, "064185000001", "", "0905 000 009") == ({2: "changed"}, {})
    known.refresh_from_db()
    assert known.phone == "+84905000009"


def test_a_mistyped_citizen_id_does_not_write_one_person_over_another(desk):
    member(citizen_id="064185000001")

    assert changed(desk, "Siu Blơ", 1990, "064185000001", "", "") == ({}, {2: ["citizen_id"]})


def test_a_card_finds_its_member(desk):
    known = member(card_number="26.00003")

    assert changed(desk, LAN, "", "", "26.00003", "0905 000 009") == ({2: "changed"}, {})
    known.refresh_from_db()
    assert (known.phone, known.birth_year) == ("+84905000009", 1985)


def test_a_card_of_somebody_with_another_citizen_id_is_refused(desk):
    member(card_number="26.00003", citizen_id="064185000001")

    assert changed(desk, LAN, 1985, "064185000777", "26.00003", "") == ({}, {2: ["card_number"]})


def test_a_name_and_year_find_a_member_of_the_commune(desk):
    known = member(branch=open_branch(level="chapter", name="Chi hội 1", parent=commune()))

    assert changed(desk, "ro cham h'lan", 1985, "064185000001", "", "") == ({2: "changed"}, {})
    known.refresh_from_db()
    assert (known.citizen_id, Member.objects.count()) == ("064185000001", 1)


def test_a_namesake_with_another_id_is_another_person(desk):
    member(citizen_id="064185000001")

    assert changed(desk, LAN, 1985, "064185000002", "", "") == ({2: "created"}, {})


def test_a_namesake_born_on_another_day_is_another_person(desk):
    member(birth_date=date(1985, 3, 1))
    header = ["Họ và tên", "Ngày sinh"]

    intake = desk.taken_in([LAN, "02/03/1985"], header=header)

    assert outcomes(intake) == {2: "created"}


def test_of_two_namesakes_none_is_guessed(desk):
    member()
    member(card_number="22.00002")

    assert changed(desk, LAN, 1985, "", "", "0905 000 009") == ({}, {2: ["full_name"]})


@pytest.mark.parametrize("number", ["citizen_id", "card_number"])
def test_somebody_of_another_branch_is_not_told_and_not_entered(number, desk):
    columns = {"citizen_id": "064185000001"} if number == "citizen_id" else {"card_number": "26.00003"}
    known = member(branch=other_commune(), **columns)
    cells = ["064185000001", ""] if number == "citizen_id" else ["", "26.00003"]

    intake = desk.checked(desk.brought([LAN, 1985, *cells, ""], header=HEADER))

    assert [row.reasons for row in intake.rows.all()] == [[[number, ELSEWHERE]]]
    assert known.branch.name not in str(intake.rows.get().reasons)


def test_a_namesake_of_another_commune_is_another_person(desk):
    member(branch=other_commune())

    assert changed(desk, LAN, 1985, "", "", "") == ({2: "created"}, {})


def test_a_merged_record_leads_to_the_one_it_points_at(desk):
    kept = member(card_number="22.00001", phone="")
    gone = member(card_number="22.00002", full_name="Rơ Châm Lan")
    Member.objects.filter(pk=gone.pk).update(merged_into=kept)

    assert changed(desk, LAN, 1985, "", "22.00002", "") == ({}, {2: ["card_number"]})
    assert changed(desk, "Rơ Châm Lan", 1985, "", "", "0905 000 009")[0] == {2: "changed"}
    kept.refresh_from_db()
    assert kept.phone == "+84905000009"


def test_somebody_made_nameless_is_nobody(desk):
    known = member(citizen_id="")
    Member.objects.filter(pk=known.pk).update(anonymised_at="2026-11-01T00:00:00Z")

    assert changed(desk, LAN, 1985, "", "", "") == ({2: "created"}, {})


def test_a_card_that_is_anothers_is_refused(desk):
    member(citizen_id="064185000001")
    MemberFactory(card_number="26.00009")

    assert changed(desk, LAN, 1985, "064185000001", "26.00009", "") == ({}, {2: ["card_number"]})


def test_an_officer_of_the_province_finds_members_of_every_commune(at):
    known = member(branch=other_commune(), citizen_id="064185000001")
    desk = at(province())
    header = [*HEADER, "Hội cơ sở"]

    intake = desk.taken_in(
        [LAN, 1985, "064185000001", "", "0905 000 009", other_commune().name], header=header
    )

    assert (outcomes(intake), intake.rows.get().member) == ({2: "changed"}, known)


# Twice in one list.


def test_a_citizen_id_twice_in_a_list_names_the_first_row(desk):
    rows = [[LAN, 1985, "064185000001", "", ""], ["Siu Blơ", 1985, "064185000001", "", ""]]

    intake = desk.checked(desk.brought(*rows, header=HEADER))

    assert reasons(intake) == {3: ["citizen_id"]}
    assert "2" in intake.rows.get().reasons[0][1]


def test_a_name_twice_in_a_list_is_one_person_unless_numbers_tell_them_apart(desk):
    rows = [
        [LAN, 1985, "", "", ""],
        [LAN, 1985, "", "", "0905 000 009"],
        ["Siu Blơ", 1990, "064090000001", "", ""],
        ["Siu Blơ", 1990, "064090000002", "", ""],
    ]

    intake = desk.checked(desk.brought(*rows, header=HEADER))

    assert reasons(intake) == {3: ["full_name"]}
    assert intake.found["counts"] == {"created": 3, "changed": 0, "same": 0, "bad": 1}


def test_two_rows_about_one_member_are_refused(desk):
    member(citizen_id="064185000001", card_number="26.00003")
    rows = [[LAN, 1985, "064185000001", "", ""], ["Rơ Châm Lan", 1985, "", "26.00003", ""]]

    intake = desk.checked(desk.brought(*rows, header=HEADER))

    assert reasons(intake) == {3: ["full_name"]}
