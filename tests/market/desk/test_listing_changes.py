"""How the desk says what changed since a listing was last on sale, and beside which prices it stands."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from market.desk.listing_changes import Piece, pieces, told_changes
from market.desk.prices import asked_by_others, own_prices, per_kg_words
from products.listing import publish_product
from products.models import Offer, PriceChange, Product, ProductPhoto
from products.price_changes import approve_price
from products.pricing import change_price
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CoverageFactory, FarmFactory
from tests.factories.products import CategoryFactory, ProductFactory
from tests.market.desk.conftest import text_of

pytestmark = pytest.mark.django_db


def back_again(**columns) -> Product:
    """A listing that was on sale, was changed and waits again."""
    product = ProductFactory(submitted=True)
    publish_product(product=product, by=UserFactory(), at=timezone.now())
    Product.objects.filter(pk=product.pk).update(state="submitted")
    product = Product.objects.get(pk=product.pk)
    for name, value in columns.items():
        setattr(product, name, value)
    product.save()
    return product


def told(product) -> dict:
    return {str(one.label): (one.was, one.now) for one in told_changes(product).told if not one.pieces}


def test_each_fact_is_told_in_words_old_and_new():
    CategoryFactory(key="tieu", path="tieu/", name="Hồ tiêu")
    product = back_again(harvested_on=date(2026, 11, 9), season_from_month=10, season_to_month=12, unit="ta")
    product.category = CategoryFactory(key="tieu")
    product.farm = FarmFactory(farmer=product.farmer, name="Rẫy xa")
    product.save()
    before = Product.objects.get(pk=product.pk).published_facts["farm"]
    Offer.objects.filter(product=product).update(price_vnd=9_900_000, offered_milli=3_000)
    coverage = CoverageFactory()
    product.coverages.add(coverage)

    changes = told(Product.objects.get(pk=product.pk))

    assert list(changes.values()) == [
        ("Cà phê nhân", "Hồ tiêu"),
        ("98.000\u00a0đ/kg", "9.900.000\u00a0đ/tạ"),
        ("kg", "tạ"),
        ("300 kg", "3 tạ"),
        ("02/11/2026", "09/11/2026"),
        ("—", gettext("months %(first)s to %(last)s") % {"first": 10, "last": 12}),
        (str(FarmFactory._meta.model.objects.get(pk=before)), "Rẫy xa, xã Biển Hồ"),
        ("—", str(coverage.certificate)),
    ]


def test_texts_are_laid_over_each_other_word_by_word():
    assert pieces("Hái chín phơi giàn", "Hái chín phơi sân giao nhanh") == (
        Piece("same", "Hái chín phơi"),
        Piece("old", "giàn"),
        Piece("new", "sân giao nhanh"),
    )
    assert pieces("", "Mới") == (Piece("new", "Mới"),)


def test_a_text_as_long_as_can_be_is_compared_in_time():
    long = " ".join(["phơi", "giàn"] * 300)

    assert pieces(long, long + " sân")[-1].text.endswith("sân")


def test_new_photos_are_marked_and_markup_is_shown_as_text(reviewer):
    product = back_again(description="<b>Ngon</b>")
    photo = ProductPhoto.objects.create(
        product=product, original="a.jpg", state="ready", width_px=8, height_px=8
    )

    page = reviewer.get(reverse("desk:listing", args=(product.pk,)))

    assert page.context["changes"].new_photos == {photo.key}
    assert "desk-new" in page.content.decode()
    assert "<ins>&lt;b&gt;Ngon&lt;/b&gt;</ins>" in page.content.decode()


def test_the_first_time_and_nothing_new_are_told_apart():
    first, again = ProductFactory(submitted=True), back_again()

    assert (told_changes(first).is_first, told_changes(again).is_first) == (True, False)
    assert told_changes(again).told == []


def asking(price_vnd, unit="kg", days=0, **columns) -> Product:
    on = timezone.localdate() - timedelta(days=days)
    return ProductFactory(
        published=True, unit=unit, offer__price_vnd=price_vnd, offer__priced_on=on, **columns
    )


def test_prices_are_compared_by_weight_and_only_recent_ones():
    for price_vnd, unit, days in ((9_000_000, "ta", 0), (100_000, "kg", 20), (110_000_000, "tan", 0)):
        asking(price_vnd, unit, days)
    asking(1_000, "kg", 28)
    asking(50_000, "chai")
    asking(60_000, "goi", net_weight_g=500)
    today = timezone.localdate()

    by_kg = asked_by_others(ProductFactory(submitted=True), on=today)
    by_tonne = asked_by_others(
        ProductFactory(submitted=True, unit="tan", offer__price_vnd=1_000_000_000), on=today
    )

    assert (by_kg.count, by_kg.lowest_vnd, by_kg.middle_vnd, by_kg.highest_vnd) == (
        4,
        90_000,
        105_000,
        120_000,
    )
    assert by_tonne.middle_vnd == 105_000_000
    assert (by_kg.is_surprising, by_tonne.is_surprising) == (False, True)


def test_a_unit_that_weighs_something_is_told_by_the_kg_too():
    by_weight = ProductFactory(unit="ta", offer__price_vnd=9_000_000)
    pack = ProductFactory(unit="goi", net_weight_g=500, offer__price_vnd=60_000)

    assert (per_kg_words(by_weight), per_kg_words(pack)) == ("90.000\u00a0đ/kg", "120.000\u00a0đ/kg")
    assert (per_kg_words(ProductFactory()), per_kg_words(ProductFactory(unit="chai"))) == ("", "")


def test_its_own_prices_are_told_newest_first():
    product = ProductFactory(published=True)
    assert [price.price_words for price in own_prices(product)] == ["98.000\u00a0đ/kg"]

    change_price(product=product, price_vnd=105_000, by=product.posted_by, at=timezone.now())
    change_price(product=product, price_vnd=200_000, by=product.posted_by, at=timezone.now())
    approve_price(change=PriceChange.objects.get(), by=UserFactory(), at=timezone.now())

    assert [price.price_words.partition("\u00a0")[0] for price in own_prices(product)] == [
        "200.000",
        "105.000",
        "98.000",
    ]


LIST = reverse("desk_listings:index")


def names_on(client, **asked) -> list[str]:
    return [product.name for product in client.get(LIST, asked).context["object_list"]]


def test_the_list_is_filtered_by_what_is_open_and_by_reason(reviewer):
    now = timezone.now()
    ProductFactory(name="Mới", submitted=True)
    ProductFactory(name="Trễ", state="submitted", submitted_at=now - timedelta(days=5))
    halted = {"published": True, "state": "paused", "reason": "Chờ", "reason_code": "stock"}
    ProductFactory(name="Nghỉ", **halted)
    ProductFactory(name="Trả", state="returned", reason="Ảnh mờ", reason_code="photos")
    ProductFactory(name="Lời riêng", state="returned", reason="Gọi Hội nhé")
    priced = ProductFactory(name="Giá", published=True)
    change_price(product=priced, price_vnd=500_000, by=priced.posted_by, at=now)

    assert names_on(reviewer, waiting="true") == ["Trễ", "Mới"]
    assert names_on(reviewer, open="late") == ["Trễ"]
    assert names_on(reviewer, open="halted") == ["Nghỉ"]
    assert names_on(reviewer, open="price") == ["Giá"]
    assert names_on(reviewer, open="take_down") == []
    assert names_on(reviewer, reason="photos") == ["Trả"]
    assert names_on(reviewer, reason="own", state="returned") == ["Lời riêng"]
    assert 'class="desk-due desk-due--late"' in text_of(reviewer.get(LIST, {"open": "late"}))


def test_each_officer_is_offered_what_is_theirs_to_do(reviewer, clerk, head):
    offered = {
        who: [
            name
            for name in ("post_for_find", "price_changes", "take_downs", "price_bounds")
            if reverse(f"desk:{name}") in text_of(client.get(LIST))
        ]
        for who, client in {"reviewer": reviewer, "clerk": clerk, "head": head}.items()
    }

    assert offered == {
        "reviewer": ["price_changes", "take_downs"],
        "clerk": ["post_for_find"],
        "head": ["post_for_find", "price_changes", "take_downs"],
    }
