import uuid
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from products.drafting import add_photos, keep_answers, put_scan
from products.models import Draft
from products.questions import Step
from products.retelling import photo_url, step_url
from tests.factories.farmers import (
    FarmerPersonFactory,
    officer,
)
from tests.products.conftest import answers_of, photo
from tests.products.test_posting import ANSWERS


def addresses(draft):
    found = [step_url(draft, step) for step in Step]
    return [
        *found,
        *(photo_url(file) for file in draft.files.all()),
        reverse("products:discard", args=[draft.pk]),
    ]


def statuses(client, draft):
    found = set()
    for address in addresses(draft):
        found |= {client.post(address, {"farmer": "1"}).status_code}
        found |= {client.get(address).status_code}
    return found - {405}


def test_a_draft_is_its_writers_alone(client, draft, person):
    add_photos(draft, [photo()])
    keep_answers(draft, ANSWERS)

    assert statuses(client, draft) == {302}
    assert all(client.get(address).url.startswith("/dang-nhap/") for address in addresses(draft)[:-1])
    strangers = [FarmerPersonFactory().user, FarmerPersonFactory(farmer=person.farmer).user, officer()]
    for stranger in strangers:
        client.force_login(stranger)
        assert statuses(client, draft) == {404}
    assert answers_of(draft) == draft.answers


def test_a_draft_closes_for_somebody_revoked(farmer_client, draft, person):
    add_photos(draft, [photo()])
    person.revoked_at = "2026-11-24T03:00:00Z"
    person.save()

    for address in addresses(draft)[:-1]:
        assert farmer_client.get(address).status_code == 404


def test_a_draft_cannot_be_begun_for_another_farmer(farmer_client):
    other = FarmerPersonFactory()

    answer = farmer_client.post(
        reverse("products:post_step", args=[uuid.uuid4(), "anh"]), {"farmer": other.farmer.pk}
    )

    assert (answer.status_code, Draft.objects.count()) == (404, 0)


def test_an_unknown_step_or_draft_is_not_found(farmer_client, draft):
    assert farmer_client.get(reverse("products:post_step", args=[draft.pk, "khac"])).status_code == 404
    assert farmer_client.get(reverse("products:post_step", args=[uuid.uuid4(), "gia"])).status_code == 404


def test_a_file_of_a_draft_is_shown_small_and_private(farmer_client, draft):
    add_photos(draft, [photo(size=(1600, 1200))])
    put_scan(draft, SimpleUploadedFile("giay.pdf", b"%PDF-1.7 ..."))
    picture, scan = (farmer_client.get(photo_url(draft.files.get(kind=kind))) for kind in ("photo", "scan"))

    with Image.open(BytesIO(picture.content)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (320, 240))
    assert picture["Cache-Control"] == "private, max-age=3600"
    assert (scan["Content-Type"], scan["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="scan.pdf"',
    )
    assert scan.getvalue() == b"%PDF-1.7 ..."
