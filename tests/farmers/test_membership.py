"""How does somebody become a member, and what becomes of a membership?"""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import ModelLogEntry

from farmers.cards import give_out_cards, note_cards_given_by_hand
from farmers.membership import (
    approve_admissions,
    move_member,
    record_leaving,
    refuse_admission,
    register_again,
    register_applicant,
    return_member,
    suspend_member,
)
from farmers.models import CardCounter, Member, MembershipStep
from tests.factories.farmers import MemberFactory, commune, officer, other_commune

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def applicant(name="Siu Ví Dụ", **columns) -> Member:
    columns = {"full_name": name, "birth_year": 1990, **columns}
    return register_applicant(branch=commune(), columns=columns, by=officer(role="clerk"), at=AT)


def admit(*members, number="15-QĐ/HNDT", on=date(2026, 11, 20)) -> list[Member]:
    return approve_admissions(
        members=[member.pk for member in members],
        decision_number=number,
        decided_on=on,
        by=officer(role="approver"),
        at=AT,
    )


def told(member: Member) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(member).order_by("pk")
    return [entry.action for entry in entries]


def test_an_applicant_waits_for_the_province_until_a_due_date(settings):
    settings.ADMISSION_DUE_DAYS = 15

    member = applicant()

    step = member.steps.get()
    assert (member.standing, member.standing_since, member.card_number) == ("applied", TODAY, "")
    assert (step.kind, step.branch, step.due_on, step.decided_at) == (
        "admission",
        commune(),
        date(2026, 12, 9),
        None,
    )
    assert told(member) == ["farmers.member_registered"]


def test_an_applicant_without_a_name_is_refused_and_nothing_is_kept():
    with pytest.raises(ValidationError) as refused:
        applicant(name="")

    assert list(refused.value.message_dict) == ["full_name"]
    assert MembershipStep.objects.count() == 0


def test_an_applicant_with_a_known_citizen_id_is_refused_in_words():
    MemberFactory(citizen_id="064185000123")

    with pytest.raises(ValidationError) as refused:
        applicant(citizen_id="064185000123")

    assert list(refused.value.message_dict) == ["citizen_id"]


def test_admission_gives_each_the_next_card_and_the_day_of_the_decision():
    first, second = applicant("Siu A"), applicant("Siu B")

    admitted = admit(first, second)

    shown = [(m.full_name, m.standing, m.card_province, m.card_number, m.admitted_on) for m in admitted]
    assert shown == [
        ("Siu A", "active", "52", "26.00001", date(2026, 11, 20)),
        ("Siu B", "active", "52", "26.00002", date(2026, 11, 20)),
    ]
    step = first.steps.get()
    assert (step.outcome, step.effective_on, step.decision_number, step.decided_at) == (
        "approved",
        date(2026, 11, 20),
        "15-QĐ/HNDT",
        AT,
    )
    assert told(first) == ["farmers.member_registered", "farmers.member_admitted"]


def test_admission_is_for_all_or_none():
    good, gone = applicant("Siu A"), applicant("Siu B")
    refuse_admission(member=gone, reason="Đã là hội viên xã khác", by=officer(role="approver"), at=AT)

    with pytest.raises(ValidationError) as refused:
        admit(good, gone)

    assert refused.value.code == "moved"
    good.refresh_from_db()
    assert (good.standing, good.card_number) == ("applied", "")
    assert not CardCounter.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [({"number": "  "}, "decision_number"), ({"on": date(2026, 11, 25)}, "future")],
)
def test_admission_needs_a_number_and_a_day_that_has_come(change, code):
    member = applicant()

    with pytest.raises(ValidationError) as refused:
        admit(member, **change)

    assert refused.value.code == code


def test_admission_pressed_twice_gives_one_card():
    member = applicant()
    admit(member)

    with pytest.raises(ValidationError) as refused:
        admit(member)

    assert refused.value.code == "moved"
    assert CardCounter.objects.get().last == 1


def test_cards_follow_those_given_by_hand():
    note_cards_given_by_hand(province_code="52", year=2026, last=71)
    note_cards_given_by_hand(province_code="52", year=2026, last=12)
    note_cards_given_by_hand(province_code="64", year=2026, last=900)

    assert give_out_cards(count=2, year=2026) == ["26.00072", "26.00073"]


def test_cards_of_another_year_begin_anew():
    assert give_out_cards(count=1, year=2026) == ["26.00001"]
    assert give_out_cards(count=1, year=2027) == ["27.00001"]


def test_cards_end_after_99_999():
    note_cards_given_by_hand(province_code="52", year=2026, last=99_998)

    assert give_out_cards(count=1, year=2026) == ["26.99999"]
    with pytest.raises(ValidationError) as refused:
        give_out_cards(count=1, year=2026)
    assert refused.value.code == "no_more_cards"


def test_a_failed_transaction_gives_its_cards_back():
    with transaction.atomic():
        give_out_cards(count=5, year=2026)
        transaction.set_rollback(True)

    assert give_out_cards(count=1, year=2026) == ["26.00001"]


def test_a_refused_applicant_may_be_registered_again():
    member, by = applicant(), officer(role="approver")
    refuse_admission(member=member, reason="Thiếu đơn", by=by, at=AT)
    member.refresh_from_db()
    assert (member.standing, member.standing_reason) == ("refused", "Thiếu đơn")

    register_again(member=member, by=by, at=AT)

    member.refresh_from_db()
    assert (member.standing, member.standing_reason) == ("applied", "")
    assert [step.outcome for step in member.steps.order_by("pk")] == ["refused", ""]


def test_a_member_is_suspended_returns_and_leaves_with_day_and_reason():
    member, by = MemberFactory(admitted_on=date(2020, 5, 1)), officer(role="approver")

    suspend_member(member=member, on=date(2026, 6, 1), reason="Đi làm xa", by=by, at=AT)
    return_member(member=member, on=date(2026, 9, 1), reason="Đã về", by=by, at=AT)
    record_leaving(member=member, on=date(2026, 11, 1), reason="Chuyển đi tỉnh khác", by=by, at=AT)

    member.refresh_from_db()
    assert (member.standing, member.standing_since, member.standing_reason) == (
        "left",
        date(2026, 11, 1),
        "Chuyển đi tỉnh khác",
    )
    steps = member.steps.order_by("pk").values_list("kind", "effective_on", "reason", "outcome")
    assert list(steps) == [
        ("suspension", date(2026, 6, 1), "Đi làm xa", "approved"),
        ("return", date(2026, 9, 1), "Đã về", "approved"),
        ("leaving", date(2026, 11, 1), "Chuyển đi tỉnh khác", "approved"),
    ]
    assert told(member) == ["farmers.member_suspended", "farmers.member_returned", "farmers.member_left"]


def test_a_returned_member_keeps_the_card():
    member, by = MemberFactory(card_number="20.00007"), officer(role="approver")
    record_leaving(member=member, on=TODAY, reason="Theo đơn", by=by, at=AT)
    return_member(member=member, on=TODAY, reason="Xin vào lại", decision_number="16-QĐ", by=by, at=AT)

    member.refresh_from_db()
    assert (member.standing, member.card_number, member.admitted_on) == (
        "active",
        "20.00007",
        date(2026, 3, 1),
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": "  "}, "reason"),
        ({"on": date(2026, 11, 25)}, "future"),
        ({"on": date(2019, 1, 1)}, "too_early"),
    ],
)
def test_leaving_needs_a_reason_and_a_day_that_can_be(change, code):
    member = MemberFactory(admitted_on=date(2020, 5, 1))
    said = {"on": TODAY, "reason": "Theo đơn", "by": officer(role="approver"), "at": AT, **change}

    with pytest.raises(ValidationError) as refused:
        record_leaving(member=member, **said)

    assert refused.value.code == code
    member.refresh_from_db()
    assert member.standing == "active"


def test_an_applicant_cannot_leave():
    with pytest.raises(ValidationError) as refused:
        record_leaving(member=applicant(), on=TODAY, reason="x", by=officer(role="approver"), at=AT)

    assert refused.value.code == "moved"


def test_a_move_takes_the_open_application_along():
    member, by = applicant(), officer(role="head")

    move_member(member=member, to=other_commune(), on=TODAY, reason="Về quê vợ", by=by, at=AT)

    member.refresh_from_db()
    steps = member.steps.order_by("pk").values_list("kind", "branch__name", "from_branch__name", "outcome")
    assert member.branch == other_commune()
    assert list(steps) == [
        ("admission", "Hội Nông dân xã Chư Păh", None, ""),
        ("move", "Hội Nông dân xã Chư Păh", "Hội Nông dân xã Biển Hồ", "approved"),
    ]


def test_a_merged_record_takes_no_more_steps():
    member = MemberFactory(merged_into=MemberFactory())

    with pytest.raises(ValidationError) as refused:
        suspend_member(member=member, on=TODAY, reason="x", by=officer(role="approver"), at=AT)

    assert refused.value.code == "merged"
