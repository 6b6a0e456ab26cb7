"""Pairs of records that may be of one person: by likeness, within what an officer may enter, page by page."""

import pytest

from farmers import pairing
from farmers.merging import SAME_NAME_AND_BIRTH, Twin
from farmers.models import Member
from farmers.pairing import Pair, pairs, within_reach
from tests.factories.farmers import MemberFactory, commune, officer, other_commune, province


@pytest.fixture
def clerk(db):
    return officer(role="clerk")


LIKE = {"full_name": "Rơ Châm H'Lan", "birth_year": 1985, "phone": "+84905123456", "old_id": "230123456"}


def found(kind, user, **where) -> list[tuple[Member, Member]]:
    return [(pair.younger, pair.older) for pair in pairs(kind, user, **where)]


@pytest.mark.parametrize("kind", ["paper", "phone", "birth"])
def test_two_alike_are_a_pair_the_younger_first(clerk, kind):
    older, younger = MemberFactory(**LIKE), MemberFactory(**LIKE | {"full_name": "RƠ CHÂM H'LAN"})

    assert found(kind, clerk) == [(younger, older)]


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("paper", {"old_id": "230123457"}),
        ("paper", {"old_id": ""}),
        ("phone", {"phone": "+84905123457"}),
        ("phone", {"full_name": "Siu H'Bưn"}),
        ("birth", {"birth_year": 1986}),
        ("birth", {"birth_year": None}),
    ],
    ids=str,
)
def test_who_differs_is_no_pair(clerk, kind, other):
    MemberFactory(**LIKE)
    MemberFactory(**LIKE | other)

    assert found(kind, clerk) == []


@pytest.mark.parametrize("kind", ["paper", "phone", "birth"])
def test_nothing_in_common_but_emptiness_is_no_pair(clerk, kind):
    for _number in range(2):
        MemberFactory(full_name="", birth_year=None, phone="", old_id="")

    assert found(kind, clerk) == []


def test_three_alike_are_three_pairs(clerk):
    first, second, third = (MemberFactory(**LIKE) for _number in range(3))

    assert found("birth", clerk) == [(third, second), (third, first), (second, first)]


def test_merged_and_emptied_records_are_no_pairs(clerk):
    kept = MemberFactory(**LIKE)
    MemberFactory(**LIKE, merged_into=kept)
    MemberFactory(**LIKE, anonymised_at="2026-11-01T00:00:00Z")

    assert found("phone", clerk) == []


def test_pairs_lie_within_what_the_officer_enters(clerk):
    here, there = MemberFactory(**LIKE), MemberFactory(**LIKE, branch=other_commune())

    assert found("phone", clerk) == []
    assert found("phone", officer(role="viewer")) == []
    above = officer(branch=province(), role="clerk")
    assert found("phone", above) == [(there, here)]
    assert found("phone", above, path=commune().path) == []


@pytest.mark.parametrize("above", [False, True])
def test_a_page_goes_on_where_the_last_one_ended(clerk, above, monkeypatch):
    user = officer(branch=province(), role="clerk") if above else clerk
    monkeypatch.setattr(pairing, "PAIRS_SHOWN", 1)
    first, second, third = (MemberFactory(**LIKE) for _number in range(3))

    page = found("birth", user)

    assert page == [(third, second), (third, first)]
    assert found("birth", user, before=third.pk) == [(second, first)]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("above", [False, True])
def test_pairs_cost_four_queries_whatever_their_number(clerk, count, above, django_assert_num_queries):
    user = officer(branch=province(), role="clerk") if above else clerk
    for number in range(count):
        for _time in range(2):
            MemberFactory(**LIKE | {"phone": f"+8490512345{number}"})

    with django_assert_num_queries(4):  # the officer's offices, who is younger, their rows, the older ones
        shown = pairs("phone", user)

    assert len(shown) == count
    assert isinstance(shown[0], Pair)


def test_twins_elsewhere_are_not_even_counted(clerk):
    here, there = MemberFactory(**LIKE), MemberFactory(**LIKE, branch=other_commune())
    twins = [Twin(here, SAME_NAME_AND_BIRTH), Twin(there, SAME_NAME_AND_BIRTH)]

    assert [twin.member for twin in within_reach(twins, clerk)] == [here]
    assert within_reach([], clerk) == []
