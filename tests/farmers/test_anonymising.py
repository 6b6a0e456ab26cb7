"""How is somebody made nameless? What each record keeps, who is left alone, when it is refused."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import SignInCode, User
from farmers.anonymising import anonymise
from farmers.membership import register_applicant
from farmers.models import Farmer, Intake, Member
from farmers.person import Person, person_of
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    FarmerFactory,
    FarmerPersonFactory,
    MemberFactory,
    commune,
    officer,
    other_commune,
    province,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


@pytest.fixture
def head():
    return officer(branch=province(), role="head")


def refusal(person, head):
    with pytest.raises(ValidationError) as error:
        anonymise(person=person, by=head, at=AT)
    return error.value.code


def intake(branch, head, state="checked"):
    return Intake.objects.create(
        kind="members", branch=branch, made_by=head, made_at=AT, name="a.xlsx", state=state
    )


def test_all_records_of_a_person_are_found_from_each_of_them():
    user = UserFactory()
    member = MemberFactory(user=user)
    twin = MemberFactory(merged_into=member)
    older = MemberFactory(merged_into=twin)
    farmer = FarmerPersonFactory(user=user, member=member).farmer
    merged = FarmerFactory(merged_into=farmer)
    whole = Person((member.pk, twin.pk, older.pk), (farmer.pk, merged.pk), (user.pk,))

    assert person_of(member=older) == whole
    assert person_of(user=user) == whole
    assert person_of(farmer=farmer) == whole


def test_a_household_with_another_voice_and_a_cooperative_are_not_the_persons():
    user = UserFactory()
    shared = FarmerPersonFactory(user=user).farmer
    FarmerPersonFactory(farmer=shared, role="representative")
    cooperative = FarmerPersonFactory(user=user, farmer=FarmerFactory(kind="cooperative")).farmer
    helped = FarmerPersonFactory(user=user, role="helper").farmer

    assert person_of(user=user) == Person((), (), (user.pk,))
    assert {shared.pk, cooperative.pk, helped.pk} == set(user.acts_for.values_list("farmer", flat=True))


def test_the_part_in_a_cooperative_ends_and_its_phone_is_not_the_persons_any_more(head):
    user = UserFactory()
    cooperative = FarmerFactory(kind="cooperative", phone=user.phone, name="HTX Ví Dụ")
    acting = FarmerPersonFactory(user=user, farmer=cooperative)

    anonymise(person=person_of(user=user), by=head, at=AT)

    cooperative.refresh_from_db()
    acting.refresh_from_db()
    assert (cooperative.phone, cooperative.name, acting.revoked_at) == ("", "HTX Ví Dụ", AT)


@pytest.mark.parametrize(
    ("standing", "then"),
    [
        ("active", "left"),
        ("suspended", "left"),
        ("left", "left"),
        ("refused", "refused"),
        ("applied", "refused"),
    ],
)
def test_a_membership_ends_with_the_name(head, standing, then):
    why = {"standing_since": date(2026, 5, 1), "standing_reason": "đi xa"}
    member = MemberFactory(standing=standing, **why)

    anonymise(person=person_of(member=member), by=head, at=AT)

    member.refresh_from_db()
    assert (member.standing, member.anonymised_at, member.birth_year) == (then, AT, None)
    assert "đi xa" not in member.standing_reason


def test_an_application_that_waits_is_refused_with_its_step(head):
    columns = {"full_name": "Siu Ví Dụ", "gender": "male"}
    member = register_applicant(branch=commune(), columns=columns, by=head, at=AT)

    anonymise(person=person_of(member=member), by=head, at=AT)

    step = member.steps.get()
    assert (Member.objects.get(pk=member.pk).standing, step.outcome) == ("refused", "refused")


def test_every_column_of_a_member_is_empty_or_the_associations_own(head):
    member = MemberFactory(duty="chair" if "chair" in Member.Duty.values else Member.Duty.values[-1])

    anonymise(person=person_of(member=member), by=head, at=AT)

    member.refresh_from_db()
    filled = {
        field.name for field in Member._meta.fields if getattr(member, field.attname) not in (None, "", False)
    }
    assert filled == {
        *("id", "branch", "gender", "standing", "standing_since", "standing_reason", "card_province"),
        *("card_number", "card_issued_on", "decision_number", "admitted_on", "created_at", "anonymised_at"),
        *("full_name", "full_name_folded", "search_folded", "is_resident", "duty"),
    } - ({"card_issued_on"} if member.card_issued_on is None else set())
    assert member.duty == "member"


def test_a_phone_that_another_of_the_household_signs_in_with_stays_theirs(head):
    spouse = UserFactory()
    member = MemberFactory(phone=spouse.phone)
    SignInCode.objects.create(phone=spouse.phone, asked_at=AT, expires_at=AT, attempts_left=5)

    anonymise(person=person_of(member=member), by=head, at=AT)

    assert User.objects.get(pk=spouse.pk).phone == spouse.phone
    assert SignInCode.objects.filter(phone=spouse.phone).exists()
    assert Member.objects.get(pk=member.pk).phone == ""


def test_an_officer_is_not_erased_while_in_office(head):
    assert refusal(person_of(user=head), head) == "officer"


def test_nobody_is_erased_while_a_list_that_may_hold_them_is_brought_in(head):
    member = MemberFactory()
    intake(other_commune(), head)
    intake(member.branch, head, state="done")
    under_way = intake(province(), head)

    assert refusal(person_of(member=member), head) == "intake"
    under_way.state = "dropped"
    under_way.save()
    anonymise(person=person_of(member=member), by=head, at=AT)


def test_only_the_records_named_are_erased(head):
    user = UserFactory()
    member, farmer = MemberFactory(user=user), FarmerPersonFactory(user=user).farmer

    anonymise(person=Person((member.pk,), (), ()), by=head, at=AT)

    assert Farmer.objects.get(pk=farmer.pk).name == farmer.name
    assert User.objects.get(pk=user.pk).is_active
    assert Member.objects.get(pk=member.pk).user is None


def test_erased_twice_the_first_time_stands(head):
    user = UserFactory()
    person = person_of(member=MemberFactory(user=user), user=None)
    anonymise(person=person, by=head, at=AT)
    anonymise(person=person, by=head, at=datetime(2026, 12, 1, tzinfo=UTC))

    assert Member.objects.get(pk=person.members[0]).anonymised_at == AT
    assert User.objects.get(pk=user.pk).anonymised_at == AT
