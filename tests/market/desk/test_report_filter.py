"""The list behind a figure: the code in the address, in words over the list and in files."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from farmers.reporting.selecting import AGES, CODED, PLAIN
from market.desk.figure_words import FigureCode, words_of_key
from tests.factories.farmers import commune
from tests.farmers.reporting.conftest import member
from tests.market.desk.conftest import text_of

LIST = reverse("desk_members:index")
FLOWS = ("before", "up", "departed", "admitted", "returned", "left", "suspended", "moved", "cards_issued")
KEYS = [
    *PLAIN,
    *FLOWS,
    "admitted_female",
    "admitted_age-under40",
    *(f"age-{band}" for band in (*AGES, "unknown")),
    *(
        f"{kind}-{code}"
        for kind in ("education", "occupation")
        for code in (*CODED[kind][1].values, "unknown")
    ),
]


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_says_itself_in_words(key):
    with override("en"):
        assert not set(words_of_key(key)) & set("-_")
        assert str(FigureCode(f"2026q3.{key}")).endswith(", quarter 3 of 2026")


def test_a_code_stays_a_code_beside_its_words():
    code = FigureCode("now.female.own")

    assert code == "now.female.own"
    with override("en"):
        assert str(code) == "women, directly at the branch, today"


@pytest.mark.django_db
def test_the_list_says_which_figure_it_stands_for(clerk):
    member(gender="female")
    member(gender="male")

    page = clerk.get(LIST, {"branch": commune().pk, "figure": "2026q3.female"})

    assert page.context["paginator"].count == 1
    assert "2026q3.female</b>" not in text_of(page)
    assert str(FigureCode("2026q3.female")) in text_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["x", "2026q3.x", "2026q9.female", "2026q3.female.x", "x" * 61])
def test_a_figure_that_is_none_is_refused_in_words(clerk, code):
    page = clerk.get(LIST, {"figure": code})

    assert page.status_code == 200
    assert page.context["filters"].form.errors["figure"]
