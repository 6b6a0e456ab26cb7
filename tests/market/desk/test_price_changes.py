"""Prices that wait: one by one on the page of the listing, many at once on their list; and how far they may move."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from products.models import Offer, PriceBounds, PriceChange
from products.price_changes import approve_price
from products.pricing import change_price
from tests.factories.farmers import FarmerFactory, FarmFactory, commune, officer, other_commune, province
from tests.factories.products import ProductFactory
from tests.market.desk.conftest import at_the_desk, text_of

LIST, BOUNDS = reverse("desk:price_changes"), reverse("desk:price_bounds")


def asked(price_vnd=150_000, hours=0, **columns) -> PriceChange:
    product = ProductFactory(published=True, **columns)
    at = timezone.now() - timedelta(hours=hours)
    return change_price(product=product, price_vnd=price_vnd, by=product.posted_by, at=at)


def elsewhere() -> PriceChange:
    return asked(farm=FarmFactory(farmer=FarmerFactory(branch=other_commune())), name="Hàng xã khác")


def page_of(change) -> str:
    return reverse("desk:listing", args=(change.product_id,))


def price(change) -> tuple[int, str]:
    change.refresh_from_db()
    return Offer.objects.get(product=change.product_id).price_vnd, change.state


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_waiting_price_is_approved_on_the_page_of_the_listing(reviewer):
    change = asked()
    move = reviewer.get(page_of(change)).context["move"]
    assert (move.was_words, move.now_words, move.percent) == (
        "98.000\u00a0đ/kg",
        "150.000\u00a0đ/kg",
        "+53 %",
    )

    reviewer.post(page_of(change), {"decision": "approve_price", "change": change.pk})

    assert price(change) == (150_000, "approved")


def test_a_refusal_needs_a_reason(reviewer):
    change = asked(9_800)
    refuse = {"decision": "refuse_price", "change": change.pk}

    assert reviewer.post(page_of(change), refuse).status_code == 422
    assert price(change) == (98_000, "waiting")
    reviewer.post(page_of(change), refuse | {"price-sentence": "nought"})

    assert price(change) == (98_000, "refused")
    assert change.reason


def test_a_newer_price_is_not_decided_with_the_one_that_was_seen(reviewer):
    seen = asked(150_000)
    newer = change_price(product=seen.product, price_vnd=900_000, by=seen.asked_by, at=timezone.now())

    answer = reviewer.post(page_of(seen), {"decision": "approve_price", "change": seen.pk})

    assert answer["Location"] == page_of(seen)
    assert price(newer) == (98_000, "waiting")


def test_the_oldest_stands_first_and_the_late_is_marked(reviewer):
    for hours, name in ((1, "Mới"), (24 * 5, "Cũ")):
        asked(hours=hours, name=name)
    elsewhere()

    page = reviewer.get(LIST)

    assert [(move.change.product.name, move.is_late) for move in page.context["moves"]] == [
        ("Cũ", True),
        ("Mới", False),
    ]
    assert "Hàng xã khác" not in text_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_nine_queries(reviewer, count, django_assert_num_queries):
    for _ in range(count):
        asked()
    reviewer.get(LIST)

    with django_assert_num_queries(9):
        reviewer.get(LIST)


def test_ticked_prices_hold_together_and_others_wait_on(reviewer):
    first, second, third = asked(), asked(160_000), asked(170_000)
    foreign = elsewhere()

    answer = reviewer.post(LIST, {"decision": "approve", "change": [first.pk, second.pk, foreign.pk]})

    assert answer["Location"] == LIST
    assert [price(change)[1] for change in (first, second, third, foreign)] == [
        "approved",
        "approved",
        "waiting",
        "waiting",
    ]


def test_ticked_prices_are_refused_for_one_reason(reviewer):
    first, second = asked(), asked(160_000)
    ticked = {"decision": "refuse", "change": [first.pk, second.pk]}

    page = reviewer.post(LIST, ticked)
    assert (page.status_code, page.context["ticked"]) == (422, [first.pk, second.pk])
    reviewer.post(LIST, ticked | {"price-words": "Cao quá"})

    assert [(price(change), change.reason) for change in (first, second)] == [
        ((98_000, "refused"), "Cao quá")
    ] * 2


def test_what_somebody_else_decided_meanwhile_is_decided_once(reviewer):
    change = asked()
    approve_price(change=change, by=officer(), at=timezone.now())
    decided_by = PriceChange.objects.get(pk=change.pk).decided_by

    answer = reviewer.post(LIST, {"decision": "approve", "change": [change.pk]})

    assert answer.status_code == 302
    assert PriceChange.objects.get(pk=change.pk).decided_by == decided_by


def test_nothing_ticked_is_told(reviewer):
    answer = reviewer.post(LIST, {"decision": "approve", "change": ["x", "9" * 30]})

    assert (answer["Location"], len(told(answer))) == (LIST, 1)
    assert reviewer.post(LIST, {"decision": "eat", "change": [asked().pk]}).status_code == 404


def test_an_unusual_price_is_marked(reviewer):
    today = timezone.localdate()
    for vnd in (95_000, 98_000, 100_000):
        ProductFactory(published=True, offer__price_vnd=vnd, offer__priced_on=today)

    page = reviewer.get(page_of(asked(980_000)))

    assert page.context["move"].asked.is_surprising
    assert [move.is_surprising for move in reviewer.get(LIST).context["moves"]] == [True]
    assert not reviewer.get(page_of(asked(150_000))).context["move"].asked.is_surprising


@pytest.mark.parametrize(
    ("role", "branch", "status"),
    [
        ("head", province, 200),
        ("head", commune, 404),
        ("reviewer", province, 404),
        ("clerk", province, 404),
    ],
)
def test_only_the_head_of_the_province_sets_the_bounds(db, role, branch, status):
    client = at_the_desk(officer(role=role, branch=branch()))

    assert client.get(BOUNDS).status_code == status
    client.post(BOUNDS, {"up_percent": "50", "down_percent": "10"})

    assert PriceBounds.objects.count() == (1 if status == 200 else 0)


def test_the_bounds_hold_from_then_on_and_tell_who_set_them(db):
    head = at_the_desk(officer(role="head", branch=province(), name="Nguyễn Thị Lành"))
    assert head.post(BOUNDS, {"up_percent": "50", "down_percent": "100"}).status_code == 422
    assert head.post(BOUNDS, {"up_percent": "60", "down_percent": "10"})["Location"] == BOUNDS

    page = head.get(BOUNDS)

    assert (page.context["lowest"], page.context["highest"]) == ("90.000\u00a0đ", "160.000\u00a0đ")
    assert "Nguyễn Thị Lành" in text_of(page)
    assert asked(150_000) is None
