"""A price that moves further than the bounds waits; small steps go no further than one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from products.listing import pause_product, publish_product, submit_product, withdraw_product
from products.models import Offer, PriceBounds, PriceChange, Product
from products.price_bounds import Bounds, bounds_at, default_bounds, set_price_bounds
from products.price_changes import approve_price, refuse_price
from products.pricing import change_price
from tests.factories.accounts import UserFactory
from tests.factories.farmers import commune, province
from tests.factories.products import ProductFactory

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def ask(product, price_vnd, hours=0):
    return change_price(
        product=product, price_vnd=price_vnd, by=product.posted_by, at=AT + timedelta(hours=hours)
    )


def price_of(product) -> int:
    return Offer.objects.get(product=product).price_vnd


def states(product) -> list[tuple[int, str]]:
    return list(PriceChange.objects.filter(product=product).order_by("pk").values_list("price_vnd", "state"))


@pytest.mark.parametrize(
    ("price_vnd", "holds"),
    [(117_600, True), (117_601, False), (68_600, True), (68_599, False), (980_000, False), (9_800, False)],
)
def test_bounds_are_exact(price_vnd, holds):
    bounds = Bounds(up_percent=20, down_percent=30)

    assert bounds.hold(price_vnd=price_vnd, seen_vnd=98_000) is holds
    assert bounds.ends(98_000) == (68_600, 117_600)
    assert bounds.ends(99) == (70, 118)


def test_a_small_change_holds_at_once_a_large_one_waits():
    product = ProductFactory(published=True)

    assert ask(product, 110_000) is None
    waiting = ask(product, 180_000)

    assert price_of(product) == 110_000
    assert (waiting.was_vnd, waiting.price_vnd, waiting.state, waiting.asked_at) == (
        110_000,
        180_000,
        "waiting",
        AT,
    )
    told = ModelLogEntry.objects.get(action="products.price_asked")
    assert told.data["changes"] == {"price_vnd": [110_000, 180_000]}


def test_many_small_steps_go_no_further_than_one():
    product = ProductFactory(published=True)
    price, waiting = 98_000, None

    while waiting is None and price < 1_000_000:
        price = price * 110 // 100
        waiting = ask(product, price)

    assert (price_of(product), price) == (107_800, 118_580)


def test_bounds_are_measured_from_what_an_officer_approved():
    product = ProductFactory(published=True)
    approve_price(change=ask(product, 180_000), by=UserFactory(), at=AT)

    assert ask(product, 210_000) is None
    assert ask(product, 98_000).state == "waiting"
    assert price_of(product) == 210_000


def test_a_newer_price_replaces_the_one_that_waits():
    product = ProductFactory(published=True)
    ask(product, 180_000)
    ask(product, 190_000)
    assert states(product) == [(180_000, "replaced"), (190_000, "waiting")]

    ask(product, 100_000)

    assert states(product) == [(180_000, "replaced"), (190_000, "replaced")]
    assert price_of(product) == 100_000


def test_saying_the_old_price_again_takes_the_new_one_back():
    product = ProductFactory(published=True)
    ask(product, 180_000)

    assert ask(product, 98_000) is None

    assert states(product) == [(180_000, "replaced")]


@pytest.mark.parametrize("state", ["draft", "submitted", "paused", "returned"])
def test_what_nobody_can_buy_changes_freely(state):
    product = ProductFactory(published=True, state=state, reason="x" if state == "returned" else "")

    assert ask(product, 980_000) is None
    assert price_of(product) == 980_000


def test_an_approved_price_holds_from_that_day():
    product, looker = ProductFactory(published=True), UserFactory()
    change = ask(product, 180_000)

    approve_price(change=change, by=looker, at=AT)

    offer = Offer.objects.get(product=product)
    assert (offer.price_vnd, offer.priced_on) == (180_000, date(2026, 11, 24))
    change.refresh_from_db()
    assert (change.state, change.decided_by, change.decided_at) == ("approved", looker, AT)


def test_a_refused_price_says_why_and_changes_nothing():
    product = ProductFactory(published=True)
    change = ask(product, 180_000)
    with pytest.raises(ValidationError):
        refuse_price(change=change, reason=" ", by=UserFactory(), at=AT)

    refuse_price(change=change, reason="Cao hơn chợ nhiều", by=UserFactory(), at=AT)

    change.refresh_from_db()
    assert (price_of(product), change.state, change.reason) == (98_000, "refused", "Cao hơn chợ nhiều")


@pytest.mark.parametrize("first", ["approve", "refuse", "replace", "withdraw"])
def test_what_waits_no_longer_is_decided_no_more(first):
    product = ProductFactory(published=True)
    change = ask(product, 180_000)
    if first == "approve":
        approve_price(change=change, by=UserFactory(), at=AT)
    elif first == "refuse":
        refuse_price(change=change, reason="Không", by=UserFactory(), at=AT)
    elif first == "replace":
        ask(product, 190_000)
    else:
        withdraw_product(product=product, by=product.posted_by, at=AT)
    price, log = price_of(product), ModelLogEntry.objects.count()

    for verb in (approve_price, lambda **with_: refuse_price(reason="Không", **with_)):
        with pytest.raises(ValidationError) as refused:
            verb(change=change, by=UserFactory(), at=AT)
        assert refused.value.code == "moved"

    assert (price_of(product), ModelLogEntry.objects.count()) == (price, log)


def test_a_price_that_waits_may_be_approved_during_a_pause():
    product = ProductFactory(published=True)
    change = ask(product, 180_000)
    pause_product(product=product, by=product.posted_by, at=AT)

    approve_price(change=change, by=UserFactory(), at=AT)

    assert price_of(product) == 180_000


def test_a_listing_that_was_put_on_sale_anew_is_measured_anew():
    product = ProductFactory(submitted=True, offer__price_vnd=500_000)
    publish_product(product=product, by=UserFactory(), at=AT)
    Product.objects.filter(pk=product.pk).update(state="returned", reason="x")
    ask(product, 98_000)
    submit_product(product=product, by=product.posted_by, at=AT)
    publish_product(product=product, by=UserFactory(), at=AT)

    assert ask(product, 110_000) is None
    assert ask(product, 500_000).state == "waiting"


def test_the_province_says_how_far_and_the_history_keeps_it():
    head, product = UserFactory(), ProductFactory(published=True)
    assert bounds_at(commune()) == default_bounds() == Bounds(20, 30)

    set_price_bounds(branch=province(), bounds=Bounds(100, 30), by=head, at=AT)
    assert (bounds_at(commune()), ask(product, 190_000)) == (Bounds(100, 30), None)
    set_price_bounds(branch=province(), bounds=Bounds(5, 5), by=head, at=AT)
    assert ask(product, 98_000) is None
    assert ask(product, 190_000).state == "waiting"

    kept = PriceBounds.objects.get()
    assert (kept.set_by, kept.set_at) == (head, AT)
    assert [entry.data["changes"] for entry in ModelLogEntry.objects.for_instance(kept).order_by("id")] == [
        {"up_percent": [20, 100]},
        {"up_percent": [100, 5], "down_percent": [30, 5]},
    ]


@pytest.mark.parametrize("bounds", [Bounds(20, 100), Bounds(1001, 0)])
def test_bounds_that_hold_nothing_are_refused(bounds):
    with pytest.raises(ValidationError):
        set_price_bounds(branch=province(), bounds=bounds, by=UserFactory(), at=AT)

    assert not PriceBounds.objects.exists()


def test_a_commune_has_no_bounds_of_its_own():
    with pytest.raises(ValidationError) as refused:
        set_price_bounds(branch=commune(), bounds=Bounds(1, 1), by=UserFactory(), at=AT)

    assert refused.value.code == "branch"
