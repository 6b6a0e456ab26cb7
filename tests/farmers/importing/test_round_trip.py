"""What is exported imports again and changes nothing."""

from datetime import date, timedelta

import pytest

from farmers.exporting import Choice, MemberList, members_under
from farmers.member_columns import COLUMNS, FULL, USUAL
from farmers.models import Member, MemberConfidence
from farmers.tree import open_branch
from tests.factories.farmers import MemberFactory, commune
from tests.farmers.importing.ugly_people import PEOPLE
from tests.ugly import UGLY

ON = date(2026, 11, 24)
CONSENTED = {"on_paper": "yes", "given_on": "2026-01-05"}
CHAPTERS = (
    "Chi hội thôn 3",
    "Chi hội làng Bông Phun",
    "Chi hội Thôn 1",
    "Chi hội làng Mơ Nú",
    "Chi hội làng O Pếch",
)
# The others take turns in `make test-long`.
ALWAYS = {"Danh sach hoi vien (mau Hoi).xlsx", "HV xa Ia Kenh - Chu A (ban cuoi).xlsx"}
CHOICES = ("household_role", "household_class", "education", "training", "occupation", "duty")
SHARED_NAME = "23602"  # phường An Phú of today; another one was a part of An Khê


def came_back(head, folder, file_format, columns=tuple(COLUMNS)):
    """The list of all members of the branch with these columns, brought in again; the changes it makes."""
    path = folder / f"danh-sach.{file_format}"
    with path.open("wb") as target:
        members = members_under(head.branch.path).order_by("pk")
        choice = Choice(list(columns), format=file_format)
        MemberList(head.branch, members, choice, ON).write(target, lambda _done: None)
    intake = head.checked(head.brought_file(path), answers=CONSENTED)
    assert [row.reasons for row in intake.rows.filter(outcome="bad")] == []
    return {outcome: count for outcome, count in intake.found["counts"].items() if count}


def register():
    """All that is kept of everybody."""
    return (
        list(Member.objects.order_by("pk").values()),
        list(MemberConfidence.objects.order_by("pk").values()),
    )


@pytest.fixture
def head(at):
    """Who may see everything, at a commune with chapters."""
    for name in CHAPTERS:
        open_branch(level="chapter", name=name, parent=commune())
    return at(commune(), sees_sensitive=True)


@pytest.mark.parametrize(
    "ugly",
    [
        pytest.param(ugly, id=ugly.name, marks=() if ugly.name in ALWAYS else pytest.mark.long)
        for ugly in UGLY
        if PEOPLE[ugly.name][0]
    ],
)
def test_members_of_an_ugly_list_go_out_and_come_back_the_same(ugly, head, tmp_path):
    head.written(head.checked(head.brought_file(ugly.built(tmp_path)), answers=CONSENTED), keeps_good=True)
    before = register()

    for file_format in ("xlsx", "csv"):
        assert came_back(head, tmp_path, file_format) == {"same": len(PEOPLE[ugly.name][0])}
    assert register() == before


def choices_of(name: str) -> list[str]:
    return [value for value, _words in Member._meta.get_field(name).choices]


def test_every_field_and_every_choice_goes_out_and_comes_back(head, tmp_path):
    most = max(len(choices_of(name)) for name in CHOICES)
    trade = open_branch(
        level="chapter", kind="occupational", name="Chi hội nghề nghiệp cà phê", parent=commune()
    )
    for place in range(most):
        born = date(1970 + place, 1 + place % 12, 1 + place)
        standing = ("active", "left", "suspended")[place % 3]
        member = MemberFactory(
            **{name: (choices_of(name) * most)[place] for name in CHOICES},
            full_name=f"Rơ Châm H'Ví Dụ {chr(65 + place)}", gender="female", birth_date=born, birth_year=born.year,
            citizen_id=f"0641{born:%y}00{place:04}", citizen_id_issued_on=date(2021, 5, 4), old_id=f"2300000{place:02}",
            phone=f"+8490500{place:04}", permanent_address="Làng Ó; thôn “2”", permanent_commune_code="23590",
            permanent_commune_code_on=ON, address="-5 hẻm 2; @ngã ba", commune_code=SHARED_NAME, commune_code_on=ON,
            school_grade=place % 12 + 1, production="Cà phê, tiêu", production_quantity="2 tấn", production_scale="1,5 ha",
            organisations="HTX Ia Nan", trade_branch=trade, is_resident=True, is_occupational=True, is_honorary=True,
            is_core=True, excellent_years="2021, 2023", council="HĐND xã", titles="SXKD giỏi", other_titles="Bằng khen",
            notes="dòng một\ndòng hai", standing=standing, standing_since=ON - timedelta(days=place),
            standing_reason="" if standing == "active" else "Chuyển đi", card_province="64",
            card_number=f"20.{place + 1:05}", card_issued_on=date(2020, 3, 1), decision_number="12-QĐ/HND",
            admitted_on=date(2020, 2, 1),
        )  # fmt: skip
        MemberConfidence.objects.create(
            member=member, ethnicity="12", religion="none", political_theory=MemberConfidence.PoliticalTheory.values[0],
            party_membership="official", party_probation_on=date(2010, 5, 19), party_official_on=date(2011, 5, 19),
            party_committee="Chi uỷ",
        )  # fmt: skip
    before = register()

    for file_format in ("xlsx", "csv"):
        assert came_back(head, tmp_path, file_format) == {"same": most}
    assert register() == before


@pytest.mark.parametrize("columns", [USUAL, FULL], ids=["usual", "full"])
def test_usual_lists_come_back_though_they_do_not_say_who_issued_a_card(columns, head, tmp_path):
    """Cards of both old provinces, a number that was given twice, somebody who left: nothing is changed."""
    for province, number, name, standing in (
        ("64", "20.00001", "Rơ Châm Lan", "active"),
        ("52", "26.00001", "Siu Blơ", "active"),
        ("64", "26.00002", "Ksor Nhan", "left"),
        ("52", "26.00002", "Kpă Thuyên", "suspended"),
        ("52", "20.00001", "Đinh Hlơnh", "left"),
    ):
        MemberFactory(
            full_name=name,
            birth_year=1980,
            card_province=province,
            card_number=number,
            standing=standing,
            standing_since=ON,
            standing_reason="Chuyển đi",
        )
    before = register()

    for file_format in ("xlsx", "csv"):
        assert came_back(head, tmp_path, file_format, columns) == {"same": 5}
    assert register() == before
