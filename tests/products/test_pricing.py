from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from products.models import Offer
from products.pricing import PriceRange, ReadPrice, asked_now, change_price, is_surprising, read_price
from tests.factories.products import CategoryFactory, OfferFactory, ProductFactory

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "unit", "read"),
    [
        ("98k", "kg", ReadPrice(98_000, "kg", 98_000, "kg")),
        ("98k/kg", "kg", ReadPrice(98_000, "kg", 98_000, "kg")),
        ("9 triệu/tạ", "kg", ReadPrice(90_000, "kg", 9_000_000, "ta")),
        ("98k/kg", "tan", ReadPrice(98_000_000, "tan", 98_000, "kg")),
        ("165.000", "chai", ReadPrice(165_000, "chai", 165_000, "chai")),
    ],
)
def test_read_price_is_for_one_unit_of_sale(written, unit, read):
    assert read_price(written, unit) == read


@pytest.mark.parametrize(
    ("written", "unit", "code"),
    [
        ("", "kg", "price"),
        ("-5", "kg", "price"),
        ("12,5", "kg", "price"),
        ("95", "kg", "price"),
        ("5 chục", "kg", "price"),
        ("98k/kg", "chai", "other_unit"),
        ("30k/chai", "kg", "other_unit"),
        ("20k/gói", "kg", "other_unit"),
        ("9.000.001đ/tạ", "kg", "uneven"),
        ("1000đ/tấn", "g", "uneven"),
    ],
)
def test_read_price_refuses_what_it_cannot_be_sure_of(written, unit, code):
    with pytest.raises(ValidationError) as refusal:
        read_price(written, unit)

    assert refusal.value.code == code
    assert all(refusal.value.messages)


def test_read_price_says_whether_it_was_converted():
    assert (read_price("98k", "kg").is_converted, read_price("9tr/tạ", "kg").is_converted) == (False, True)


@pytest.mark.django_db
def test_asked_now_spans_what_others_ask_for_the_same_unit_lately():
    lowest = ProductFactory(published=True, offer__price_vnd=95_000)
    ProductFactory(published=True, offer__price_vnd=101_500)
    ProductFactory(published=True, offer__price_vnd=9_000_000, unit="ta")
    ProductFactory(submitted=True, offer__price_vnd=1_000)
    ProductFactory(published=True, offer__price_vnd=40_000, offer__priced_on=date(2026, 10, 1))
    ProductFactory(
        published=True,
        offer__price_vnd=2_000,
        category=CategoryFactory(key="chuoi", path="chuoi/", name="Chuối"),
    )
    category, on = lowest.category_id, date(2026, 11, 24)

    assert asked_now(category_id=category, unit="kg", on=on) == PriceRange(95_000, 101_500)
    assert asked_now(category_id=category, unit="kg", on=on, besides=lowest.farmer_id) == PriceRange(
        101_500, 101_500
    )
    assert asked_now(category_id=category, unit="hop", on=on) is None


@pytest.mark.parametrize(
    ("price_vnd", "surprises"),
    [(98_000, False), (40_000, False), (290_000, False), (9_800, True), (980_000, True)],
)
def test_is_surprising_beyond_three_times(price_vnd, surprises):
    assert is_surprising(price_vnd=price_vnd, was_vnd=98_000) is surprises


@pytest.mark.django_db
def test_change_price_keeps_the_day_and_the_history():
    product = ProductFactory(published=True)

    change_price(product=product, price_vnd=101_500, by=product.posted_by, at=NOW)

    offer = Offer.objects.get(product=product)
    assert (offer.price_vnd, offer.priced_on, offer.offered_milli) == (101_500, date(2026, 11, 24), 300_000)
    entry = ModelLogEntry.objects.get(action="products.price_changed")
    assert (entry.object_id, entry.data, entry.user_id, entry.timestamp) == (
        str(product.pk),
        {"changes": {"price_vnd": [98_000, 101_500]}},
        product.posted_by_id,
        NOW,
    )


@pytest.mark.django_db
def test_change_price_to_the_same_says_that_it_holds_today():
    product = ProductFactory(published=True)

    assert change_price(product=product, price_vnd=98_000, by=product.posted_by, at=NOW) is None

    assert Offer.objects.get(product=product).priced_on == date(2026, 11, 24)
    assert not ModelLogEntry.objects.filter(action="products.price_changed").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["withdrawn", "published"])
def test_change_price_refuses_the_withdrawn_and_a_price_of_nothing(state):
    product = ProductFactory(published=True, state=state)

    with pytest.raises(ValidationError):
        change_price(product=product, price_vnd=0, by=product.posted_by, at=NOW)

    assert Offer.objects.get(product=product).price_vnd == 98_000


@pytest.mark.django_db
def test_a_price_is_above_zero_and_sold_and_held_fit_into_what_is_offered():
    product = ProductFactory()
    for wrong in ({"price_vnd": 0}, {"sold_milli": 200_000, "held_milli": 100_001}):
        offer = Offer.objects.get(product=product)
        for column, value in wrong.items():
            setattr(offer, column, value)
        with pytest.raises(ValidationError):
            offer.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.filter(product=product).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferFactory(product=product)
