"""Who works where in the association: appointing, ending, standing in, handing over."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from farmers import rights
from farmers.models import Member, Officer
from farmers.offices import Office, allow_sensitive, appoint, end_office, hand_over, stand_in, user_for
from tests.factories.accounts import UserFactory
from tests.factories.farmers import OfficerFactory, commune, officer, province

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def by() -> User:
    return officer(branch=province(), role="head")


def held(user: User, on: date) -> list[str]:
    return sorted(office.role for office in rights.offices_of(user, on))


def test_a_user_is_made_for_a_new_phone_and_found_for_a_known_one():
    made = user_for(phone="+84905000111", name="Siu H'Bưn")

    assert (made.phone, made.name) == ("+84905000111", "Siu H'Bưn")
    assert user_for(phone="+84905000111", name="Tên Khác") == made
    made.refresh_from_db()
    assert made.name == "Siu H'Bưn"


def test_a_closed_account_is_appointed_to_nothing():
    UserFactory(phone="+84905000111", is_active=False)

    with pytest.raises(ValidationError) as refused:
        user_for(phone="+84905000111", name="Siu H'Bưn")

    assert refused.value.code == "closed"


def test_an_office_gives_its_rights_from_its_first_day(by):
    user = UserFactory()

    appoint(user=user, office=Office(commune(), "clerk", TODAY), by=by, at=AT)

    assert held(user, date(2026, 11, 23)) == []
    assert held(user, TODAY) == ["clerk"]


def test_an_office_is_not_given_twice(by):
    user, office = UserFactory(), Office(commune(), "clerk", TODAY)
    appoint(user=user, office=office, by=by, at=AT)

    with pytest.raises(ValidationError):
        appoint(user=user, office=office, by=by, at=AT)


def test_an_ended_office_holds_through_its_last_day(by):
    office = OfficerFactory(role="clerk")

    end_office(officer=office, on=date(2026, 11, 30), by=by, at=AT)

    assert held(office.user, date(2026, 11, 30)) == ["clerk"]
    assert held(office.user, date(2026, 12, 1)) == []


def test_an_office_does_not_end_in_the_past(by):
    with pytest.raises(ValidationError) as refused:
        end_office(officer=OfficerFactory(), on=date(2026, 11, 23), by=by, at=AT)

    assert refused.value.code == "past"


def test_the_last_head_of_the_province_stays(by):
    with pytest.raises(ValidationError) as refused:
        end_office(officer=by.offices.get(), on=TODAY, by=by, at=AT)
    assert refused.value.code == "last_head"

    officer(branch=province(), role="head")
    end_office(officer=by.offices.get(), on=TODAY, by=by, at=AT)


def test_a_stand_in_holds_the_office_during_the_leave_alone(by):
    office, colleague = OfficerFactory(role="reviewer"), UserFactory()

    stand_in(officer=office, user=colleague, since=date(2026, 12, 1), until=date(2026, 12, 14), by=by, at=AT)

    assert [
        held(colleague, day) for day in (TODAY, date(2026, 12, 1), date(2026, 12, 14), date(2026, 12, 15))
    ] == [
        [],
        ["reviewer"],
        ["reviewer"],
        [],
    ]
    assert office.stand_ins.get().user == colleague


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 12, 14), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2028, 1, 1)),
        (date(2026, 11, 1), date(2026, 11, 2)),
    ],
)
def test_a_leave_has_a_first_and_a_last_day_within_a_year(since, until, by):
    with pytest.raises(ValidationError) as refused:
        stand_in(officer=OfficerFactory(), user=UserFactory(), since=since, until=until, by=by, at=AT)

    assert refused.value.code == "leave"


def test_a_stand_in_ends_with_the_office(by):
    office, colleague = OfficerFactory(role="reviewer"), UserFactory()
    stand_in(officer=office, user=colleague, since=TODAY, until=date(2026, 12, 31), by=by, at=AT)

    end_office(officer=office, on=date(2026, 11, 30), by=by, at=AT)

    assert held(colleague, date(2026, 12, 1)) == []


def test_a_successor_begins_the_day_after_and_finds_what_waits_there(by):
    office, successor = OfficerFactory(role="head"), UserFactory()

    hand_over(officer=office, user=successor, on=date(2026, 11, 30), by=by, at=AT)

    assert held(office.user, date(2026, 11, 30)) == ["head"]
    assert held(successor, date(2026, 11, 30)) == []
    assert held(successor, date(2026, 12, 1)) == ["head"]


def test_an_ended_office_is_not_handed_over(by):
    office = OfficerFactory(role="clerk", until=date(2026, 11, 1))

    with pytest.raises(ValidationError) as refused:
        hand_over(officer=office, user=UserFactory(), on=TODAY, by=by, at=AT)

    assert refused.value.code == "moved"


def test_sensitive_data_is_a_right_of_its_own_and_below_its_branch(by):
    office = OfficerFactory(role="clerk")
    assert not rights.branches_for(office.user, rights.SENSITIVE)

    allow_sensitive(officer=office, allowed=True, by=by, at=AT)

    fresh = User.objects.get(pk=office.user_id)
    assert rights.branches_for(fresh, rights.SENSITIVE) == [commune()]
    assert not rights.branches_for(by, rights.SENSITIVE)


def test_nobody_gives_the_sensitive_right_to_oneself(by):
    with pytest.raises(ValidationError) as refused:
        allow_sensitive(officer=by.offices.get(), allowed=True, by=by, at=AT)

    assert refused.value.code == "oneself"


def test_the_post_office_never_sees_sensitive_data(by):
    office = OfficerFactory(role="post", branch=province())

    with pytest.raises(ValidationError):
        allow_sensitive(officer=office, allowed=True, by=by, at=AT)


def test_the_post_office_sees_no_record():
    post = officer(branch=province(), role="post")

    assert rights.branches_for(post, rights.RECEIVE) == [province()]
    assert not rights.branches_for(post, rights.VIEW)
    assert not rights.visible(Member, post).exists()
    assert not rights.visible(Officer, post).exists()
