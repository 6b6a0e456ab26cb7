"""A listing posted again by eight processes at the same moment is one draft."""

import uuid
from datetime import UTC, datetime

import pytest

from products.models import Draft, DraftFile, ProductPhoto
from products.posting_again import post_again
from tests.drills.processes import at_once
from tests.factories.farmers import FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def test_a_listing_posted_again_by_eight_processes_is_one_draft():
    person = FarmerPersonFactory()
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)
    for name in ("a.jpg", "b.jpg"):
        ProductPhoto.objects.create(product=product, original=name, state="ready")
    draft_id = uuid.uuid4()

    outcomes = at_once(
        [lambda: post_again(product=product, draft_id=draft_id, user=person.user, at=NOW).pk] * 8
    )

    assert outcomes == [("done", draft_id)] * 8
    assert Draft.objects.get().answers["name"] == product.name
    assert DraftFile.objects.count() == 2
