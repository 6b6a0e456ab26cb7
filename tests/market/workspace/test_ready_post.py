"""A post for Zalo: what stands in it, its picture, and who may see it."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from PIL import Image

from farmers.models import Farmer
from products.models import Offer, Product, ProductPhoto
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, officer
from tests.factories.products import ProductFactory, certify


@pytest.fixture
def person(db):
    return FarmerPersonFactory(farmer=FarmerFactory(name="Rơ Châm H'Lan"))


@pytest.fixture
def product(person):
    return ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True, name="Cà phê nhân robusta")


@pytest.fixture
def farmer_client(client, person):
    client.force_login(person.user)
    return client


def at(name, product):
    return reverse(f"workspace:{name}", args=[product.pk])


def words(farmer_client, product):
    return farmer_client.get(at("ready_post", product)).context["words"].splitlines()


def test_the_post_says_what_how_dear_how_much_who_which_paper_and_where(farmer_client, product):
    certificate = certify(product, number="VG-12")
    certify(product, standing="declared", number="VG-99")
    paper = {"title": "VietGAP", "number": "VG-12", "day": date_format(certificate.expires_on)}
    link = f"http://127.0.0.1:8000{product.get_absolute_url()}"

    assert words(farmer_client, product) == [
        "Cà phê nhân robusta",
        _("Price: %(price)s/%(unit)s") % {"price": "98.000\u00a0đ", "unit": "kg"},
        _("Left: %(amount)s") % {"amount": "300 kg"},
        _("Farmer: %(name)s, %(place)s") % {"name": "Rơ Châm H'Lan", "place": "xã Biển Hồ, Gia Lai"},
        _("Certificate: %(title)s No. %(number)s, valid through %(day)s") % paper,
        _("Photos, origin and how to buy: %(link)s") % {"link": link},
    ]


def test_who_did_not_agree_is_not_named_and_what_is_gone_is_not_promised(farmer_client, product):
    Farmer.objects.update(is_public=False)
    Offer.objects.update(sold_milli=300_000)

    text = "\n".join(words(farmer_client, product))

    assert "Rơ Châm" not in text
    assert "Biển Hồ" in text
    assert " kg" not in text


def test_the_picture_is_the_cover_as_jpeg(farmer_client, product):
    photo = ProductPhoto.objects.create(product=product, original="a.jpg", state="ready")
    target = io.BytesIO()
    Image.new("RGB", (800, 600), "#6b4a2b").save(target, "WEBP")
    storages["default"].save(photo.rendition_name(800), ContentFile(target.getvalue()))

    answer = farmer_client.get(at("post_picture", product))

    picture = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["Content-Type"], picture.format, picture.size) == (
        "image/jpeg",
        "JPEG",
        (800, 600),
    )
    assert at("post_picture", product) in farmer_client.get(at("ready_post", product)).text


def test_without_a_photo_the_code_is_shared(farmer_client, product):
    ProductPhoto.objects.create(product=product, original="a.jpg", state="waiting")

    assert at("code_picture", product) in farmer_client.get(at("ready_post", product)).text
    assert farmer_client.get(at("post_picture", product)).status_code == 404


def test_a_photo_whose_file_is_missing_is_not_there(farmer_client, product):
    ProductPhoto.objects.create(product=product, original="a.jpg", state="ready")

    assert farmer_client.get(at("post_picture", product)).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "paused", "returned", "withdrawn"])
def test_only_what_is_on_sale_has_a_post(farmer_client, product, state):
    Product.objects.update(state=state, reason="Ảnh mờ" if state == "returned" else "")

    assert farmer_client.get(at("ready_post", product)).url == at("product", product)
    assert at("ready_post", product) not in farmer_client.get(at("product", product)).text


def test_a_post_is_for_those_who_act_for_the_farmer(client, person, product):
    revoked = FarmerPersonFactory(farmer=person.farmer, revoked_at=timezone.now())

    for stranger in (FarmerPersonFactory().user, officer(), revoked.user, UserFactory()):
        client.force_login(stranger)
        assert client.get(at("ready_post", product)).status_code == 404
        assert client.get(at("post_picture", product)).status_code == 404
