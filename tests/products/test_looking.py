"""Looks are noted one by one and summed into weeks, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from products import looking
from products.looking import looks_by_week, monday_of, note_look, sum_looks
from products.models import Look, WeeklyLooks
from tests.factories.products import ProductFactory

# Sunday, 22 November, 23:30 in Vietnam; the next half hour belongs to the next week.
SUNDAY_NIGHT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
MONDAY, WEEK_BEFORE = date(2026, 11, 23), date(2026, 11, 16)

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(published=True)


def look(product, *moments):
    for moment in moments:
        note_look(product_id=product.pk, at=moment)


def weeks():
    return list(WeeklyLooks.objects.order_by("product", "monday").values_list("product", "monday", "looks"))


@pytest.mark.parametrize(
    ("day", "monday"),
    [(date(2026, 11, 23), MONDAY), (date(2026, 11, 29), MONDAY), (date(2026, 11, 22), WEEK_BEFORE)],
)
def test_a_week_begins_on_monday(day, monday):
    assert monday_of(day) == monday


def test_looks_are_summed_by_the_week_in_vietnam_and_go(product):
    other = ProductFactory(published=True)
    look(product, SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(minutes=29), SUNDAY_NIGHT + timedelta(minutes=30))
    look(other, SUNDAY_NIGHT)

    assert sum_looks(at=SUNDAY_NIGHT + timedelta(days=1)) == 4

    assert weeks() == [(product.pk, WEEK_BEFORE, 2), (product.pk, MONDAY, 1), (other.pk, WEEK_BEFORE, 1)]
    assert not Look.objects.exists()


def test_summing_again_adds_what_is_new_and_nothing_twice(product):
    for _ in range(2):
        look(product, SUNDAY_NIGHT)
        sum_looks(at=SUNDAY_NIGHT)
        sum_looks(at=SUNDAY_NIGHT)

    assert weeks() == [(product.pk, WEEK_BEFORE, 2)]


def test_what_comes_after_the_moment_waits(product):
    look(product, SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(hours=2))

    sum_looks(at=SUNDAY_NIGHT)

    assert Look.objects.get().at == SUNDAY_NIGHT + timedelta(hours=2)


def test_more_than_one_handful_is_summed(product, monkeypatch):
    monkeypatch.setattr(looking, "SUMMED_AT_ONCE", 3)
    look(product, *[SUNDAY_NIGHT] * 7)

    assert sum_looks(at=SUNDAY_NIGHT) == 7
    assert weeks() == [(product.pk, WEEK_BEFORE, 7)]


def test_a_sum_that_breaks_loses_nothing(product, monkeypatch):
    look(product, SUNDAY_NIGHT)

    def refuse(*_arguments, **_columns):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(WeeklyLooks.objects, "bulk_create", refuse)
        with pytest.raises(DatabaseError):
            sum_looks(at=SUNDAY_NIGHT)

    assert weeks() == []
    assert sum_looks(at=SUNDAY_NIGHT) == 1


@pytest.mark.parametrize("is_summed", [True, False])
def test_looks_by_week_are_the_same_before_and_after_summing(product, is_summed, django_assert_num_queries):
    look(product, SUNDAY_NIGHT - timedelta(weeks=9), SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(hours=1))
    look(ProductFactory(published=True), SUNDAY_NIGHT)
    if is_summed:
        sum_looks(at=SUNDAY_NIGHT + timedelta(days=1))

    with django_assert_num_queries(2):
        counted = looks_by_week(product_id=product.pk, since=WEEK_BEFORE)

    assert (counted[WEEK_BEFORE], counted[MONDAY]) == (1, 1)


def test_a_database_that_can_not_write_costs_the_look_alone(product, monkeypatch, caplog):
    def refuse(**_columns):
        raise DatabaseError

    monkeypatch.setattr(Look.objects, "create", refuse)

    look(product, SUNDAY_NIGHT)

    assert "was not noted" in caplog.text


def test_a_week_of_a_product_is_counted_once(product):
    WeeklyLooks.objects.create(product=product, monday=MONDAY, looks=1)
    again = WeeklyLooks(product=product, monday=MONDAY, looks=2)

    with pytest.raises(ValidationError):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
