"""What becomes of every row of lists as real officers make them?"""

from datetime import date

import pytest

from farmers.models import Member
from farmers.tree import open_branch
from tests.factories.farmers import commune
from tests.farmers.importing.conftest import outcomes, reasons
from tests.farmers.importing.ugly_people import PEOPLE
from tests.ugly import UGLY

CHAPTERS = (
    "Chi hội thôn 3", "Chi hội làng Bông Phun", "Chi hội Thôn 1", "Chi hội làng Mơ Nú", "Chi hội làng O Pếch",
)  # fmt: skip
KEPT = (
    "full_name", "gender", "birth_year", "birth_date", "citizen_id", "citizen_id_issued_on", "old_id", "phone",
    "permanent_address", "permanent_commune_code", "address", "commune_code", "household_class", "education",
    "school_grade", "training", "occupation", "is_core", "card_number", "card_issued_on", "decision_number",
    "admitted_on", "notes",
)  # fmt: skip
CONFIDED = ("ethnicity", "religion", "political_theory")


@pytest.fixture
def clerk(at):
    """An officer who may see what is sensitive, at a commune with chapters."""
    branch = commune()
    for name in CHAPTERS:
        open_branch(level="chapter", name=name, parent=branch)
    return at(branch, sees_sensitive=True)


def kept(member: Member) -> dict[str, object]:
    """What the register holds of a member that is not empty, and what is not as with nearly everybody."""
    said = {name: getattr(member, name) for name in KEPT if getattr(member, name) not in (None, "", False)}
    confidence = getattr(member, "confidence", None)
    said |= {name: getattr(confidence, name) for name in CONFIDED if getattr(confidence, name, "")}
    if member.branch.level == "chapter":
        said["chapter"] = member.branch.name
    if not member.is_resident or member.is_occupational:
        said["kinds"] = (member.is_resident, member.is_occupational)
    if member.standing != "applied":
        said["standing"] = member.standing
    return said


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ugly.name)
def test_ugly_list_becomes_these_members(ugly, clerk, tmp_path):
    expected, wrong = PEOPLE[ugly.name]

    intake = clerk.brought_file(ugly.built(tmp_path))
    intake = clerk.checked(intake, answers={"on_paper": "yes", "given_on": "2026-01-05"})
    assert reasons(intake) == wrong
    assert intake.found["counts"] == {
        "created": len(expected),
        "changed": 0,
        "same": 0,
        "bad": len(wrong),
    }
    intake = clerk.written(intake, keeps_good=True)

    assert outcomes(intake) == dict.fromkeys(expected, "created") | dict.fromkeys(wrong, "bad")
    written = {row.number: row.member for row in intake.rows.filter(outcome="created")}
    assert {number: kept(member) for number, member in written.items()} == expected


def test_every_ugly_list_has_its_people():
    assert PEOPLE.keys() == {ugly.name for ugly in UGLY}
    assert len(UGLY) >= 12


def test_dates_in_five_styles_are_one_day():
    people = PEOPLE["ngay sinh nhieu kieu.xlsx"][0]

    assert [people[row]["birth_date"] for row in (2, 3)] == [date(1980, 2, 5)] * 2
