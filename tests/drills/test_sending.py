"""One draft sent by eight processes at the same moment."""

import uuid
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.files.storage import storages
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from farmers.models import Certificate, Coverage, Farm
from products.drafting import add_photos, begin_draft, discard_draft, keep_answers, put_scan
from products.models import Draft, DraftFile, Offer, Product, ProductPhoto
from products.posting import send_draft
from tests.drills.processes import at_once
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import CategoryFactory
from tests.products.conftest import photo
from tests.products.test_posting import ANSWERS, PAPER

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
PROCESSES = 8

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(tasks_in_the_database):
    """Somebody who acts for a farmer without a farm."""
    CategoryFactory()
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def draft(person):
    return written(person)


def written(person):
    """A draft with all its answers, two photos and a certificate with its scan."""
    begun = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    add_photos(begun, [photo("red"), photo("blue")])
    put_scan(begun, photo("green", name="giay.jpg"))
    keep_answers(begun, ANSWERS | PAPER)
    return begun


def send(draft):
    return send_draft(draft=Draft(pk=draft.pk, user=draft.user), at=NOW).pk


def counts(*models):
    return [model.objects.count() for model in models]


def test_a_draft_sent_by_eight_processes_is_one_listing(draft):
    names = [file.file.name for file in draft.files.all()]

    outcomes = at_once([lambda: send(draft)] * PROCESSES)

    product = Product.objects.get()
    assert outcomes == [("done", product.pk)] * PROCESSES
    assert counts(Offer, Farm, Certificate, Coverage) == [1, 1, 1, 1]
    assert counts(Draft, DraftFile) == [0, 0]
    assert list(ProductPhoto.objects.values_list("position", flat=True)) == [0, 1]
    prepared = [row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path__contains="photo")]
    assert sorted(prepared) == sorted([pk] for pk in ProductPhoto.objects.values_list("pk", flat=True))
    assert [entry.action for entry in ModelLogEntry.objects.all()] == ["products.product_submitted"]
    assert all(storages["private"].exists(name) for name in names)


def test_a_draft_sent_and_thrown_away_at_once_is_one_or_the_other(draft):
    names = [file.file.name for file in draft.files.all()]

    outcomes = at_once(
        [lambda: send(draft)] * 4
        + [lambda: discard_draft(Draft.objects.filter(pk=draft.pk).first() or draft)] * 4
    )

    words = {word for word, _ in outcomes[:4]}
    is_sent = Product.objects.exists()
    assert words == ({"done"} if is_sent else {"gone"})
    assert counts(Product, Offer, Certificate, Draft, DraftFile) == ([1, 1, 1, 0, 0] if is_sent else [0] * 5)
    assert [storages["private"].exists(name) for name in names] == [is_sent] * 3


def test_drafts_of_one_farmer_sent_at_once_share_farm_and_certificate(tasks_in_the_database):
    CategoryFactory()
    for _ in range(4):
        farmer = FarmFactory().farmer  # a farm made at the same time would make the others wait
        people = [FarmerPersonFactory(farmer=farmer, role=role) for role in ("owner", "helper") * 2]

        outcomes = at_once([partial(send, written(person)) for person in people])

        assert [word for word, _ in outcomes] == ["done"] * len(people)
        certificate = farmer.certificates.get()
        assert (farmer.products.count(), farmer.farms.count()) == (len(people), 1)
        assert certificate.coverages.get().products.count() == len(people)
