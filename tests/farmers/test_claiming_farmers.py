"""A farmer that an officer entered, and who is no member, is handed to the login of a phone: once, by an officer."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from accounts.models import Notice
from farmers.agreeing import agree
from farmers.claiming import hand_over_farmer, may_be_handed_over
from farmers.models import Claim, Farmer, FarmerPerson
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, MemberFactory, officer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
WHY = "Gặp tại trụ sở"


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def clerk():
    return officer(role="clerk")


def refused(farmer, phone, by, reason=WHY) -> tuple[str, str]:
    """Beside which question, and why."""
    with pytest.raises(ValidationError) as refusal:
        hand_over_farmer(farmer=farmer, phone=phone, reason=reason, by=by, at=AT)
    error = refusal.value
    if not hasattr(error, "error_dict"):
        return "", error.code
    ((field, (first,)),) = error.error_dict.items()
    return field, first.code


def test_the_login_of_a_phone_speaks_for_the_farmer(user, clerk):
    farmer = FarmerFactory()

    claim = hand_over_farmer(farmer=farmer, phone=user.phone, reason=f" {WHY} ", by=clerk, at=AT)

    people = [(one.user, one.role, one.member, one.revoked_at) for one in farmer.people.all()]
    assert people == [(user, "owner", None, None)]
    kept = Claim.objects.get()
    assert kept == claim
    assert (kept.user, kept.farmer, kept.member, kept.state) == (user, farmer, None, "granted")
    assert (kept.asked_at, kept.decided_at, kept.decided_by, kept.reason) == (AT, AT, clerk, WHY)
    entry = ModelLogEntry.objects.for_instance(farmer).get()
    assert (entry.action, entry.user, entry.timestamp, entry.data) == (
        "farmers.farmer_handed_over",
        clerk,
        AT,
        {"reason": WHY},
    )
    told = [(one.user, one.kind, one.data, one.at) for one in Notice.objects.all()]
    assert told == [(user, "farmer_granted", {"name": str(farmer), "farmer": farmer.pk}, AT)]


def test_it_is_handed_over_once(user, clerk):
    farmer, second = FarmerFactory(), UserFactory()
    hand_over_farmer(farmer=farmer, phone=user.phone, reason=WHY, by=clerk, at=AT)

    assert refused(farmer, user.phone, clerk) == ("", "taken")
    assert refused(farmer, second.phone, clerk) == ("", "taken")
    assert [one.user for one in farmer.people.all()] == [user]
    assert (Claim.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["owner", "representative"])
def test_who_speaks_for_a_farmer_keeps_it(user, clerk, role):
    person = FarmerPersonFactory(role=role)

    assert not may_be_handed_over(person.farmer)
    assert refused(person.farmer, user.phone, clerk) == ("", "taken")


def test_a_helper_and_who_spoke_once_stand_in_nobodys_way(user, clerk):
    farmer = FarmerFactory()
    FarmerPersonFactory(farmer=farmer, revoked_at=AT)
    FarmerPersonFactory(farmer=farmer, user=user, role="helper")
    helper = FarmerPersonFactory(farmer=farmer, role="helper").user
    assert may_be_handed_over(farmer)

    hand_over_farmer(farmer=farmer, phone=user.phone, reason=WHY, by=clerk, at=AT)

    acting = FarmerPerson.objects.filter(farmer=farmer, revoked_at=None)
    assert {one.user: one.role for one in acting} == {user: "owner", helper: "helper"}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"merged_into": FarmerFactory}, "taken"),
        ({"anonymised_at": lambda: AT}, "taken"),
        ({"member": MemberFactory}, "member"),
    ],
    ids=["merged", "anonymised", "of a member"],
)
def test_a_closed_farmer_and_one_of_a_member_are_not_handed_over(user, clerk, columns, code):
    farmer = FarmerFactory(**{name: make() for name, make in columns.items()})

    assert not may_be_handed_over(farmer)
    assert refused(farmer, user.phone, clerk) == ("", code)
    assert not farmer.people.exists()


def test_to_whom_a_farmer_is_not_handed_over(user, clerk):
    farmer, closed = FarmerFactory(), UserFactory(is_active=False)

    assert refused(farmer, "+84905888888", clerk) == ("phone", "no_login")
    assert refused(farmer, closed.phone, clerk) == ("phone", "no_login")
    assert refused(farmer, clerk.phone, clerk) == ("phone", "own")
    assert refused(farmer, user.phone, clerk, reason=" ") == ("", "reason")
    assert may_be_handed_over(farmer)
    assert (Claim.objects.count(), Notice.objects.count()) == (0, 0)


def test_what_was_closed_meanwhile_is_seen_by_the_verb(user, clerk):
    farmer = FarmerFactory()
    Farmer.objects.filter(pk=farmer.pk).update(anonymised_at=AT)

    assert refused(farmer, user.phone, clerk) == ("", "taken")


def test_what_the_user_agreed_to_holds_for_the_farmer_and_a_member_is_named(user, clerk):
    farmer, member = FarmerFactory(phone="", is_public=False), MemberFactory(user=user)
    agree(user=user, purpose="public_page", at=AT)
    agree(user=user, purpose="show_phone", at=AT)

    hand_over_farmer(farmer=farmer, phone=user.phone, reason=WHY, by=clerk, at=AT)

    farmer.refresh_from_db()
    assert (farmer.is_public, farmer.phone, farmer.people.get().member) == (True, user.phone, member)
