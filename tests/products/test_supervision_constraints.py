"""What the tables of supervision refuse: in words through full_clean(), in the database without it."""

from datetime import UTC, date, datetime

import pytest

from products.models import PriceBounds, PriceChange, TakeDown
from tests.breaking import assert_named_in_words, assert_refused_by_the_database, rules_of
from tests.factories.accounts import UserFactory
from tests.factories.farmers import commune
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def bounds(**columns) -> PriceBounds:
    said = {"up_percent": 20, "down_percent": 20, "set_by": UserFactory(), "set_at": AT}
    return PriceBounds(**{"branch": commune(), **said, **columns})


def change(**columns) -> PriceChange:
    said = {"was_vnd": 90_000, "price_vnd": 120_000, "asked_by": UserFactory(), "asked_at": AT}
    return PriceChange(**{"product": ProductFactory(published=True), **said, **columns})


def second_change():
    first = change()
    first.save()
    return change(product=first.product)


def take_down(**columns) -> TakeDown:
    said = {
        "ground": "fake",
        "words": "tem giả",
        "reported_at": AT,
        "reported_by": UserFactory(),
        "due_at": AT,
    }
    return TakeDown(**{"product": ProductFactory(published=True), **said, **columns})


def second_take_down():
    first = take_down()
    first.save()
    return take_down(product=first.product)


BROKEN = [
    ("a_price_falls_by_less_than_all_of_it", lambda: bounds(down_percent=100)),
    ("a_price_falls_by_less_than_all_of_it", lambda: bounds(up_percent=1001)),
    ("one_price_of_a_product_waits", second_change),
    ("a_new_price_is_above_zero_and_another", lambda: change(price_vnd=0)),
    ("a_new_price_is_above_zero_and_another", lambda: change(price_vnd=90_000)),
    ("a_refused_price_says_why", lambda: change(state="refused", decided_by=UserFactory(), decided_at=AT)),
    ("a_decided_price_says_by_whom", lambda: change(state="approved")),
    ("a_listing_is_taken_down_once_at_a_time", second_take_down),
    ("a_warned_farmer_knows_from_which_day", lambda: take_down(state="warned")),
    ("a_decided_take_down_says_by_whom", lambda: take_down(state="dropped")),
]
IDS = [f"{number}-{name}" for number, (name, _build) in enumerate(BROKEN)]


@pytest.mark.parametrize(("name", "build"), BROKEN, ids=IDS)
def test_a_broken_rule_is_named_in_words(name, build):
    assert_named_in_words(name, build())


@pytest.mark.parametrize(("name", "build"), BROKEN, ids=IDS)
def test_the_database_refuses_it_too(name, build):
    assert_refused_by_the_database(build())


def test_every_rule_is_broken_here():
    assert {name for name, _build in BROKEN} == rules_of((PriceBounds, PriceChange, TakeDown))


@pytest.mark.parametrize(
    "build",
    [
        bounds,
        lambda: bounds(up_percent=0, down_percent=0),
        change,
        lambda: change(state="approved", decided_by=UserFactory(), decided_at=AT),
        take_down,
        lambda: take_down(state="warned", warned_at=AT, takes_effect_on=date(2026, 12, 1)),
    ],
)
def test_what_lies_just_inside_is_taken(build):
    record = build()

    record.validate_constraints()
    record.save()

    assert type(record).objects.filter(pk=record.pk).exists()
