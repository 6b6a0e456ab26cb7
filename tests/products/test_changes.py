"""What is different since a listing was last on sale."""

from datetime import UTC, date, datetime

import pytest

from products.changes import Change, changes_between, changes_of, facts_of
from products.listing import publish_product, return_product, submit_product
from products.models import Product, ProductPhoto
from products.pricing import change_price
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CoverageFactory
from tests.factories.products import CategoryFactory, ProductFactory

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FACTS = {
    "name": "Cà phê nhân",
    "description": "Hái chín",
    "category": "ca-phe-nhan",
    "unit": "kg",
    "price_vnd": 98_000,
    "offered_milli": 300_000,
    "harvested_on": "2026-11-02",
    "season": None,
    "farm": 1,
    "photos": ["a", "b"],
    "certificates": [1],
}


@pytest.mark.parametrize(
    ("now", "changes"),
    [
        ({}, []),
        ({"price_vnd": 120_000}, [Change("price_vnd", 98_000, 120_000)]),
        (
            {"description": "Hái chín, phơi giàn", "name": "Cà phê"},
            [
                Change("name", "Cà phê nhân", "Cà phê"),
                Change("description", "Hái chín", "Hái chín, phơi giàn"),
            ],
        ),
        ({"photos": ["b", "c"]}, [Change("photos", ["a", "b"], ["b", "c"], ["c"], ["a"])]),
        ({"photos": ["b", "a"]}, [Change("photos", ["a", "b"], ["b", "a"])]),
        ({"certificates": [1, 2]}, [Change("certificates", [1], [1, 2], [2])]),
        ({"season": [10, 12]}, [Change("season", None, [10, 12])]),
    ],
)
def test_only_what_is_different_is_told(now, changes):
    assert changes_between(FACTS, FACTS | now) == changes


def test_facts_that_nobody_kept_are_not_compared():
    assert changes_between({"price_vnd": 98_000}, FACTS | {"price_vnd": 98_000}) == []


@pytest.mark.django_db
def test_the_facts_are_those_of_the_listing():
    product = ProductFactory(season_from_month=10, season_to_month=12)
    coverage = CoverageFactory()
    product.coverages.add(coverage, CoverageFactory(certificate=coverage.certificate, produce="Tiêu"))
    photos = [
        ProductPhoto.objects.create(product=product, original="a.jpg", position=place) for place in (1, 0)
    ]

    assert facts_of(product) == {
        "name": product.name,
        "description": product.description,
        "category": "ca-phe-nhan",
        "unit": "kg",
        "price_vnd": 98_000,
        "offered_milli": 300_000,
        "harvested_on": "2026-11-02",
        "season": [10, 12],
        "farm": product.farm_id,
        "photos": [photos[1].key, photos[0].key],
        "certificates": [coverage.certificate_id],
    }


@pytest.mark.django_db
def test_a_listing_that_was_never_on_sale_has_nothing_to_compare():
    assert changes_of(ProductFactory(submitted=True)) is None


@pytest.mark.django_db
def test_publishing_keeps_what_stood_there():
    product, looker = ProductFactory(submitted=True), UserFactory()
    publish_product(product=product, by=looker, at=AT)
    product = Product.objects.get(pk=product.pk)
    assert changes_of(product) == []

    CategoryFactory(key="tieu", path="tieu/", name="Tiêu")
    change_price(product=product, price_vnd=100_000, by=product.posted_by, at=AT)
    Product.objects.filter(pk=product.pk).update(harvested_on=date(2026, 11, 9))
    photo = ProductPhoto.objects.create(product=product, original="a.jpg")
    product = Product.objects.get(pk=product.pk)

    assert changes_of(product) == [
        Change("photos", [], [photo.key], [photo.key]),
        Change("price_vnd", 98_000, 100_000),
        Change("harvested_on", "2026-11-02", "2026-11-09"),
    ]


@pytest.mark.django_db
def test_what_was_returned_is_compared_with_what_was_on_sale_before():
    product, looker = ProductFactory(submitted=True), UserFactory()
    publish_product(product=product, by=looker, at=AT)
    Product.objects.filter(pk=product.pk).update(state="returned", reason="x", unit="tan")
    submit_product(product=product, by=looker, at=AT)
    return_product(product=product, reason="Đơn vị", by=looker, at=AT)

    assert changes_of(Product.objects.get(pk=product.pk)) == [Change("unit", "kg", "tan")]
