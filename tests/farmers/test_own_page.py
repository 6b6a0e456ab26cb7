"""What a farmer's public page says, and who may change it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from farmers.agreeing import agree, take_back
from farmers.anonymising import anonymise
from farmers.models import Farmer
from farmers.own_page import agreed_numbers, keep_page, spoken_for
from farmers.person import person_of
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, officer

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def owner():
    return FarmerPersonFactory(farmer=FarmerFactory(phone="", zalo="", is_public=False))


def keep(person, story="Trồng cà phê từ 1998", **numbers):
    return keep_page(farmer=person.farmer, story=story, numbers=numbers, by=person.user, at=AT)


def columns(farmer):
    return Farmer.objects.values_list("story", "phone", "zalo").get(pk=farmer.pk)


def test_the_story_is_kept_and_history_says_that_it_was(owner):
    keep(owner, " Trồng cà phê từ 1998\n")

    assert columns(owner.farmer) == ("Trồng cà phê từ 1998", "", "")
    entry = ModelLogEntry.objects.for_instance(owner.farmer).get()
    assert (entry.action, entry.user, entry.data) == ("farmers.page_kept", owner.user, {})


@pytest.mark.parametrize(("purpose", "name"), [("show_phone", "phone"), ("show_zalo", "zalo")])
def test_a_number_is_kept_only_while_it_is_agreed_to(owner, purpose, name):
    with pytest.raises(ValidationError) as refused:
        keep(owner, **{name: "+84905000009"})
    assert list(refused.value.message_dict) == [name]
    assert columns(owner.farmer) == ("", "", "")

    agree(user=owner.user, purpose=purpose, at=AT)
    keep(owner, **{name: "+84905000009"})

    assert agreed_numbers(owner.farmer) == {name}
    assert getattr(Farmer.objects.get(pk=owner.farmer_id), name) == "+84905000009"

    take_back(user=owner.user, purpose=purpose, at=AT)

    assert getattr(Farmer.objects.get(pk=owner.farmer_id), name) == ""


def test_a_number_that_is_left_out_stays(owner):
    agree(user=owner.user, purpose="show_phone", at=AT)

    keep(owner)

    assert columns(owner.farmer)[1] == owner.user.phone


@pytest.mark.parametrize("columns_of", [{"role": "helper"}, {"revoked_at": AT}])
def test_only_who_speaks_for_the_farmer_may(owner, columns_of):
    other = FarmerPersonFactory(farmer=owner.farmer, **columns_of)

    for person in (other, FarmerPersonFactory()):
        with pytest.raises(ValidationError):
            keep_page(farmer=owner.farmer, story="x", numbers={}, by=person.user, at=AT)

    assert columns(owner.farmer)[0] == ""
    assert list(spoken_for(other.user)) == []
    assert list(spoken_for(owner.user)) == [owner.farmer]


def test_too_long_a_story_is_refused(owner):
    with pytest.raises(ValidationError) as refused:
        keep(owner, "a" * 3001)

    assert list(refused.value.message_dict) == ["story"]
    assert columns(owner.farmer)[0] == ""


def test_whoever_is_erased_leaves_no_story_and_no_number(owner):
    for purpose in ("show_phone", "show_zalo"):
        agree(user=owner.user, purpose=purpose, at=AT)
    keep(owner)
    cooperative = FarmerPersonFactory(
        user=owner.user,
        role="representative",
        farmer=FarmerFactory(kind="cooperative", phone=owner.user.phone, zalo=owner.user.phone),
    ).farmer

    anonymise(person=person_of(user=owner.user), by=officer(), at=AT)

    assert columns(owner.farmer) == ("", "", "")
    assert columns(cooperative)[1:] == ("", "")


def test_a_number_of_somebody_else_in_the_cooperative_stays(owner):
    other = UserFactory()
    cooperative = FarmerPersonFactory(
        user=owner.user,
        role="representative",
        farmer=FarmerFactory(kind="cooperative", phone=other.phone, zalo=other.phone),
    ).farmer

    anonymise(person=person_of(user=owner.user), by=officer(), at=AT)

    assert columns(cooperative)[1:] == (other.phone, other.phone)
