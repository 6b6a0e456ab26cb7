"""Categories and listings as tests need them."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from farmers.models import Certificate
from products.certified import refresh_certified_until
from products.models import Category, Offer, Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CertificateFactory, CoverageFactory, FarmFactory


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("key",)

    key = "ca-phe-nhan"
    path = factory.LazyAttribute(lambda category: f"{category.key}/")
    name = "Cà phê nhân"
    name_en = "Green coffee"
    ocop_set = 13
    icon = "set-13"
    art = "coffee-beans"
    is_leaf = True


class ProductFactory(DjangoModelFactory):
    """A draft; `published=True` makes one on sale. Always with an offer: 300 kg at 98.000 đ."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    farm = factory.SubFactory(FarmFactory)
    farmer = factory.SelfAttribute("farm.farmer")
    commune_code = factory.SelfAttribute("farm.commune_code")
    category = factory.SubFactory(CategoryFactory)
    name = factory.Sequence(lambda n: f"Cà phê nhân robusta {n}")
    description = "Cà phê hái chín, phơi trên giàn, ẩm độ 12 phần trăm."
    unit = "kg"
    harvested_on = date(2026, 11, 2)
    posted_by = factory.SubFactory(UserFactory)
    offer = factory.RelatedFactory("tests.factories.products.OfferFactory", factory_related_name="product")

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=factory.LazyFunction(timezone.now))
        published = factory.Trait(
            state="published",
            submitted_at=factory.LazyFunction(timezone.now),
            published_at=factory.LazyFunction(timezone.now),
            checked_by=factory.SubFactory(UserFactory),
        )


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer

    product = factory.SubFactory(ProductFactory, offer=None)
    price_vnd = 98_000
    priced_on = date(2026, 11, 20)
    offered_milli = 300_000


def certify(product: Product, *, covered: dict | None = None, **certificate: object) -> Certificate:
    """A certificate of the product's farmer, verified and confirmed for it unless said otherwise."""
    certificate = {"farmer": product.farmer, "verified": certificate.get("standing") is None} | certificate
    found = CertificateFactory(**certificate)
    checked = {"confirmed_at": timezone.now(), "confirmed_by": UserFactory()}
    product.coverages.add(CoverageFactory(certificate=found, **checked | (covered or {})))
    refresh_certified_until([product.pk])
    product.refresh_from_db()
    return found
