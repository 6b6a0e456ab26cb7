"""Joining the association on one's own: one record, with the consent, in the commune's queue; a known id tells nothing."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Consent
from farmers.agreeing import Agreement
from farmers.applying import (
    Application,
    agree_to_member_data,
    apply_for_membership,
    member_agreement_of,
    take_member_data_back,
)
from farmers.consent_recording import consent_words, record_consent
from farmers.models import Claim, Member, MembershipStep
from farmers.onboarding import Seller, start_selling
from tests.factories.accounts import UserFactory
from tests.factories.farmers import BIEN_HO, FarmerFactory, MemberFactory, commune, officer, province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
ID = "064185000017"


@pytest.fixture
def user():
    return UserFactory(name="")


def application(**changes) -> Application:
    known = {
        "full_name": "Siu H'Ví Dụ",
        "citizen_id": ID,
        "commune_code": BIEN_HO,
        "gender": "female",
        "birth_date": date(1985, 3, 2),
        "citizen_id_issued_on": date(2021, 8, 9),
        "old_id": "231000017",
        "permanent_address": "Làng Ví Dụ, Biển Hồ, Pleiku, Gia Lai",
        "address": "làng Ví Dụ",
    }
    return Application(**(known | changes))


def apply(user, **changes) -> Member:
    return apply_for_membership(user=user, application=application(**changes), at=AT)


def test_an_applicant_waits_at_the_commune_with_everything_that_was_said(user):
    branch = commune()

    member = Member.objects.get(pk=apply(user).pk)

    assert (member.user, member.branch, member.standing, member.phone) == (
        user,
        branch,
        "applied",
        user.phone,
    )
    said = application()
    for column in (
        *("full_name", "citizen_id", "commune_code", "gender", "birth_date", "citizen_id_issued_on"),
        *("old_id", "permanent_address", "address"),
    ):
        assert getattr(member, column) == getattr(said, column), column
    assert (member.birth_year, member.commune_code_on) == (1985, date(2026, 11, 24))
    step = MembershipStep.objects.get()
    assert (step.member, step.branch, step.kind, step.decided_at, step.opened_by) == (
        member,
        branch,
        "admission",
        None,
        user,
    )
    consent = Consent.objects.get()
    assert (consent.user, consent.purpose, consent.text, consent.text_version, consent.given_at) == (
        user,
        "member_data",
        consent_words("member_data"),
        "member-data-1",
        AT,
    )
    user.refresh_from_db()
    assert user.name == "Siu H'Ví Dụ"


def test_without_a_branch_in_the_commune_the_province_has_it(user):
    root = province()

    assert apply(user).branch == root


def test_pressed_twice_it_is_one_application(user):
    commune()

    assert apply(user) == apply(user, citizen_id="064185000018")
    assert (Member.objects.count(), MembershipStep.objects.count(), Consent.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("standing", ["active", "suspended", "left"])
def test_who_is_in_the_register_stays_one_record(user, standing):
    member = MemberFactory(user=user, standing=standing, standing_since=date(2026, 3, 1), standing_reason="x")

    assert apply(user) == member
    assert Member.objects.count() == 1


def test_an_id_that_is_known_under_another_phone_tells_nothing(user):
    kept = MemberFactory(citizen_id=ID, phone="+84905000001")

    member = apply(user)

    assert (member.standing, member.citizen_id, member.user) == ("applied", "", user)
    kept.refresh_from_db()
    assert (kept.user, kept.citizen_id) == (None, ID)


def test_an_id_that_is_known_under_this_phone_is_the_applicants_own_record(user):
    kept = MemberFactory(citizen_id=ID, phone=user.phone)
    farmer = FarmerFactory(member=kept)

    assert apply(user) == kept

    assert (Member.objects.count(), farmer.people.get().user, Claim.objects.get().state) == (
        1,
        user,
        "granted",
    )


def test_an_id_of_somebody_who_signs_in_is_never_handed_over(user):
    other = UserFactory()
    kept = MemberFactory(citizen_id=ID, phone=user.phone, user=other)

    assert apply(user).citizen_id == ""
    kept.refresh_from_db()
    assert kept.user == other


def test_who_sells_already_is_known_to_be_the_member(user):
    commune()
    farmer = start_selling(user=user, seller=Seller("Siu H'Ví Dụ", BIEN_HO), at=AT)
    group = FarmerFactory(kind="group")
    group.people.create(user=user, role="representative")

    member = apply(user)

    assert (farmer.people.get().member, group.people.get().member) == (member, None)


def test_a_refused_application_leaves_nothing(user):
    commune()

    with pytest.raises(ValidationError):
        apply(user, full_name="a" * 121)

    assert (Member.objects.count(), Consent.objects.count()) == (0, 0)


def test_numbers_stay_out_of_what_is_printed():
    assert ID not in repr(application())
    assert "1985" not in repr(application())


def test_taking_the_consent_back_ends_the_application(user):
    commune()
    member = apply(user)
    assert member_agreement_of(user) == Agreement("member_data", consent_words("member_data"), AT)

    take_member_data_back(user=user, at=AT)

    member.refresh_from_db()
    assert (member.standing, Consent.objects.get().withdrawn_at) == ("refused", AT)
    assert member_agreement_of(user).since is None
    assert MembershipStep.objects.get().outcome == "refused"


def test_taking_it_back_leaves_a_membership_and_ends_what_was_recorded(user):
    member = MemberFactory(user=user)
    record_consent(
        purpose="member_data",
        way="paper",
        given_on=date(2026, 11, 20),
        witness="Chị Ví Dụ",
        member=member,
        by=officer(),
        at=AT,
    )
    assert member_agreement_of(user).since == date(2026, 11, 20)

    take_member_data_back(user=user, at=AT)
    assert (Member.objects.get().standing, member_agreement_of(user).since) == ("active", None)

    agree_to_member_data(user=user, at=AT)
    assert member_agreement_of(user).since == AT


def test_who_is_not_in_the_register_is_not_asked(user):
    assert member_agreement_of(user) is None
