"""A household without a login, entered by an officer with what it agreed to."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from farmers.agreeing import given_for
from farmers.models import Farm, Farmer, RecordedConsent
from farmers.taking_in import (
    Agreed,
    Entered,
    branch_to_enter_at,
    record_agreed,
    same_named,
    take_in_household,
)
from farmers.tree import open_branch
from farmers.withdrawing import Person, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    BIEN_HO,
    CHU_PAH,
    FarmerFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ALL = ("post_for_me", "public_page", "share_with_post")

pytestmark = pytest.mark.django_db


def agreed(*purposes) -> Agreed:
    return Agreed(purposes, "spoken", date(2026, 11, 24), "Chị Siu H'Ví, trưởng thôn")


def take_in(by=None, purposes=("post_for_me",), **columns) -> Farmer:
    entered = Entered(**{"name": "Rơ Châm H'Lan", "commune_code": BIEN_HO, "village": "làng Ví Dụ"} | columns)
    return take_in_household(entered=entered, agreed=agreed(*purposes), by=by or officer(role="clerk"), at=AT)


def test_the_household_has_a_farm_and_what_it_agreed_to():
    clerk = officer(role="clerk")

    farmer = take_in(by=clerk, purposes=ALL)

    assert (farmer.branch, farmer.kind, farmer.phone, farmer.is_public) == (commune(), "household", "", True)
    farm = Farm.objects.get()
    assert (farm.farmer, farm.branch, farm.commune_code) == (farmer, commune(), BIEN_HO)
    consent = RecordedConsent.objects.get(purpose="post_for_me")
    assert (consent.farmer, consent.way, consent.given_on, consent.witness, consent.recorded_by) == (
        farmer,
        "spoken",
        date(2026, 11, 24),
        "Chị Siu H'Ví, trưởng thôn",
        clerk,
    )
    assert consent.text
    assert RecordedConsent.objects.count() == 3


def test_nobody_is_shown_without_having_agreed_to_it():
    assert take_in().is_public is False


def test_without_the_consent_nobody_is_entered():
    with pytest.raises(ValidationError) as refused:
        take_in(purposes=("public_page",))

    assert list(refused.value.error_dict) == ["purposes"]
    assert not Farmer.objects.exists()


def test_a_member_with_a_login_speaks_for_the_household_from_the_first_day():
    member = MemberFactory(user=UserFactory())

    farmer = take_in(member=member)

    person = farmer.people.get()
    assert (person.user, person.member, person.role) == (member.user, member, "owner")


def test_a_phone_is_shown_with_the_consent_to_it_alone():
    with pytest.raises(ValidationError) as refused:
        take_in(phone="+84905000008")
    assert list(refused.value.error_dict) == ["phone"]

    farmer = take_in(phone="+84905000008", purposes=("post_for_me", "show_phone"))
    assert farmer.phone == "+84905000008"


def test_of_a_member_without_a_login_the_household_keeps_which_one_it_is():
    member = MemberFactory()

    farmer = take_in(member=member)

    assert (farmer.member, farmer.people.exists()) == (member, False)
    entry = ModelLogEntry.objects.for_instance(farmer).get(action="farmers.farmer_taken_in")
    assert entry.data == {"member": member.pk}


def test_the_commune_is_the_officers():
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    of_chapter = officer(role="clerk", branch=chapter)
    of_province = officer(role="clerk", branch=province())

    assert branch_to_enter_at(officer(role="clerk"), BIEN_HO) == commune()
    assert branch_to_enter_at(of_chapter, BIEN_HO) == chapter
    assert branch_to_enter_at(of_province, BIEN_HO) == commune()
    for holder, code in (
        (officer(role="clerk"), other_commune().place_code),
        (of_chapter, CHU_PAH),
        (officer(role="clerk"), "23563"),
        (officer(role="viewer"), BIEN_HO),
    ):
        with pytest.raises(ValidationError) as refused:
            branch_to_enter_at(holder, code)
        assert list(refused.value.error_dict) == ["commune"]


def test_what_holds_already_is_not_recorded_twice():
    farmer = take_in()

    record_agreed(farmer=farmer, agreed=agreed(*ALL), by=officer(), at=AT)
    record_agreed(farmer=farmer, agreed=agreed(*ALL), by=officer(), at=AT)

    assert RecordedConsent.objects.count() == 3


def test_what_was_taken_back_holds_no_longer():
    farmer = take_in(purposes=ALL)

    withdraw(person=Person(farmers=(farmer.pk,)), purposes=ALL, by=officer(), at=AT)

    assert [given_for(farmer, purpose).exists() for purpose in ALL] == [False] * 3
    assert Farmer.objects.get().is_public is False


def test_the_same_name_in_the_same_commune_is_shown_before_it_is_entered_again():
    there = FarmerFactory(name="Rơ Châm H'Lan")
    FarmerFactory(name="Rơ Châm H'Lan", branch=other_commune())
    entered = Entered("ro cham h'lan", BIEN_HO)

    assert same_named(entered, officer(role="clerk")) == [there]
    assert same_named(entered, officer(role="clerk", branch=other_commune())) == []
