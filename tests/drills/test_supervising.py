"""Farmers ask prices and officers decide about them, and about reports, at the same moment."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from products.listing import pause_product, publish_product, withdraw_product
from products.models import Offer, PriceChange, Product, TakeDown
from products.price_changes import approve_price, refuse_price
from products.pricing import change_price
from products.taking_down import drop_report, report_listing, take_down
from tests.drills.processes import at_once
from tests.factories.accounts import UserFactory
from tests.factories.farmers import officer
from tests.factories.products import ProductFactory

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

ROUNDS = 5


@pytest.fixture(autouse=True)
def _tasks_wait(tasks_in_the_database):
    """The search index is written by a worker."""


def on_sale(**columns) -> Product:
    product = ProductFactory(submitted=True, **columns)
    return publish_product(product=product, by=officer(), at=timezone.now())


def ask(product, price_vnd):
    return (
        change_price(product=product, price_vnd=price_vnd, by=product.posted_by, at=timezone.now()) and None
    )


def decided_by_many(*verbs) -> list:
    """Each verb in a process of its own, by an officer of its own."""
    return at_once([partial(_decide, verb, officer(), what) for verb, what in verbs])


def _decide(verb, by, what) -> None:
    verb(by=by, at=timezone.now(), **what)


def price_of(product) -> int:
    return Offer.objects.get(product=product).price_vnd


def test_a_price_is_approved_or_refused_once():
    for _ in range(ROUNDS):
        product = on_sale()
        ask(product, 200_000)
        change = PriceChange.objects.get(product=product)

        outcomes = decided_by_many(
            *[(approve_price, {"change": change})] * 3,
            *[(refuse_price, {"change": change, "reason": "Cao quá"})] * 3,
        )

        assert Counter(word for word, _ in outcomes) == {"done": 1, "moved": 5}
        change.refresh_from_db()
        assert price_of(product) == (200_000 if change.state == "approved" else 98_000)
        decided = ModelLogEntry.objects.for_instance(product).filter(
            action__in=["products.price_approved", "products.price_refused"]
        )
        assert decided.count() == 1


def test_of_prices_asked_at_once_one_waits():
    for _ in range(ROUNDS):
        product = on_sale()

        outcomes = at_once([partial(ask, product, price) for price in (200_000, 210_000, 220_000, 230_000)])

        assert outcomes == [("done", None)] * 4
        states = Counter(PriceChange.objects.filter(product=product).values_list("state", flat=True))
        assert states == {"waiting": 1, "replaced": 3}
        assert price_of(product) == 98_000


def test_small_steps_taken_at_once_go_no_further_than_one():
    product = on_sale()

    at_once([partial(ask, product, 98_000 * percent // 100) for percent in (105, 110, 115, 119, 121, 125)])

    assert price_of(product) <= 98_000 * 120 // 100


def test_an_officer_approves_while_the_farmer_asks_anew():
    for _ in range(ROUNDS):
        product = on_sale()
        ask(product, 200_000)
        first = PriceChange.objects.get(product=product)

        (word, _), _ = decided_by_many(
            (approve_price, {"change": first}), (change_price, {"product": product, "price_vnd": 400_000})
        )

        first.refresh_from_db()
        assert (word, first.state) in {("done", "approved"), ("moved", "replaced")}
        newest = PriceChange.objects.filter(product=product).latest("pk")
        assert (newest.price_vnd, newest.state) == (400_000, "waiting")
        assert price_of(product) == (200_000 if word == "done" else 98_000)


def test_a_listing_is_not_published_with_a_price_nobody_saw():
    for _ in range(ROUNDS):
        product = ProductFactory(submitted=True)

        (word, _), _ = decided_by_many(
            (publish_product, {"product": product, "seen_vnd": 98_000}),
            (change_price, {"product": product, "price_vnd": 980_000}),
        )

        product.refresh_from_db()
        # Asked first, it is not published; asked after, it waits.
        assert (word, product.state, price_of(product)) in {
            ("done", "published", 98_000),
            ("moved", "submitted", 980_000),
        }


def test_a_report_is_acted_on_or_dropped_once_and_closes_with_the_listing():
    for _ in range(ROUNDS):
        product = on_sale()
        at, by = timezone.now(), UserFactory()
        case = report_listing(product=product, ground="danger", words="Có thuốc cấm", by=by, at=at)

        outcomes = decided_by_many(
            *[(take_down, {"case": case})] * 2,
            (drop_report, {"case": case, "words": "Không sao"}),
            (pause_product, {"product": product}),
            (withdraw_product, {"product": product}),
        )

        assert {word for word, _ in outcomes} == {"done", "moved"}
        case.refresh_from_db()
        product.refresh_from_db()
        assert product.state == "withdrawn"
        assert case.state in {"done", "dropped"}
        closings = ModelLogEntry.objects.for_instance(product).filter(
            action__in=["products.take_down_done", "products.take_down_dropped"]
        )
        assert closings.count() <= 1


def test_a_listing_is_reported_once_at_a_time():
    product = on_sale()

    outcomes = decided_by_many(
        *[(report_listing, {"product": product, "ground": "fake", "words": "Giấy giả"})] * 4
    )

    assert Counter(word for word, _ in outcomes) == {"done": 1, "moved": 3}
    assert TakeDown.objects.count() == 1
