"""My certificates: how each stands, for how long, what sells by it, and one more."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from PIL import Image

from accounts.private_files import private_storage
from farmers.models import Certificate
from market.workspace.certificates import papers_in_words
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CertificateFactory, FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory, certify

pytestmark = pytest.mark.django_db

URL = "/ban-hang/chung-nhan/"
ADD = "/ban-hang/chung-nhan/them/"


@pytest.fixture
def person(client):
    person = FarmerPersonFactory(farmer=FarmerFactory())
    client.force_login(person.user)
    return person


def days(number):
    return timezone.localdate() + timedelta(days=number)


def paper(**columns):
    """What is typed of a certificate, with a photograph of it."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    return {
        "scheme": "vietgap",
        "number": "VietGAP-TT-26-01-64-0009",
        "issuer": "Trung tâm Chứng nhận Ví Dụ",
        "valid_from": "10/01/2026",
        "expires_on": days(300).strftime("%d/%m/%Y"),
        "produce": "Cà phê nhân",
        "scan": SimpleUploadedFile("giay.jpg", picture.getvalue(), "image/jpeg"),
    } | columns


def test_mine_are_shown_with_standing_days_and_what_the_officer_said(client, person):
    returned = CertificateFactory(
        farmer=person.farmer,
        standing="returned",
        reason="Ảnh mờ",
        checked_by=UserFactory(),
        checked_at=timezone.now(),
        expires_on=days(200),
    )
    gone = CertificateFactory(farmer=person.farmer, verified=True, valid_from=days(-99), expires_on=days(-1))
    good = CertificateFactory(farmer=person.farmer, verified=True, valid_from=days(-70), expires_on=days(30))
    waiting = CertificateFactory(farmer=person.farmer, expires_on=days(500), valid_from=days(-10))
    CertificateFactory(number="VietGAP-nobody-else")

    page = client.get(URL)

    assert [
        (one["id"], one["standing"], one["days_left"], one["reason"]) for one in page.context["certificates"]
    ] == [
        (f"certificate_{gone.pk}", "expired", None, ""),
        (f"certificate_{good.pk}", "verified", 30, ""),
        (f"certificate_{returned.pk}", "returned", None, "Ảnh mờ"),
        (f"certificate_{waiting.pk}", "checking", 500, ""),
    ]
    assert [one["days_all"] for one in page.context["certificates"]][1] == 100
    assert "VietGAP-nobody-else" not in page.text
    assert "Ảnh mờ" in page.text


def test_listings_that_carry_one_stand_under_it(client, person):
    farm = FarmFactory(farmer=person.farmer)
    product, withdrawn = (
        ProductFactory(farm=farm, published=True),
        ProductFactory(farm=farm, state="withdrawn"),
    )
    certificate = certify(product)
    withdrawn.coverages.set(product.coverages.all())

    (card,) = client.get(URL).context["certificates"]

    assert (card["id"], [one["name"] for one in card["listings"]]) == (
        f"certificate_{certificate.pk}",
        [product.name],
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_seven_questions(client, person, count, django_assert_num_queries):
    for _ in range(count):
        certify(ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True))

    with django_assert_num_queries(7):  # session, user, papers, listings, for whom, notices, whom to call
        client.get(URL)


def test_adding_one_declares_it_with_what_it_covers_once(client, person):
    kept = []
    for _ in range(2):
        assert client.post(ADD, paper())["Location"] == URL
        added = Certificate.objects.get()
        kept.append(set(private_storage().listdir(added.scan.name.rpartition("/")[0])[1]))

    assert kept[0] == kept[1]
    assert (added.farmer, added.standing, added.scheme, added.number) == (
        person.farmer,
        "declared",
        "vietgap",
        "VietGAP-TT-26-01-64-0009",
    )
    assert (added.scan_type, private_storage().exists(added.scan.name)) == ("image/jpeg", True)
    coverage = added.coverages.get()
    assert (coverage.produce, coverage.farm, coverage.confirmed_at) == ("Cà phê nhân", None, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": ""}, "number"),
        ({"scheme": ""}, "scheme"),
        ({"scheme": "ocop"}, "stars"),
        ({"expires_on": "10/01/2020"}, "expires_on"),
        ({"expires_on": "hôm qua"}, "expires_on"),
        ({"valid_from": (timezone.localdate() + timedelta(days=400)).strftime("%d/%m/%Y")}, "__all__"),
        ({"scan": SimpleUploadedFile("giay.jpg", b"MZ\x90", "image/jpeg")}, "scan"),
        ({"scan": ""}, "scan"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_kept(client, person, typed, field):
    page = client.post(ADD, paper(**typed))

    assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
    assert not Certificate.objects.exists()


def test_who_acts_for_two_says_whose_it_is_and_for_nobody_else(client, person):
    other = FarmerPersonFactory(user=person.user, farmer=FarmerFactory()).farmer

    assert list(client.post(ADD, paper()).context["form"].errors) == ["farmer"]
    assert client.post(ADD, paper(farmer=FarmerFactory().pk)).status_code == 400
    assert client.post(ADD, paper(farmer=other.pk)).status_code == 302

    assert Certificate.objects.get().farmer == other


def test_who_acts_for_nobody_is_asked_who_sells(client):
    client.force_login(UserFactory())

    assert client.get(ADD)["Location"] == "/ban-hang/nguoi-ban/"
    assert client.get(URL).context["certificates"] == []


@pytest.mark.parametrize(
    ("papers", "words"),
    [
        ([], "None yet"),
        ([{}], "1 certificate"),
        ([{"verified": True, "days": 90}, {"verified": True, "days": 200}], "VietGAP ends in 90 days"),
        ([{"verified": True, "days": 91}, {}], "2 certificates"),
        ([{"standing": "returned", "reason": "Ảnh mờ"}, {}], "One was sent back: add it once more"),
    ],
)
def test_the_stall_says_the_most_pressing_in_a_few_words(person, papers, words):
    for one in papers:
        until = days(one.pop("days", 600))
        checked = {"checked_by": UserFactory(), "checked_at": timezone.now()} if "standing" in one else {}
        CertificateFactory(farmer=person.farmer, expires_on=until, **one, **checked)

    with translation.override("en"):
        assert papers_in_words(person.user, timezone.localdate()) == words
