"""What a branch enters of itself each quarter."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from farmers.models import BranchFigures
from farmers.reporting import Period
from farmers.reporting.entering import enter_figures
from tests.factories.farmers import commune, officer
from tests.farmers.reporting.conftest import AT

pytestmark = pytest.mark.django_db

Q3 = Period(2026, 3)


def enter(period=Q3, at=AT, **columns) -> BranchFigures:
    return enter_figures(branch=commune(), period=period, columns=columns, by=officer(role="clerk"), at=at)


def test_figures_are_entered_once_and_corrected():
    first = enter(villages=5, grade="HTTNV")
    again = enter(villages=6, at=AT + timedelta(days=1))

    assert (again.pk, again.villages, again.grade) == (first.pk, 6, "HTTNV")
    assert again.entered_at == AT + timedelta(days=1)
    told = [entry.data["changes"] for entry in ModelLogEntry.objects.for_instance(first).order_by("pk")]
    assert told == [{"villages": [None, 5], "grade": ["", "HTTNV"]}, {"villages": [5, 6]}]


def test_the_same_figures_again_change_nothing():
    first = enter(villages=5)

    again = enter(villages=5, at=AT + timedelta(days=1))

    assert again.entered_at == first.entered_at
    assert ModelLogEntry.objects.for_instance(first).count() == 1


@pytest.mark.parametrize(
    ("period", "code"),
    [(Period(2026), "quarter"), (Period(2027, 1), "quarter"), (Period(2099, 4), "quarter")],
)
def test_only_a_quarter_that_has_begun_is_entered(period, code):
    with pytest.raises(ValidationError) as refused:
        enter(period, villages=1)

    assert refused.value.code == code


def test_an_unknown_figure_is_refused():
    with pytest.raises(ValidationError) as refused:
        enter(pk=1)

    assert refused.value.code == "unknown"


def test_more_households_with_a_member_than_households_are_refused():
    with pytest.raises(ValidationError):
        enter(farm_households=5, member_households=6)

    assert not BranchFigures.objects.exists()
