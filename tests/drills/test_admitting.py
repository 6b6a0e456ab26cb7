"""Several provinces' officers admit, number and merge members at the same moment."""

import random
from contextlib import suppress
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from farmers.membership import approve_admissions, register_applicant
from farmers.merging import kept_record, merge_members, unmerge_member
from farmers.models import CardCounter, Member, MembershipStep
from tests.drills.processes import at_once
from tests.factories.farmers import MemberFactory, commune, officer, province

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

OFFICERS = 6
EACH = 25


def applicants(count: int) -> list[int]:
    clerk = officer(role="clerk")
    return [
        register_applicant(
            branch=commune(), columns={"full_name": f"Siu Ví Dụ {number}"}, by=clerk, at=timezone.now()
        ).pk
        for number in range(count)
    ]


def admit(pks, by) -> int:
    """Admit in small batches, in an order of one's own; the number that this officer admitted."""
    pks = list(pks)
    random.Random(by.pk).shuffle(pks)
    return sum(admitted(pks[start : start + 5], by) for start in range(0, len(pks), 5))


def admitted(batch, by) -> int:
    """How many of a batch were admitted: all, or none where somebody was faster."""
    number, day = f"{by.pk}-QĐ", date(2026, 11, 20)
    with suppress(ValidationError):  # "moved": the cards are counted afterwards
        return len(
            approve_admissions(
                members=batch, decision_number=number, decided_on=day, by=by, at=timezone.now()
            )
        )
    return 0


def test_cards_have_no_gap_and_no_duplicate_under_concurrent_approvals():
    approvers = [officer(branch=province(), role="approver") for _ in range(OFFICERS)]
    shares = [applicants(EACH) for _ in approvers]

    outcomes = at_once([partial(admit, share, by) for share, by in zip(shares, approvers, strict=True)])

    assert outcomes == [("done", EACH)] * OFFICERS
    cards = sorted(Member.objects.filter(standing="active").values_list("card_number", flat=True))
    assert cards == [f"26.{serial:05d}" for serial in range(1, OFFICERS * EACH + 1)]
    assert CardCounter.objects.get().last == OFFICERS * EACH


def test_the_same_applicants_approved_by_all_get_one_card_each():
    approvers = [officer(branch=province(), role="approver") for _ in range(OFFICERS)]
    same = applicants(EACH)

    outcomes = at_once([partial(admit, same, by) for by in approvers])

    assert {word for word, _ in outcomes} == {"done"}
    members = Member.objects.filter(pk__in=same)
    active = members.filter(standing="active").count()
    assert sum(count for _, count in outcomes) == active == CardCounter.objects.get().last
    cards = sorted(members.filter(standing="active").values_list("card_number", flat=True))
    assert cards == [f"26.{serial:05d}" for serial in range(1, active + 1)]
    assert MembershipStep.objects.filter(outcome="approved").count() == active


def crosswise(keep_pk: int, other_pk: int, by) -> None:
    merge_members(
        keep=Member.objects.get(pk=keep_pk), other=Member.objects.get(pk=other_pk), by=by, at=timezone.now()
    )


def test_two_records_merged_crosswise_point_one_way():
    for _round in range(8):
        one, two = MemberFactory(), MemberFactory()
        by = officer(role="clerk")

        outcomes = at_once(
            [partial(crosswise, one.pk, two.pk, by), partial(crosswise, two.pk, one.pk, by)] * 2
        )

        assert sorted(word for word, _ in outcomes) == ["done", "moved", "moved", "moved"]
        assert Member.objects.filter(pk__in=[one.pk, two.pk], merged_into__isnull=True).count() == 1


def test_a_ring_of_merges_never_closes():
    for _round in range(6):
        ring = [MemberFactory().pk for _ in range(4)]
        by = officer(role="clerk")

        at_once([partial(crosswise, ring[i - 1], ring[i], by) for i in range(4)])

        for member in Member.objects.filter(pk__in=ring):
            kept_record(member)
        assert Member.objects.filter(pk__in=ring, merged_into__isnull=True).exists()


def undo(pk: int, by) -> None:
    unmerge_member(member=Member.objects.get(pk=pk), by=by, at=timezone.now())


def test_a_merging_is_taken_back_once():
    keep, other = MemberFactory(), MemberFactory()
    by = officer(role="clerk")
    crosswise(keep.pk, other.pk, by)

    outcomes = at_once([partial(undo, other.pk, by)] * 4)

    assert sorted(word for word, _ in outcomes) == ["done", "moved", "moved", "moved"]
