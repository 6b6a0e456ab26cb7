"""My public page, from my side: the story, the numbers, and nobody else's."""

import pytest
from django.utils import timezone

from farmers.agreeing import agree
from farmers.models import Farmer
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

URL = "/ban-hang/trang-cua-toi/"


@pytest.fixture
def person(client):
    person = FarmerPersonFactory(farmer=FarmerFactory(phone="", zalo=""))
    client.force_login(person.user)
    return person


def agreed(person, *purposes):
    for purpose in purposes:
        agree(user=person.user, purpose=purpose, at=timezone.now())


def test_without_consent_there_is_the_story_alone_and_the_way_to_agree(client, person):
    page = client.get(URL)

    assert list(page.context["form"].fields) == ["story"]
    assert page.context["is_missing"] == ["phone", "zalo"]
    assert "/ban-hang/dong-y/" in page.text


def test_what_is_kept_is_what_buyers_see(client, person):
    agreed(person, "public_page", "show_phone", "show_zalo")
    typed = {
        "farmer": person.farmer_id,
        "story": "Trồng cà phê từ 1998",
        "phone": "0905 123 456",
        "zalo": "0905.123.457",
    }

    assert client.post(URL, typed)["Location"] == f"{URL}?nha-nong={person.farmer_id}"

    farmer = Farmer.objects.get(pk=person.farmer_id)
    assert (farmer.story, farmer.phone, farmer.zalo) == (
        "Trồng cà phê từ 1998",
        "+84905123456",
        "+84905123457",
    )
    product = ProductFactory(farm=FarmFactory(farmer=farmer), published=True)
    for page in (client.get(farmer.get_absolute_url()), client.get(product.get_absolute_url())):
        assert 'href="tel:+84905123456"' in page.text
        assert 'href="https://zalo.me/0905123457"' in page.text
    assert "Trồng cà phê từ 1998" in client.get(farmer.get_absolute_url()).text


def test_with_zalo_alone_there_is_no_call(client, person):
    agreed(person, "public_page", "show_zalo")
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)

    page = client.get(product.get_absolute_url()).text

    assert "zalo.me/" in page
    assert "tel:" not in page


def test_of_a_farmer_without_a_public_page_no_number_is_shown(client, person):
    agreed(person, "show_phone", "show_zalo")
    Farmer.objects.filter(pk=person.farmer_id).update(is_public=False)
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)

    page = client.get(product.get_absolute_url()).text

    assert "zalo.me/" not in page
    assert "tel:" not in page


@pytest.mark.parametrize("typed", [{"phone": "12"}, {"story": "a" * 3001}])
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_kept(client, person, typed):
    agreed(person, "show_phone")
    was = Farmer.objects.values().get(pk=person.farmer_id)

    page = client.post(URL, {"farmer": person.farmer_id, "story": "x", "phone": ""} | typed)

    assert (page.status_code, list(page.context["form"].errors)) == (400, list(typed))
    assert Farmer.objects.values().get(pk=person.farmer_id) == was


def test_a_number_sent_past_the_form_is_not_kept(client, person):
    client.post(URL, {"farmer": person.farmer_id, "story": "x", "phone": "0905123456"})

    assert Farmer.objects.get(pk=person.farmer_id).phone == ""


def test_a_helper_reads_that_the_page_is_not_theirs_and_changes_nothing(client):
    helper = FarmerPersonFactory(role="helper", farmer=FarmerFactory(story="Của mẹ"))
    client.force_login(helper.user)

    page = client.get(URL)

    assert "form" not in page.context
    assert "Của mẹ" not in page.text
    assert client.post(URL, {"farmer": helper.farmer_id, "story": "x"}).status_code == 404
    assert Farmer.objects.get(pk=helper.farmer_id).story == "Của mẹ"


def test_another_farmers_page_is_as_absent_as_one_that_is_not_there(client, person):
    other = FarmerFactory(story="Của người khác")

    for pk in (other.pk, 999_999, "x"):
        assert client.get(f"{URL}?nha-nong={pk}").status_code == 404
        assert client.post(URL, {"farmer": pk, "story": "x"}).status_code == 404
    assert Farmer.objects.get(pk=other.pk).story == "Của người khác"


def test_who_speaks_for_two_chooses_between_them(client, person):
    other = FarmerPersonFactory(user=person.user, farmer=FarmerFactory(story="Hợp tác xã")).farmer

    assert client.get(URL).context["farmer"] == person.farmer
    page = client.get(f"{URL}?nha-nong={other.pk}")

    assert (page.context["farmer"], page.context["form"].initial["story"]) == (other, "Hợp tác xã")
    assert page.context["farmers"] == [person.farmer, other]
