"""Leaving, from the page: said first, asked once more, and nobody leaves for somebody else."""

import pytest
from django.utils import timezone

from farmers.agreeing import agree
from farmers.models import DataRequest, FarmerPerson
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

URL = "/en/ban-hang/roi-di/"


@pytest.fixture
def person(client):
    person = FarmerPersonFactory(farmer=FarmerFactory())
    agree(user=person.user, purpose="public_page", at=timezone.now())
    ProductFactory.create_batch(2, farm=FarmFactory(farmer=person.farmer), published=True)
    client.force_login(person.user)
    return person


def stands():
    """What leaving would change."""
    return (
        list(Product.objects.values_list("state", flat=True)),
        list(FarmerPerson.objects.order_by("pk").values_list("revoked_at", flat=True)),
        DataRequest.objects.count(),
    )


def test_what_it_does_is_said_first_and_nothing_is_done(client, person):
    before = stands()

    first = client.get(URL)
    second = client.post(URL, {"farmer": person.farmer_id})

    assert "2 listings are withdrawn for good." in first.text
    assert "you stay a member" in first.text
    assert 'name="surely"' not in first.text
    assert 'name="surely"' in second.text
    assert stands() == before


def test_the_second_yes_does_it(client, person):
    assert client.post(URL, {"farmer": person.farmer_id, "surely": "yes"})["Location"] == "/en/ban-hang/"

    states, revoked, requests = stands()
    assert (states, requests) == (["withdrawn"] * 2, 0)
    assert None not in revoked
    assert client.get(person.farmer.get_absolute_url()).status_code == 404
    assert client.get(URL).context["acting"] == []


def test_the_wish_to_have_all_deleted_is_carried_along(client, person):
    second = client.post(URL, {"farmer": person.farmer_id, "delete": "yes"})
    assert 'name="delete"' in second.text

    client.post(URL, {"farmer": person.farmer_id, "delete": "yes", "surely": "yes"})

    assert DataRequest.objects.get().user == person.user


def test_a_helper_reads_what_a_helper_leaves(client, person):
    helper = FarmerPersonFactory(farmer=person.farmer, role="helper")
    client.force_login(helper.user)

    page = client.get(URL)

    assert "You no longer post for this farmer" in page.text
    assert "withdrawn for good" not in page.text
    client.post(URL, {"farmer": person.farmer_id, "surely": "yes"})
    assert Product.objects.filter(state="published").count() == 2
    assert FarmerPerson.objects.get(pk=person.pk).revoked_at is None
    assert FarmerPerson.objects.get(pk=helper.pk).revoked_at is not None


@pytest.mark.parametrize("farmer", ["theirs", "999999", "x", ""])
def test_nobody_leaves_for_somebody_else(client, person, farmer):
    theirs = FarmerPersonFactory(farmer=FarmerFactory())
    before = stands()

    sent = {"farmer": theirs.farmer_id if farmer == "theirs" else farmer, "surely": "yes"}

    assert client.post(URL, sent).status_code == 404
    assert stands() == before


def test_who_was_taken_off_meanwhile_leaves_nothing(client, person):
    FarmerPerson.objects.filter(pk=person.pk).update(revoked_at=timezone.now())

    assert client.post(URL, {"farmer": person.farmer_id, "surely": "yes"}).status_code == 404
    assert Product.objects.filter(state="published").count() == 2


def test_who_acts_for_two_says_whom_to_leave(client, person):
    other = FarmerPersonFactory(user=person.user, farmer=FarmerFactory())

    assert client.get(URL).context["person"] is None
    assert client.get(f"{URL}?nha-nong={other.farmer_id}").context["person"] == other


def test_who_acts_for_nobody_has_nothing_to_leave(client):
    client.force_login(UserFactory())

    assert "There is nothing to leave" in client.get(URL).text
