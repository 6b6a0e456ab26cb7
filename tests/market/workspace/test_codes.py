"""The code of a listing: shown, sent on as a picture, printed."""

import io

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, officer
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from traceability.code_pictures import path_of
from traceability.models import Label, Lot


@pytest.fixture
def person(db):
    return FarmerPersonFactory(farmer=FarmerFactory())


@pytest.fixture
def product(person):
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)
    LotFactory(product=product)
    return product


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def at(name, product):
    return reverse(f"workspace:{name}", args=[product.pk])


def test_the_code_is_made_by_the_first_look_and_stays(farmer_client, product):
    pages = [farmer_client.get(at("code", product)) for _ in range(3)]

    label = Label.objects.get()
    assert label.lot.product == product
    for page in pages:
        assert path_of(label.code) in page.text
        assert f"/T/{label.code}" in page.text
    for name, pk in (("labels", label.lot_id), ("stall_sign", product.farm_id)):
        assert reverse(f"traceability:{name}", args=[pk]) in pages[0].text


def test_the_picture_is_the_code_on_the_screen(farmer_client, product):
    answer = farmer_client.get(at("code_picture", product))

    label = Label.objects.get()
    picture = Image.open(io.BytesIO(answer.content)).convert("RGB")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "image/png",
        "private, max-age=600",
    )
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [
        f"HTTP://127.0.0.1:8000/T/{label.code}"
    ]


def test_a_new_lot_has_a_code_of_its_own(farmer_client, product):
    farmer_client.get(at("code", product))
    LotFactory(product=product)

    farmer_client.get(at("code", product))

    assert set(Label.objects.values_list("lot", flat=True)) == {lot.pk for lot in product.lots.all()}
    assert Label.objects.count() == 2


def test_a_recalled_lot_shows_no_code(farmer_client, product):
    Lot.objects.update(state="recalled")

    page = farmer_client.get(at("code", product))

    assert page.status_code == 200
    assert "refusal" in page.context
    assert farmer_client.get(at("code_picture", product)).status_code == 404
    assert not Label.objects.exists()


def test_what_was_never_on_sale_has_no_code(farmer_client, product):
    draft = ProductFactory(farm=product.farm, submitted=True)

    assert farmer_client.get(at("code", draft)).status_code == 404
    assert farmer_client.get(at("code_picture", draft)).status_code == 404


def test_a_code_is_shown_to_those_who_act_for_the_farmer(client, person, product):
    revoked = FarmerPersonFactory(farmer=person.farmer, revoked_at=timezone.now())

    for stranger in (FarmerPersonFactory().user, officer(), revoked.user, UserFactory()):
        client.force_login(stranger)
        assert client.get(at("code", product)).status_code == 404
        assert client.get(at("code_picture", product)).status_code == 404
    assert not Label.objects.exists()
