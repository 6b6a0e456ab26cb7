"""Who comes to a record that the association keeps: the phone and four digits, or an officer's yes; nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from farmers.agreeing import agree
from farmers.claiming import TRIES_A_DAY, claim_by_digits, hand_over_record, may_claim
from farmers.models import Claim, FarmerPerson, Member
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, MemberFactory, officer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
ID, DIGITS = "064185000017", "0017"


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def member(user):
    return MemberFactory(phone=user.phone, citizen_id=ID)


def refused(user, digits=DIGITS, at=AT) -> str:
    with pytest.raises(ValidationError) as refusal:
        claim_by_digits(user=user, digits=digits, at=at)
    return refusal.value.code


def owner_of(member) -> object:
    return Member.objects.get(pk=member.pk).user


def test_phone_and_digits_give_the_record_and_the_household(user, member):
    farmer, others = FarmerFactory(member=member), FarmerFactory()

    assert claim_by_digits(user=user, digits=DIGITS, at=AT) == member

    assert owner_of(member) == user
    assert [(one.farmer, one.role, one.member) for one in user.acts_for.all()] == [(farmer, "owner", member)]
    assert not others.people.exists()
    claim = Claim.objects.get()
    assert (claim.user, claim.member, claim.state, claim.decided_at, claim.decided_by, claim.tries_left) == (
        user,
        member,
        "granted",
        AT,
        None,
        TRIES_A_DAY - 1,
    )
    entry = ModelLogEntry.objects.for_instance(member).get(action="farmers.member_claimed")
    assert entry.user == user


def test_no_record_and_wrong_digits_get_one_answer_after_the_same_work(user, member):
    stranger = UserFactory()
    said, asked = [], []
    for who, digits in ((user, "0018"), (stranger, DIGITS), (user, "0019"), (stranger, "0000")):
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            pytest.raises(ValidationError) as refusal,
        ):
            claim_by_digits(user=who, digits=digits, at=AT)
        said.append(refusal.value.messages)
        asked.append(len(queries))

    assert said == [said[0]] * 4
    assert asked[0] == asked[1]
    assert asked[2] == asked[3]
    assert owner_of(member) is None


def test_five_tries_a_day_whether_there_is_a_record_or_not(user, member):
    stranger = UserFactory()
    for who in (user, stranger):
        assert [refused(who, "9999") for _ in range(TRIES_A_DAY + 1)] == ["no"] * TRIES_A_DAY + ["limit"]
    assert refused(user) == "limit"
    assert owner_of(member) is None

    assert claim_by_digits(user=user, digits=DIGITS, at=AT + timedelta(days=1)) == member


def test_tries_begin_anew_at_midnight_here_not_in_greenwich(user):
    evening = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)
    for _ in range(TRIES_A_DAY):
        refused(user, "9999", evening)

    assert refused(user, "9999", evening) == "limit"
    assert refused(user, "9999", evening + timedelta(minutes=1)) == "no"


@pytest.mark.parametrize(
    "columns",
    [
        {"phone": "+84905999999"},
        {"phone": ""},
        {"citizen_id": ""},
        {"citizen_id": "064185000018"},
    ],
)
def test_another_phone_or_number_leads_nowhere(user, columns):
    member = MemberFactory(**{"phone": user.phone, "citizen_id": ID} | columns)

    assert refused(user) == "no"
    assert owner_of(member) is None


def test_a_record_with_a_login_or_a_closed_one_leads_nowhere(user):
    other = UserFactory()
    taken = MemberFactory(phone=user.phone, citizen_id=ID, user=other)
    MemberFactory(phone=user.phone, citizen_id=ID, merged_into=taken)
    MemberFactory(phone=user.phone, citizen_id="064185010017", anonymised_at=AT)

    assert refused(user) == "no"
    assert owner_of(taken) == other


def test_in_a_household_with_one_phone_the_digits_decide(user, member):
    mother = MemberFactory(phone=user.phone, citizen_id="064158000422")

    assert claim_by_digits(user=user, digits="0422", at=AT) == mother
    assert owner_of(member) is None


def test_two_records_that_end_alike_are_left_to_an_officer(user, member):
    MemberFactory(phone=user.phone, citizen_id="064158990017")

    assert refused(user) == "no"


def test_nobody_is_two_members(user, member):
    claim_by_digits(user=user, digits=DIGITS, at=AT)
    second = MemberFactory(phone=user.phone, citizen_id="064158000422")

    assert refused(user, "0422") == "known"
    assert owner_of(second) is None


def test_who_has_applied_may_still_find_the_older_record(user, member):
    applied = {"standing": "applied", "card_number": "", "card_province": ""}
    MemberFactory(user=user, admitted_on=None, decision_number="", **applied)

    assert may_claim(user)
    assert claim_by_digits(user=user, digits=DIGITS, at=AT) == member
    assert not may_claim(user)


def test_a_household_that_has_an_owner_keeps_it(user, member):
    farmer = FarmerFactory(member=member)
    owner = FarmerPersonFactory(farmer=farmer).user

    claim_by_digits(user=user, digits=DIGITS, at=AT)

    assert [one.user for one in farmer.people.all()] == [owner]


def test_a_helper_becomes_the_owner_of_what_is_theirs(user, member):
    farmer = FarmerFactory(member=member)
    FarmerPersonFactory(farmer=farmer, user=user, role="helper")

    claim_by_digits(user=user, digits=DIGITS, at=AT)

    assert [(one.role, one.member) for one in farmer.people.all()] == [("owner", member)]


def test_what_the_user_sells_already_is_the_members(user, member):
    own = FarmerPersonFactory(user=user)
    firm = FarmerPersonFactory(user=user, farmer=FarmerFactory(kind="firm"))

    claim_by_digits(user=user, digits=DIGITS, at=AT)

    assert [FarmerPerson.objects.get(pk=one.pk).member for one in (own, firm)] == [member, None]


def test_what_was_agreed_to_before_holds_for_the_household(user, member):
    farmer = FarmerFactory(member=member, phone="", is_public=False)
    agree(user=user, purpose="public_page", at=AT)
    agree(user=user, purpose="show_phone", at=AT)

    claim_by_digits(user=user, digits=DIGITS, at=AT)

    farmer.refresh_from_db()
    assert (farmer.is_public, farmer.phone) == (True, user.phone)


def test_an_officer_hands_a_record_over(user):
    member, clerk = MemberFactory(phone="", citizen_id=""), officer(role="clerk")
    farmer = FarmerFactory(member=member)

    hand_over_record(member=member, phone=user.phone, reason="Gặp tại trụ sở", by=clerk, at=AT)

    claim = Claim.objects.get()
    assert (owner_of(member), farmer.people.get().user) == (user, user)
    assert (claim.state, claim.decided_by, claim.reason) == ("granted", clerk, "Gặp tại trụ sở")
    entry = ModelLogEntry.objects.for_instance(member).get(action="farmers.member_claimed")
    assert (entry.user, entry.data) == (clerk, {"reason": "Gặp tại trụ sở"})


def test_what_an_officer_may_not_hand_over(user, member):
    clerk, closed = officer(role="clerk"), UserFactory(is_active=False)
    taken = MemberFactory(user=UserFactory())
    cases = [
        (member, "+84905888888", "no_login"),
        (member, closed.phone, "no_login"),
        (member, clerk.phone, "own"),
        (member, taken.user.phone, "known"),
        (taken, user.phone, "taken"),
    ]
    for record, phone, code in cases:
        with pytest.raises(ValidationError) as refused_so:
            hand_over_record(member=record, phone=phone, reason="Gặp tại trụ sở", by=clerk, at=AT)
        error = refused_so.value
        assert (error.error_dict["phone"][0] if hasattr(error, "error_dict") else error).code == code
    with pytest.raises(ValidationError):
        hand_over_record(member=member, phone=user.phone, reason=" ", by=clerk, at=AT)
    assert owner_of(member) is None
    assert not Claim.objects.exists()


@given(st.integers(0, 9999))
def test_other_digits_never_open_a_record(number):
    digits = f"{number:04}"
    with transaction.atomic():
        user = UserFactory()
        member = MemberFactory(phone=user.phone, citizen_id=ID)
        if digits == DIGITS:
            assert claim_by_digits(user=user, digits=digits, at=AT) == member
        else:
            assert refused(user, digits) == "no"
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"state": "granted", "decided_at": AT}, "a_granted_claim_says_for_what"),
        ({"member": True, "farmer": True}, "a_claim_is_for_one_record_at_most"),
        ({"tries_left": -1}, "a_claim_has_no_negative_tries"),
        ({"member": True, "state": "granted"}, "a_decided_claim_says_when"),
        ({"state": "refused", "decided_at": AT}, "a_refused_claim_says_why"),
        ({"second": True}, "a_user_guesses_in_one_claim"),
        ({"second": True, "member": True}, "a_user_claims_a_member_once_at_a_time"),
        ({"second": True, "farmer": True}, "a_user_claims_a_farmer_once_at_a_time"),
    ],
)
def test_constraints_of_a_claim(columns, name):
    made = dict(columns)
    made |= {
        key: make() for key, make in (("member", MemberFactory), ("farmer", FarmerFactory)) if key in made
    }
    user = UserFactory()
    if made.pop("second", False):
        Claim.objects.create(user=user, asked_at=AT, **made)
    claim = Claim(user=user, asked_at=AT, **made)

    with pytest.raises(ValidationError):
        claim.full_clean()
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"), transaction.atomic():
        claim.save()
