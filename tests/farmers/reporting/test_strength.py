"""The strength of the association, unit by unit."""

from datetime import date

import pytest

from farmers.membership import record_leaving
from farmers.models import BranchFigures
from farmers.models.member_records import MemberConfidence
from farmers.reporting import Period
from farmers.reporting.strength import columns, strength
from farmers.reporting.tables import Cell, roughly
from tests.factories.farmers import commune, officer, other_commune, province
from tests.farmers.reporting.conftest import AT, chapter, figures, listed, member

pytestmark = pytest.mark.django_db

Q3 = Period(2026, 3)


def entered(branch, quarter=3, **columns) -> BranchFigures:
    columns = {"year": 2026, "quarter": quarter, "entered_by": officer(), "entered_at": AT, **columns}
    return BranchFigures.objects.create(branch=branch, **columns)


def test_members_are_counted_at_the_unit_they_belong_to(two_chapters):
    first, second = two_chapters
    member(branch=first, gender="male", is_core=True)
    member(branch=first, is_occupational=True, is_honorary=True)
    member(branch=second, on=date(2026, 7, 2), is_resident=False, is_occupational=True)
    member(on=date(2026, 10, 1), branch=second)
    record_leaving(member=member(branch=second), on=date(2026, 9, 30), reason="Mất", by=officer(), at=AT)
    member(branch=other_commune())

    assert figures(strength(commune(), Q3, is_exact=True)) == {
        "Chi hội A": {
            "members": 2,
            "female": 1,
            "resident": 2,
            "occupational": 1,
            "honorary": 1,
            "core": 1,
            "card": 2,
            "chapter_resident": 1,
        },
        "Chi hội B": {
            "up": 1,
            "departed": 1,
            "members": 1,
            "female": 1,
            "occupational": 1,
            "card": 1,
            "chapter_occupational": 1,
        },
        "": {
            "up": 1,
            "departed": 1,
            "members": 3,
            "female": 2,
            "resident": 2,
            "occupational": 2,
            "honorary": 1,
            "core": 1,
            "card": 3,
            "chapter_resident": 1,
            "chapter_occupational": 1,
        },
    }


def test_a_province_has_a_row_for_each_commune_and_one_for_the_rest(two_chapters):
    member(branch=two_chapters[0])
    member(branch=other_commune())
    member(branch=province())

    report = strength(province(), Q3, is_exact=True)

    assert {name: told["members"] for name, told in figures(report).items()} == {
        commune().name: 1,
        other_commune().name: 1,
        province().name: 1,
        "": 3,
    }
    assert [row.unit.is_rest for row in report.rows] == [False, False, True]


def test_a_branch_without_units_has_its_own_row():
    member(branch=chapter())

    report = strength(chapter(), Q3, is_exact=True)

    assert [(row.unit.name, row.unit.is_rest) for row in report.rows] == [(chapter().name, False)]


def test_every_count_of_members_is_the_length_of_its_list(two_chapters):
    first, second = two_chapters
    for number, branch in enumerate((first, first, second, commune(), commune())):
        member(
            branch=branch,
            on=date(2026, 2 + 2 * number, 3),
            gender="male" if number % 2 else "female",
            is_core=number > 2,
            card_issued_on=date(2026, 8, 1),
        )
    record_leaving(member=member(branch=second), on=date(2026, 8, 8), reason="Mất", by=officer(), at=AT)

    report = strength(commune(), Q3, is_exact=True)

    for row in report.rows:
        for column, cell in zip(report.columns, row.cells, strict=True):
            if column.source == "members" and not column.is_sensitive:
                code = f"2026q3.{column.key}{'.own' if row.unit.is_rest else ''}"
                unit = first if row.unit.pk == first.pk else second if row.unit.pk == second.pk else commune()
                assert cell.value == listed(unit, code), (row.unit.name, column.key)


def test_what_branches_entered_stands_beside_and_is_added_up(two_chapters):
    first, second = two_chapters
    entered(first, villages=2, fund_vnd=50_000)
    entered(second, quarter=2, villages=9)
    entered(commune(), grade="HTTNV", villages=5, farm_households=300)
    entered(other_commune(), grade="HTNV", villages=3, fund_vnd=1_000)

    here = figures(strength(commune(), Q3, is_exact=True))
    above = figures(strength(province(), Q3, is_exact=True))

    assert here["Chi hội A"] == {"villages": 2, "fund_vnd": 50_000, "chapter_resident": 1}
    assert here["Chi hội B"] == {"chapter_occupational": 1}
    assert here[""] == {
        "villages": 5,
        "farm_households": 300,
        "fund_vnd": 50_000,
        "grade": "HTTNV",
        "chapter_resident": 1,
        "chapter_occupational": 1,
    }
    assert above[commune().name]["villages"] == 5
    assert above[""]["villages"] == 8
    assert "grade" not in above[""]


def test_a_year_says_what_its_last_quarter_said(two_chapters):
    entered(two_chapters[0], quarter=1, villages=2)
    entered(two_chapters[0], quarter=2, villages=4)

    assert figures(strength(commune(), Period(2026), is_exact=True))["Chi hội A"]["villages"] == 4


def confide(count: int, branch, **columns) -> None:
    for _number in range(count):
        MemberConfidence.objects.create(member=member(branch=branch), **columns)


def test_sensitive_counts_are_rounded_for_who_lacks_the_right(two_chapters):
    first, second = two_chapters
    confide(3, first, ethnicity="10", religion="none", party_membership="official")
    confide(6, second, ethnicity="13", religion="catholicism", party_membership="no")
    confide(2, second, ethnicity="01", religion="", party_membership="probationary")

    exact, rough = (strength(commune(), Q3, is_exact=is_exact) for is_exact in (True, False))
    keys = ("party", "minority", "religious")

    def told(report) -> list[list[Cell]]:
        return [[row.cells[report.place(key)] for key in keys] for row in (*report.rows, report.total)]

    assert [[cell.value for cell in row] for row in told(exact)] == [[3, 3, 0], [2, 6, 6], [5, 9, 6]]
    few, none = Cell(5, is_rounded=True, is_few=True), Cell(0, is_rounded=True)
    five, ten = Cell(5, is_rounded=True), Cell(10, is_rounded=True)
    assert told(rough) == [[few, few, none], [few, five, five], [five, ten, five]]


@pytest.mark.parametrize(
    ("count", "said"), [(0, 0), (1, 5), (4, 5), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1_002, 1_000)]
)
def test_rounding_goes_to_the_nearest_five(count, said):
    assert (roughly(count).value, roughly(count).is_few) == (said, 0 < count < 5)


@pytest.mark.parametrize("count", [1, 3])
def test_strength_costs_five_questions(two_chapters, count, django_assert_num_queries):
    for _number in range(count):
        member(branch=two_chapters[0])
    branch = commune()

    with django_assert_num_queries(5):
        strength(branch, Q3, is_exact=True)


def test_a_branch_that_ended_stays_in_the_reports_of_its_time(two_chapters):
    gone, _stays = two_chapters
    gone.valid_to = date(2026, 8, 31)
    gone.save()

    rows = {
        quarter: len(strength(commune(), Period(2026, quarter), is_exact=True).rows) for quarter in (2, 3)
    }

    assert rows == {2: 2, 3: 1}


def test_columns_have_different_keys():
    keys = [column.key for column in columns()]

    assert len(keys) == len(set(keys)) == 24
