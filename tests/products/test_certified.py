from datetime import timedelta

import pytest
from django.utils import timezone

from farmers.certification import revoke_certificate
from products.certified import Badge, badges_of, refresh_certified_until
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CertificateFactory, CoverageFactory, FarmFactory
from tests.factories.products import ProductFactory, certify

pytestmark = pytest.mark.django_db


def shown(product: Product) -> Product:
    return Product.objects.for_card().get(pk=product.pk)


def standings(product: Product, on=None) -> list[str]:
    return [badge.standing for badge in badges_of(shown(product), on)]


def test_badge_tells_the_whole_paper():
    product = ProductFactory(published=True)
    paper = certify(product, scheme="ocop", stars=4, number="OCOP-1", issuer="Hội đồng Ví Dụ")

    assert badges_of(shown(product)) == [
        Badge(
            scheme="ocop",
            title=paper.title,
            stars=4,
            standing="verified",
            until=paper.expires_on,
            checked_at=paper.checked_at,
            number="OCOP-1",
            issuer="Hội đồng Ví Dụ",
        )
    ]


def test_product_without_certificate_has_no_badge():
    assert badges_of(shown(ProductFactory(published=True))) == []


def test_badge_is_valid_through_its_last_day():
    product = ProductFactory(published=True)
    last_day = certify(product).expires_on

    assert standings(product, last_day) == ["verified"]
    assert standings(product, last_day + timedelta(days=1)) == ["expired"]


def test_badge_begins_on_the_first_day():
    product = ProductFactory(published=True)
    first_day = certify(product).valid_from

    assert standings(product, first_day - timedelta(days=1)) == ["declared"]
    assert standings(product, first_day) == ["verified"]


@pytest.mark.parametrize("standing", ["declared", "returned", "revoked"])
def test_badge_keeps_the_standing_of_a_paper_that_is_not_verified(standing):
    product = ProductFactory(published=True)
    certify(
        product,
        standing=standing,
        checked_by=UserFactory(),
        checked_at=timezone.now(),
        reason="Số không khớp.",
    )

    assert standings(product) == [standing]
    assert product.certified_until is None


def test_coverage_that_nobody_confirmed_is_only_declared():
    product = ProductFactory(published=True)
    certify(product, covered={"confirmed_at": None, "confirmed_by": None})

    assert standings(product) == ["declared"]
    assert product.certified_until is None


def test_coverage_of_another_farm_is_only_declared():
    product = ProductFactory(published=True)
    certify(product, covered={"farm": FarmFactory(farmer=product.farmer)})

    assert standings(product) == ["declared"]
    assert product.certified_until is None


def test_coverage_of_its_own_farm_is_verified():
    product = ProductFactory(published=True)
    paper = certify(product, covered={"farm": product.farm})

    assert standings(product) == ["verified"]
    assert product.certified_until == paper.expires_on


def test_best_coverage_of_a_paper_speaks_whichever_comes_first():
    for reverse in (False, True):
        product = ProductFactory(published=True)
        paper = CertificateFactory(farmer=product.farmer, verified=True)
        confirmed = {"confirmed_at": timezone.now(), "confirmed_by": paper.checked_by}
        coverages = [
            CoverageFactory(certificate=paper, **one)
            for one in ([confirmed, {}] if reverse else [{}, confirmed])
        ]
        product.coverages.add(*coverages)

        assert standings(product) == ["verified"]


def test_badges_stand_in_the_order_of_their_weight():
    product = ProductFactory(published=True)
    today = timezone.localdate()
    checked = {"checked_by": UserFactory(), "checked_at": timezone.now(), "reason": "Sai số."}
    certify(product, scheme="haccp", standing="declared")
    certify(product, scheme="organic", expires_on=today - timedelta(days=1))
    certify(product, scheme="globalgap", standing="revoked", **checked)
    certify(product, scheme="food_safety")
    certify(product, scheme="vietgap")

    assert [(badge.scheme, badge.standing) for badge in badges_of(shown(product))] == [
        ("vietgap", "verified"),
        ("food_safety", "verified"),
        ("globalgap", "revoked"),
        ("organic", "expired"),
        ("haccp", "declared"),
    ]


def test_certified_until_is_the_last_day_of_the_longest_coverage():
    product = ProductFactory(published=True)
    today = timezone.localdate()
    certify(product, expires_on=today + timedelta(days=10))
    longest = certify(product, scheme="ocop", stars=3, expires_on=today + timedelta(days=90))
    certify(product, scheme="haccp", expires_on=today + timedelta(days=50))

    assert product.certified_until == longest.expires_on


def test_refreshing_leaves_other_products_alone():
    one, other = ProductFactory(published=True), ProductFactory(published=True)
    certify(one)
    Product.objects.filter(pk=other.pk).update(certified_until=timezone.localdate())

    refresh_certified_until([one.pk])

    other.refresh_from_db()
    assert other.certified_until == timezone.localdate()


def test_revoking_takes_the_mark_off_every_product_it_covers():
    products = [ProductFactory(published=True) for _ in range(3)]
    paper = certify(products[0])
    coverage = paper.coverages.get()
    for product in products[1:]:
        product.coverages.add(coverage)
    refresh_certified_until([product.pk for product in products])
    assert [standings(product) for product in products] == [["verified"]] * 3

    revoke_certificate(certificate=paper, reason="Mẫu không đạt.", by=UserFactory(), at=timezone.now())

    assert [standings(product) for product in products] == [["revoked"]] * 3
    assert set(Product.objects.values_list("certified_until", flat=True)) == {None}
