"""Whom to call: the head of the commune, else who decides or checks there, else the same of the province."""

from datetime import date

import pytest

from farmers.contacts import Contact, contact_at, contact_for
from farmers.tree import open_branch
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    FarmerFactory,
    FarmerPersonFactory,
    MemberFactory,
    OfficerFactory,
    commune,
    other_commune,
    province,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return FarmerPersonFactory(farmer=FarmerFactory(branch=commune())).user


def office(role, branch=None, name="Nguyễn Văn Ví Dụ", **columns):
    return OfficerFactory(role=role, branch=branch or commune(), user=UserFactory(name=name), **columns)


def called(user) -> str | None:
    found = contact_for(user)
    return found.phone if found else None


def test_the_head_of_the_commune_before_all_others(user, django_assert_num_queries):
    for role in ("reviewer", "approver", "clerk"):
        office(role)
    head = office("head")
    office("head", branch=province())
    office("head", branch=other_commune())

    with django_assert_num_queries(1):
        contact = contact_for(user)

    assert contact == Contact("Nguyễn Văn Ví Dụ", "phụ trách", "Hội Nông dân xã Biển Hồ", head.user.phone)
    assert (
        contact.shown_phone == "0" + contact.phone[3:6] + " " + contact.phone[6:9] + " " + contact.phone[9:]
    )


def test_who_decides_before_who_checks_and_the_commune_before_the_province(user):
    reviewer = office("reviewer")
    office("head", branch=province())
    assert called(user) == reviewer.user.phone

    approver = office("approver")
    assert called(user) == approver.user.phone


def test_the_province_where_the_commune_has_nobody(user):
    for role in ("clerk", "viewer", "post"):
        office(role)
    office("head", until=date(2026, 1, 1))
    office("head", name="")
    assert called(user) is None

    head = office("head", branch=province())
    assert called(user) == head.user.phone


def test_of_a_chapter_the_commune_is_called():
    chapter = open_branch(level="chapter", name="Chi hội làng Ví Dụ", parent=commune())
    member = MemberFactory(branch=chapter, user=UserFactory())
    office("head", branch=chapter)
    head = office("head")

    assert called(member.user) == head.user.phone


def test_of_a_helper_the_commune_of_who_is_helped_until_it_is_taken_back(user):
    head = office("head")
    helping = FarmerPersonFactory(farmer=user.acts_for.get().farmer, role="helper")
    assert called(helping.user) == head.user.phone

    helping.revoked_at = "2026-11-24T03:00Z"
    helping.save()
    assert called(helping.user) is None


def test_who_is_new_has_nobody_to_call():
    office("head")
    assert contact_for(UserFactory()) is None


def test_of_a_branch_that_is_named(django_assert_num_queries):
    head, above, near = office("head"), office("head", branch=province()), commune()

    with django_assert_num_queries(1):
        assert contact_at(near).phone == head.user.phone
    assert contact_at(other_commune()).phone == above.user.phone
