"""Tokens with which machines fetch figures."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from farmers.models import FiguresToken
from farmers.reporting.tokens import give_token, revoke_token, token_of
from tests.factories.farmers import commune, officer
from tests.farmers.reporting.conftest import AT

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def given() -> tuple[FiguresToken, str]:
    return give_token(branch=commune(), name="Trung tâm điều hành", by=officer(role="head"), at=AT)


def test_a_word_opens_until_it_is_taken_back():
    token, word = given()
    assert token_of(word, TODAY) == token

    revoke_token(token=token, by=officer(role="head"), at=AT)

    assert token_of(word, TODAY) is None
    token.refresh_from_db()
    assert (token.used_on, token.revoked_at) == (TODAY, AT)
    told = [entry.action for entry in ModelLogEntry.objects.for_instance(token).order_by("pk")]
    assert told == ["farmers.figures_token_given", "farmers.figures_token_revoked"]


def test_the_word_is_kept_nowhere():
    token, word = given()

    row = FiguresToken.objects.filter(pk=token.pk).values().get()
    history = [entry.data for entry in ModelLogEntry.objects.for_instance(token)]
    assert len(word) >= 43
    assert word not in str(row)
    assert word not in str(history)


def test_a_token_is_taken_back_once():
    token, _word = given()
    revoke_token(token=token, by=officer(role="head"), at=AT)

    with pytest.raises(ValidationError) as refused:
        revoke_token(token=token, by=officer(role="head"), at=AT + timedelta(hours=1))

    assert refused.value.code == "revoked"


@pytest.mark.parametrize("word", ["", "x", "x" * 101, "x" * 100_000, "é"])
def test_what_is_no_token_opens_nothing(word):
    given()

    assert token_of(word, TODAY) is None


def test_a_token_needs_a_name():
    with pytest.raises(ValidationError):
        give_token(branch=commune(), name="  ", by=officer(role="head"), at=AT)


def test_using_it_twice_a_day_writes_once(django_assert_num_queries):
    _token, word = given()
    token_of(word, TODAY)

    with django_assert_num_queries(1):
        token_of(word, TODAY)
