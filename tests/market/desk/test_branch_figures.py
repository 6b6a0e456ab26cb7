"""The page where a branch enters what the register cannot count."""

import pytest
from django.urls import reverse

from farmers.models import BranchFigures
from tests.factories.farmers import commune, officer, other_commune, province
from tests.farmers.reporting.conftest import chapter
from tests.market.desk.conftest import at_the_desk

pytestmark = pytest.mark.django_db

PAGE = reverse("desk:branch_figures")
TYPED = {"villages": "5", "farm_households": "1200", "fund_vnd": "", "grade": "HTTNV"}


def test_a_clerk_enters_and_reads_again(clerk):
    answer = clerk.post(f"{PAGE}?period=2026q3", TYPED)

    assert answer["Location"] == f"{PAGE}?branch={commune().pk}&period=2026q3"
    entered = BranchFigures.objects.get()
    assert (entered.branch, entered.year, entered.quarter) == (commune(), 2026, 3)
    assert (entered.villages, entered.fund_vnd, entered.grade) == (5, None, "HTTNV")
    assert entered.entered_by == clerk.user
    again = clerk.get(answer["Location"])
    assert again.context["form"].initial["villages"] == 5
    report = clerk.get(reverse("desk:report", args=("thuc-luc",)) + "?period=2026q3&part=entered")
    assert [cell.words for cell in report.context["table"].total.cells][:2] == ["5", "1.200"]


@pytest.mark.parametrize(
    "typed", [{"villages": "-1"}, {"villages": "x"}, {"farm_households": "5", "member_households": "6"}]
)
def test_what_cannot_be_is_said_beside_the_field(clerk, typed):
    answer = clerk.post(f"{PAGE}?period=2026q3", typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not BranchFigures.objects.exists()


def test_a_quarter_to_come_becomes_the_present_one(clerk):
    assert clerk.get(f"{PAGE}?period=2099q4").context["period"].year < 2099
    assert clerk.get(f"{PAGE}?period=x").status_code == 404


def test_chapters_are_entered_from_the_commune(clerk):
    clerk.post(f"{PAGE}?period=2026q3&branch={chapter().pk}", TYPED)

    assert BranchFigures.objects.get().branch == chapter()


@pytest.mark.parametrize("branch", [other_commune, province])
def test_figures_of_another_branch_are_absent(clerk, branch):
    url = f"{PAGE}?period=2026q3&branch={branch().pk}"

    assert clerk.get(url).status_code == 404
    assert clerk.post(url, TYPED).status_code == 404
    assert not BranchFigures.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver", "post"])
def test_who_does_not_enter_has_no_page(role):
    client = at_the_desk(officer(role=role))

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}?branch={commune().pk}", TYPED).status_code == 404
