"""What a farmer reads of what officers decided: prices that wait, warnings, pauses, take-downs."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from products.listing import halt_product
from products.models import Offer, PriceChange, Product
from products.price_changes import approve_price, refuse_price
from products.pricing import change_price
from products.taking_down import report_listing, take_down, warn_farmer
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, officer
from tests.factories.products import ProductFactory

HOME = "/ban-hang/"
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def person(db):
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def product(person):
    return ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def at(name, product):
    return reverse(f"workspace:{name}", args=[product.pk])


def item_on(page):
    return page.context["stall"].items[0] if "stall" in page.context else page.context["item"]


def both(farmer_client, product):
    """The listing as the stall and as its own page show it."""
    return [item_on(farmer_client.get(address)) for address in (HOME, at("product", product))]


def test_a_price_beyond_the_bounds_waits_and_both_prices_are_told(farmer_client, product):
    farmer_client.post(at("price", product), {"price": "150k"})

    assert Offer.objects.get(product=product).price_vnd == 98_000
    for item in both(farmer_client, product):
        assert (item["price"], item["asked"]) == (
            "98.000\u00a0đ",
            {"state": "waiting", "price": "150.000\u00a0đ", "reason": ""},
        )
    for address in (HOME, at("product", product)):
        text = farmer_client.get(address).text
        assert [price in text for price in ("150.000\u00a0đ", "98.000\u00a0đ")] == [True, True]


def test_a_price_that_jumps_is_asked_about_before_it_waits(farmer_client, product):
    farmer_client.post(at("price", product), {"price": "9.800"})
    assert not PriceChange.objects.exists()

    farmer_client.post(at("price", product), {"price": "9.800", "surely": "9800/kg"})

    assert PriceChange.objects.get().price_vnd == 9_800


def test_a_refused_price_says_why_until_another_is_asked(farmer_client, product):
    change = change_price(product=product, price_vnd=150_000, by=product.posted_by, at=AT)
    refuse_price(change=change, reason="Cao hơn chợ nhiều", by=UserFactory(), at=AT)
    for item in both(farmer_client, product):
        assert item["asked"]["reason"] == "Cao hơn chợ nhiều"
    assert "Cao hơn chợ nhiều" in farmer_client.get(HOME).text

    farmer_client.post(at("price", product), {"price": "100k"})

    assert [item["asked"] for item in both(farmer_client, product)] == [None, None]


def test_an_approved_price_is_the_price(farmer_client, product):
    change = change_price(product=product, price_vnd=150_000, by=product.posted_by, at=AT)
    approve_price(change=change, by=UserFactory(), at=AT)

    for item in both(farmer_client, product):
        assert (item["price"], item["asked"]) == ("150.000\u00a0đ", None)


def test_a_warning_says_of_what_until_when_and_what_to_do(farmer_client, product):
    case = report_listing(
        product=product, ground="misleading", words="Ảnh không phải nông sản này", by=officer(), at=AT
    )
    assert [item["warning"] for item in both(farmer_client, product)] == [None, None]

    warn_farmer(case=case, by=officer(), at=AT)

    for item in both(farmer_client, product):
        assert (item["warning"]["words"], str(item["warning"]["day"])) == (
            "Ảnh không phải nông sản này",
            "2026-11-30",
        )
        assert item["may_revise"]
    page = farmer_client.get(at("product", product)).text
    assert "30/11/2026" in page
    assert at("revise", product) in page
    assert at("withdraw", product) in page


def test_the_warned_opens_the_draft_to_mend(farmer_client, product):
    case = report_listing(product=product, ground="rights", words="Ảnh của người khác", by=officer(), at=AT)
    assert farmer_client.post(at("revise", product)).url == at("product", product)

    warn_farmer(case=case, by=officer(), at=AT)

    assert farmer_client.post(at("revise", product)).url.endswith("/xem-lai/")


def test_what_was_taken_down_says_why_and_can_be_mended(farmer_client, product):
    case = report_listing(product=product, ground="fake", words="Giấy không có thật", by=officer(), at=AT)
    take_down(case=case, by=officer(), at=AT)

    for item in both(farmer_client, product):
        assert (item["reason"], item["is_taken_down"], item["may_revise"]) == (
            "Giấy không có thật",
            True,
            True,
        )


def test_an_officers_pause_says_why_and_has_no_button(farmer_client, product):
    halt_product(product=product, reason="Chờ xem lại giấy", by=officer(), at=timezone.now())

    for item in both(farmer_client, product):
        assert (item["reason"], item["is_halted"], item["may_resume"]) == ("Chờ xem lại giấy", True, False)
    assert at("resume", product) not in farmer_client.get(at("product", product)).text
    farmer_client.post(at("resume", product))
    assert Product.objects.get(pk=product.pk).state == "paused"


def test_selling_again_with_a_price_that_went_far_waits(farmer_client, product):
    farmer_client.post(at("pause", product))
    farmer_client.post(at("price", product), {"price": "200k"})
    assert Offer.objects.get(product=product).price_vnd == 200_000

    farmer_client.post(at("resume", product))

    assert Product.objects.get(pk=product.pk).state == "submitted"
