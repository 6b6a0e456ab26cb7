"""Whom does an officer mean by what was typed?"""

import pytest
from django.db import connection

from farmers.member_search import MEMBER_WORDS, members_matching
from farmers.models import Member
from tests.factories.farmers import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan() -> Member:
    return MemberFactory(
        full_name="Rơ Châm H'Lan",
        address="Làng Kép, thôn 2",
        phone="+84905123456",
        card_number="26.00071",
        citizen_id="064185000123",
        old_id="230123456",
    )


@pytest.fixture
def hoa() -> Member:
    return MemberFactory(full_name="Nguyễn Thị Đào", address="thôn 3", citizen_id="064185000999")


@pytest.mark.parametrize(
    "typed",
    [
        "ro cham",
        "Rơ Châm",
        "h'lan",
        "lan kep",
        "KEP ro",
        "ro ch",
        "thon 2",
        "2",
        "0905 123 456",
        "+84905123456",
        "26.00071",
        "064185000123",
        "064 185 000 123",
        "230123456",
    ],
)
def test_members_are_found_by_what_is_typed(typed, lan, hoa):
    assert list(members_matching(Member.objects.all(), typed)) == [lan]


@pytest.mark.parametrize(
    "typed", ["cham bui", "06418500", "26.00072", "0905 123 457", "  ", "'", '"*', "ham"]
)
def test_members_are_not_found_by_other_words(typed, lan, hoa):
    assert list(members_matching(Member.objects.all(), typed)) == []


def test_members_are_found_by_a_name_that_was_corrected(lan):
    lan.full_name = "Siu H'Lan"
    lan.save()

    assert list(members_matching(Member.objects.all(), "ro cham")) == []
    assert list(members_matching(Member.objects.all(), "siu")) == [lan]


def test_members_are_found_among_those_asked_about(lan, hoa):
    assert list(members_matching(Member.objects.exclude(pk=lan.pk), "thon")) == [hoa]


def test_members_stay_found_when_the_index_is_installed_again(lan, hoa):
    MEMBER_WORDS.install()

    assert list(members_matching(Member.objects.all(), "dao")) == [hoa]


def test_members_are_searched_by_the_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # of a few rows it would read all

    plan = members_matching(Member.objects.all(), "ro cham").explain()

    wanted = {"postgresql": "farmers_member_search_folded_words", "sqlite": "VIRTUAL TABLE INDEX"}
    assert wanted[connection.vendor] in plan
