"""How members are made up: by age, schooling, people, trade."""

from datetime import date

import pytest

from farmers.models.member_records import MemberConfidence
from farmers.reporting import Period
from farmers.reporting.breakdowns import MOST_PEOPLES, by_age, by_education, by_ethnicity, by_trade
from tests.factories.farmers import commune
from tests.farmers.reporting.conftest import figures, listed, member

pytestmark = pytest.mark.django_db

Q3 = Period(2026, 3)


def test_age_is_the_year_less_the_year_of_birth(two_chapters):
    for year in (1987, 1986, 1967, 1966, 1930, None):
        member(branch=two_chapters[0], birth_year=year)

    told = figures(by_age(commune(), Q3))

    assert told["Chi hội A"] == {
        "members": 6,
        "age-under40": 1,
        "age-40to59": 2,
        "age-from60": 2,
        "age-unknown": 1,
    }
    assert told[""] == told["Chi hội A"]
    assert told["Chi hội B"] == {}


def test_schooling_and_trade_are_counted_by_code(two_chapters):
    first, second = two_chapters
    member(branch=first, education="primary", occupation="farmer")
    member(branch=first, education="primary", occupation="")
    member(branch=second, education="", occupation="worker")
    member(branch=second, education="none", occupation="farmer", on=date(2026, 10, 1))

    schooling, trade = (figures(report(commune(), Q3)) for report in (by_education, by_trade))

    assert schooling[""] == {"members": 3, "education-primary": 2, "education-unknown": 1}
    assert trade["Chi hội A"] == {"members": 2, "occupation-farmer": 1, "occupation-unknown": 1}
    assert trade["Chi hội B"] == {"members": 1, "occupation-worker": 1}


@pytest.mark.parametrize("report", [by_age, by_education, by_trade])
def test_every_count_is_the_length_of_its_list(two_chapters, report):
    for number, (education, occupation) in enumerate([("primary", "farmer"), ("", ""), ("none", "worker")]):
        member(
            branch=two_chapters[number % 2],
            birth_year=(1950, None, 1999)[number],
            education=education,
            occupation=occupation,
        )

    told = report(commune(), Q3)

    for column, cell in zip(told.columns, told.total.cells, strict=True):
        assert cell.value == listed(commune(), f"2026q3.{column.key}"), column.key


def of_people(count: int, code: str, branch) -> None:
    for _number in range(count):
        MemberConfidence.objects.create(member=member(branch=branch), ethnicity=code)


def test_peoples_come_by_number_and_who_said_nothing_last(two_chapters):
    first, second = two_chapters
    of_people(7, "10", first)
    of_people(2, "01", second)
    of_people(1, "", second)
    member(branch=second)

    exact = by_ethnicity(commune(), Q3, is_exact=True)
    rough = by_ethnicity(commune(), Q3, is_exact=False)

    assert [column.key for column in exact.columns] == ["members", "10", "01", "unknown"]
    assert figures(exact) == {
        "Chi hội A": {"members": 7, "10": 7},
        "Chi hội B": {"members": 4, "01": 2, "unknown": 2},
        "": {"members": 11, "10": 7, "01": 2, "unknown": 2},
    }
    assert figures(rough)["Chi hội B"] == {"members": 4, "01": 5, "unknown": 5}
    assert [cell.is_few for cell in rough.total.cells] == [False, False, True, True]
    assert {column.source for column in exact.columns[1:]} == {"none"}


def test_rare_peoples_stand_together(two_chapters):
    for code in range(1, MOST_PEOPLES + 3):
        of_people(1, f"{code:02d}", two_chapters[0])

    report = by_ethnicity(commune(), Q3, is_exact=True)

    assert len(report.columns) == MOST_PEOPLES + 3
    assert report.total.cells[report.place("others")].value == 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "report", [by_age, by_education, by_trade, lambda *of: by_ethnicity(*of, is_exact=True)]
)
def test_a_breakdown_costs_two_questions(two_chapters, count, report, django_assert_num_queries):
    of_people(count, "10", two_chapters[0])
    branch = commune()

    with django_assert_num_queries(2):
        report(branch, Q3)
