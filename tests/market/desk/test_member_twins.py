"""Two records of one person are compared and merged by who enters both; it can be taken back."""

from datetime import date

import pytest
from django.urls import reverse

from farmers.merging import merge_members
from farmers.models import Member
from tests.factories.farmers import MemberFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk, text_of

TWINS, MERGED = reverse("desk:twins"), reverse("desk:merged")
LIKE = {"full_name": "Rơ Châm H'Lan", "birth_year": 1985, "phone": "+84905123456", "old_id": "230123456"}


def beside(left, right) -> str:
    return reverse("desk:compare", args=(left.pk, right.pk))


def shown(page) -> list[tuple[Member, Member]]:
    return [(pair.younger, pair.older) for pair in page.context["pairs"]]


@pytest.fixture
def two(db) -> tuple[Member, Member]:
    return MemberFactory(**LIKE), MemberFactory(**LIKE)


@pytest.mark.parametrize("kind", ["paper", "phone", "birth"])
def test_pairs_are_shown_by_what_is_the_same(clerk, two, kind):
    page = clerk.get(TWINS, {"kind": kind})

    assert shown(page) == [(two[1], two[0])]
    assert beside(*two) in text_of(page)


def test_the_surest_likeness_is_shown_first(clerk, two):
    assert clerk.get(TWINS).context["kind"] == "paper"
    assert clerk.get(TWINS, {"kind": "x"}).status_code == 404


def test_of_a_province_the_name_alone_asks_for_a_commune(two):
    above = at_the_desk(officer(branch=province(), role="clerk"))

    assert above.get(TWINS, {"kind": "birth"}).context["is_too_wide"]
    assert shown(above.get(TWINS, {"kind": "birth", "branch": commune().pk})) == [(two[1], two[0])]
    assert shown(above.get(TWINS, {"kind": "phone"})) == [(two[1], two[0])]


def test_two_records_stand_side_by_side_and_covered_ones_are_compared_unseen(clerk):
    left = MemberFactory(**LIKE, citizen_id="052185001234", birth_date=date(1985, 2, 3))
    right = MemberFactory(
        **LIKE | {"birth_year": 1986}, citizen_id="052185001235", birth_date=date(1985, 2, 3)
    )

    page = clerk.get(beside(left, right))

    rows = {
        label: (one, other, differs)
        for _title, rows in page.context["groups"]
        for label, one, other, differs in rows
    }
    assert sum(differs for _one, _other, differs in rows.values()) == 3  # year, citizen id, card number
    assert ("1985", "1986", True) in rows.values()
    for covered in ("052185001234", "052185001235", "03/02/1985"):
        assert covered not in text_of(page)


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_is_kept_and_the_other_points_at_it(clerk, two, side):
    left, right = two
    kept, gone = (left, right) if side == "left" else (right, left)

    answer = clerk.post(beside(left, right), {"keep": side})

    assert answer["Location"] == reverse("desk_members:inspect", args=(kept.pk,))
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert [member.pk for member in clerk.get(MERGED).context["merged"]] == [gone.pk]


def test_a_merging_is_taken_back(clerk, two):
    merge_members(keep=two[0], other=two[1], by=clerk.user, at="2026-11-20T00:00:00Z")

    clerk.post(MERGED, {"member": two[1].pk})

    two[1].refresh_from_db()
    assert two[1].merged_into is None
    assert clerk.get(MERGED).context["merged"] == []


def test_whoever_merges_too_late_is_told(clerk, two):
    merge_members(keep=two[0], other=two[1], by=clerk.user, at="2026-11-20T00:00:00Z")

    assert clerk.get(beside(*two)).status_code == 404
    assert clerk.post(MERGED, {"member": two[0].pk}).status_code == 302
    two[0].refresh_from_db()
    assert two[0].merged_into is None


def test_a_record_is_not_compared_with_itself(clerk, two):
    assert clerk.get(beside(two[0], two[0])).status_code == 404
    assert clerk.post(beside(*two), {"keep": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "reviewer", "approver", "post"])
def test_who_does_not_enter_merges_nothing(two, role):
    client = at_the_desk(officer(role=role))

    for url in (TWINS, MERGED, beside(*two)):
        assert client.get(url).status_code == 404
        assert client.post(url, {"keep": "left", "member": two[0].pk}).status_code in {404, 405}
    assert not Member.objects.filter(merged_into__isnull=False).exists()


def test_both_records_must_be_the_officers(clerk):
    own, theirs = MemberFactory(**LIKE), MemberFactory(**LIKE, branch=other_commune())

    for pair in ((own, theirs), (theirs, own)):
        assert clerk.get(beside(*pair)).status_code == 404
        assert clerk.post(beside(*pair), {"keep": "left"}).status_code == 404
    assert shown(clerk.get(TWINS, {"kind": "phone"})) == []
    assert clerk.get(TWINS, {"branch": other_commune().pk}).status_code == 404


@pytest.mark.parametrize("mine", [0, 1])
def test_a_merging_across_communes_is_taken_back_from_above_alone(clerk, mine):
    own, theirs = MemberFactory(**LIKE), MemberFactory(**LIKE, branch=other_commune())
    keep, other = (own, theirs) if mine else (theirs, own)
    merge_members(keep=keep, other=other, by=clerk.user, at="2026-11-20T00:00:00Z")

    assert clerk.get(MERGED).context["merged"] == []
    assert clerk.post(MERGED, {"member": other.pk}).status_code == 404
    other.refresh_from_db()
    assert other.merged_into == keep

    above = at_the_desk(officer(branch=province(), role="clerk"))
    above.post(MERGED, {"member": other.pk})
    other.refresh_from_db()
    assert other.merged_into is None
