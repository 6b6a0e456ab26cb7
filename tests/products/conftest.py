from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

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
