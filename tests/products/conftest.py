import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from products.drafting import begin_draft
from products.models import Draft
from products.retelling import step_url
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory
from tests.factories.products import CategoryFactory


def photo(colour="red", name="anh.jpg", size=(64, 48)):
    """A small photo as a phone sends it."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


@pytest.fixture
def category(db):
    return CategoryFactory()


@pytest.fixture
def person(db):
    """Somebody who acts for one farmer, without a farm yet."""
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def draft(person, category):
    return begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def answers_of(draft):
    return Draft.objects.get(pk=draft.pk).answers


def post(client, draft, step, **data):
    return client.post(step_url(draft, step), data)
