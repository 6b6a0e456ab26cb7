from datetime import UTC, date, datetime

import pytest

from products.listing import pause_product, publish_product, resume_product
from tests.factories.accounts import UserFactory
from tests.factories.products import ProductFactory
from traceability.models import Lot

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 30, 18, tzinfo=UTC)  # already December in Viet Nam


def publish(**columns):
    product = ProductFactory(submitted=True, **columns)
    officer = UserFactory()
    publish_product(product=product, by=officer, at=AT)
    return product, officer


def test_publishing_opens_the_first_lot():
    product, officer = publish(harvested_on=date(2026, 11, 2))
    lot = Lot.objects.get()
    event = lot.events.select_related("detail").get()

    assert (lot.product, lot.farm, lot.code) == (product, product.farm, f"2612-{lot.pk}")
    assert (lot.harvested_from, lot.harvested_to) == (date(2026, 11, 2), date(2026, 11, 2))
    assert (lot.amount_milli, lot.state, lot.opened_at) == (300_000, "open", AT)
    assert (event.kind, event.happened_on, event.number) == ("lot_opened", date(2026, 12, 1), 1)
    assert event.detail.content == {"amount_milli": 300_000, "unit": "kg"}
    assert event.detail.recorded_by == officer


def test_a_lot_without_a_harvest_day_opens_all_the_same():
    publish(harvested_on=None)

    assert (Lot.objects.get().harvested_from, Lot.objects.get().harvested_to) == (None, None)


def test_publishing_again_opens_no_second_lot():
    product, _ = publish()
    pause_product(product=product, by=product.posted_by, at=AT)
    resume_product(product=product, by=product.posted_by, at=AT)

    assert Lot.objects.count() == 1
