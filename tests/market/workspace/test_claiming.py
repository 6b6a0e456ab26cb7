"""The page where a record is claimed says nothing to whoever holds the phone alone."""

import re

import pytest

from farmers.models import Member
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, MemberFactory, OfficerFactory, commune

CLAIM = "/ban-hang/nhan-ho-so/"
SECRET = "Ai Đó Trong Sổ"


@pytest.fixture
def user(client, db):
    someone = UserFactory(name="")
    client.force_login(someone)
    return someone


@pytest.fixture
def member(user):
    return MemberFactory(phone=user.phone, citizen_id="064185000017", full_name=SECRET)


def told(answer) -> str:
    """A page without what differs on every request."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.text)


def test_phone_and_digits_lead_home(client, member, user):
    FarmerFactory(member=member)

    assert client.post(CLAIM, {"digits": "00 17"}).url == "/ban-hang/"
    assert Member.objects.get().user == user
    assert client.get(CLAIM).url == "/ban-hang/hoi-vien/"
    assert client.get("/ban-hang/").status_code == 200


def test_the_page_is_the_same_with_and_without_a_record(client, user):
    empty, wrong = client.get(CLAIM), client.post(CLAIM, {"digits": "9999"})
    MemberFactory(phone=user.phone, citizen_id="064185000017", full_name=SECRET)
    with_record, wrong_again = client.get(CLAIM), client.post(CLAIM, {"digits": "9998"})

    assert told(empty) == told(with_record)
    assert told(wrong).replace("9999", "") == told(wrong_again).replace("9998", "")
    assert (wrong.status_code, wrong_again.status_code) == (400, 400)
    assert SECRET not in wrong_again.text


def test_no_page_of_the_phone_shows_the_record(client, member):
    for address in ("/ban-hang/tham-gia/", "/ban-hang/hoi-vien/", "/ban-hang/du-lieu-cua-toi/", CLAIM):
        assert SECRET not in client.get(address).text


def test_the_wrong_person_gets_nothing(client, member):
    client.force_login(UserFactory())

    assert client.post(CLAIM, {"digits": "0017"}).status_code == 400
    assert Member.objects.get().user is None


def test_a_slip_of_the_finger_costs_no_try(client, member, user):
    for typed in ("", "017", "00170", "o017", "²²²²"):
        assert client.post(CLAIM, {"digits": typed}).status_code == 400
    assert not user.claims.exists()


def test_the_officer_to_call_is_named_for_a_commune(client, user):
    head = OfficerFactory(branch=commune(), role="head").user

    page = client.get(CLAIM, {"commune": "bien ho"})

    assert page.context["contact"].phone == head.phone
    assert f"tel:{head.phone}" in page.text
    assert client.get(CLAIM, {"commune": "khong co"}).context["contact"] is None
