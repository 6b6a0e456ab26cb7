"""Lots and labels as tests need them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.products import ProductFactory
from traceability.codes import new_code
from traceability.models import Label, Lot


class LotFactory(DjangoModelFactory):
    class Meta:
        model = Lot

    product = factory.SubFactory(ProductFactory, published=True)
    farm = factory.SelfAttribute("product.farm")
    code = factory.Sequence(lambda n: f"2611-{n}")
    harvested_from = factory.SelfAttribute("product.harvested_on")
    harvested_to = factory.SelfAttribute("product.harvested_on")
    amount_milli = 300_000
    opened_at = factory.LazyFunction(timezone.now)


class LabelFactory(DjangoModelFactory):
    class Meta:
        model = Label

    kind = "lot"
    lot = factory.SubFactory(LotFactory)
    farm = factory.SelfAttribute("lot.farm")
    code = factory.LazyFunction(new_code)
    printed_at = factory.LazyFunction(timezone.now)
