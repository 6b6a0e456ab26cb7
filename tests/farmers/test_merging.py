"""Which two records are of one person, and how do they become one?"""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from farmers.merging import (
    SAME_ID,
    SAME_NAME_AND_BIRTH,
    SAME_NAME_AND_PHONE,
    SAME_OLD_ID,
    kept_record,
    merge_members,
    twins_of,
    unmerge_member,
)
from farmers.models import Member
from tests.factories.farmers import MemberFactory, commune, officer

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def merge(keep: Member, other: Member) -> None:
    merge_members(keep=keep, other=other, by=officer(), at=AT)


def test_twins_are_found_by_id_by_name_and_birth_and_by_name_and_phone():
    by_id = MemberFactory(full_name="Khác Tên", citizen_id="064185000123")
    by_old_id = MemberFactory(full_name="Khác Nữa", old_id="230123456")
    by_birth = MemberFactory(full_name="RO CHAM H'LAN", birth_year=1985)
    by_phone = MemberFactory(full_name="Rơ Châm H'Lan", birth_year=None, phone="+84905123456")
    MemberFactory(full_name="Rơ Châm H'Lan", birth_year=1990)
    MemberFactory(full_name="Ai Đó", phone="+84905123456", birth_year=1985)
    typed = Member(
        branch=commune(),
        full_name="Rơ Châm H'Lan",
        birth_year=1985,
        phone="+84905123456",
        citizen_id="064185000123",
        old_id="230 123 456",
    )

    assert [(twin.member, twin.why) for twin in twins_of(typed)] == [
        (by_id, SAME_ID),
        (by_old_id, SAME_OLD_ID),
        (by_birth, SAME_NAME_AND_BIRTH),
        (by_phone, SAME_NAME_AND_PHONE),
    ]


def test_merging_points_and_leaves_both_records_as_they_were():
    keep, other = MemberFactory(), MemberFactory(full_name="Tên Viết Sai")

    merge(keep, other)

    other.refresh_from_db()
    assert (other.merged_into, other.full_name, other.standing) == (keep, "Tên Viết Sai", "active")
    assert list(Member.objects.unmerged()) == [keep]
    assert twins_of(keep) == []


def test_a_kept_record_may_be_merged_later_and_each_merging_is_taken_back_alone():
    first, second, third = MemberFactory(), MemberFactory(), MemberFactory()
    merge(second, first)
    merge(third, second)
    first.refresh_from_db()
    assert kept_record(first) == third

    unmerge_member(member=second, by=officer(), at=AT)

    first.refresh_from_db()
    assert kept_record(first) == second
    assert set(Member.objects.unmerged()) == {second, third}


def test_a_merged_record_is_not_merged_again():
    first, second, third = MemberFactory(), MemberFactory(), MemberFactory()
    merge(second, first)

    for keep, other in ((third, first), (first, third)):
        with pytest.raises(ValidationError) as refused:
            merge(keep, other)
        assert refused.value.code == "moved"


def test_a_record_is_not_merged_with_itself():
    member = MemberFactory()

    with pytest.raises(ValidationError) as refused:
        merge(member, member)

    assert refused.value.code == "same"


def test_merging_is_not_taken_back_while_another_has_the_same_citizen_id():
    other = MemberFactory(citizen_id="064185000123")
    keep = MemberFactory()
    merge(keep, other)
    keep.citizen_id = "064185000123"
    keep.save()

    with pytest.raises(ValidationError) as refused:
        unmerge_member(member=other, by=officer(), at=AT)

    assert refused.value.code == "same_id"
    other.refresh_from_db()
    assert other.merged_into == keep


def test_merging_taken_back_twice_is_refused():
    keep, other = MemberFactory(), MemberFactory()
    merge(keep, other)
    unmerge_member(member=other, by=officer(), at=AT)

    with pytest.raises(ValidationError) as refused:
        unmerge_member(member=other, by=officer(), at=AT)

    assert refused.value.code == "moved"
