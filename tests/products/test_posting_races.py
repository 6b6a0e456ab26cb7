"""Two taps at the same moment, each on its own connection."""

import threading
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection

from products.drafting import add_photos, begin_draft, keep_answers
from products.models import Draft, Offer, Product, ProductPhoto
from products.posting import send_draft
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory
from tests.factories.products import CategoryFactory
from tests.products.conftest import photo
from tests.products.test_posting import ANSWERS

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
TAPS = 6

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def at_once(tap):
    """What each of several simultaneous calls gave back."""
    found, gate = [], threading.Barrier(TAPS)

    def run():
        gate.wait()
        try:
            found.append(tap())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(TAPS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_sending_at_the_same_moment_makes_one_listing():
    CategoryFactory()
    person = FarmerPersonFactory(farmer=FarmerFactory())
    draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    add_photos(draft, [photo("red"), photo("blue")])
    keep_answers(draft, ANSWERS)

    found = at_once(lambda: send_draft(draft=Draft(pk=draft.pk, user=person.user), at=NOW).pk)

    assert found == [Product.objects.get().pk] * TAPS
    assert (Offer.objects.count(), ProductPhoto.objects.count(), Draft.objects.count()) == (1, 2, 0)


def test_beginning_at_the_same_moment_makes_one_draft():
    person, draft_id = FarmerPersonFactory(farmer=FarmerFactory()), uuid.uuid4()

    found = at_once(lambda: begin_draft(draft_id=draft_id, user=person.user, farmer=person.farmer).pk)

    assert found == [draft_id] * TAPS
    assert Draft.objects.count() == 1
