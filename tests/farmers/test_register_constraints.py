"""What the tables beside the register refuse: in words through full_clean(), in the database without it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count

from farmers.models import (
    BranchFigures,
    CardCounter,
    DataRequest,
    ExportLayout,
    FiguresToken,
    Incident,
    Intake,
    IntakeRow,
    MemberConfidence,
    MembershipStep,
    MemberSupport,
    RecordedConsent,
)
from tests.breaking import assert_named_in_words, assert_refused_by_the_database, rules_of
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, MemberFactory, commune

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
DAY = date(2026, 11, 24)


def step(**columns) -> MembershipStep:
    said = {"opened_at": AT, "opened_by": UserFactory(), "due_on": DAY, "kind": "admission"}
    return MembershipStep(**{"member": MemberFactory(), "branch": commune(), **said, **columns})


def decided(**columns) -> MembershipStep:
    said = {"decided_at": AT, "decided_by": UserFactory(), "effective_on": DAY, "outcome": "approved"}
    return step(**{**said, "decision_number": "1-QĐ", "reason": "x", **columns})


def second_open_step():
    first = step()
    first.save()
    return step(member=first.member)


def support(**columns) -> MemberSupport:
    return MemberSupport(**{"member": MemberFactory(), "kind": "loan", "purpose": "mua giống", **columns})


def counter(**columns) -> CardCounter:
    return CardCounter(**{"province_code": "52", "year": 2026, **columns})


def second_counter():
    counter().save()
    return counter()


def consent(**columns) -> RecordedConsent:
    said = {"purpose": "post_for_me", "text_version": "1", "text": "…", "way": "paper", "given_on": DAY}
    return RecordedConsent(**{**said, "recorded_by": UserFactory(), "recorded_at": AT, **columns})


def second_consent(**subject):
    consent(**subject).save()
    return consent(**subject)


def request(**columns) -> DataRequest:
    said = {"kind": "see", "asked_at": AT, "answer_due_on": DAY, "do_due_on": DAY}
    return DataRequest(**{"branch": commune(), "member": MemberFactory(), **said, **columns})


def closed(**columns) -> DataRequest:
    said = {"closed_at": AT, "closed_by": UserFactory(), "answered_at": AT, "outcome": "done"}
    return request(**{**said, **columns})


def incident(**columns) -> Incident:
    said = {"what": "mất máy", "data": "tên, điện thoại", "severity": "low", "found_at": AT, "notify_by": AT}
    return Incident(**{"branch": commune(), "found_by": UserFactory(), **said, **columns})


def intake(**columns) -> Intake:
    return Intake(
        **{
            "kind": "members",
            "branch": commune(),
            "made_by": UserFactory(),
            "made_at": AT,
            "name": "a.xlsx",
            **columns,
        }
    )


def row(**columns) -> IntakeRow:
    kept = intake()
    kept.save()
    return IntakeRow(**{"intake": kept, "number": 7, "outcome": "created", **columns})


def second_row():
    first = row()
    first.save()
    return IntakeRow(intake=first.intake, number=7, outcome="same")


def figures(**columns) -> BranchFigures:
    said = {"year": 2026, "quarter": 4, "entered_by": UserFactory(), "entered_at": AT}
    return BranchFigures(**{"branch": commune(), **said, **columns})


def second_figures():
    figures().save()
    return figures()


def layout(**columns) -> ExportLayout:
    return ExportLayout(**{"name": "Báo cáo", "made_by": UserFactory(), "columns": ["full_name"], **columns})


def second_layout():
    first = layout()
    first.save()
    return layout(made_by=first.made_by)


BROKEN = [
    ("a_member_has_one_open_step", second_open_step),
    ("a_decided_step_says_who_when_and_what", lambda: decided(decided_by=None)),
    ("a_decided_step_says_who_when_and_what", lambda: decided(effective_on=None)),
    ("a_decided_step_says_who_when_and_what", lambda: decided(outcome="")),
    ("a_decided_step_says_who_when_and_what", lambda: step(outcome="approved", decision_number="1")),
    ("an_approved_admission_has_a_decision_number", lambda: decided(decision_number="")),
    ("a_refusal_a_suspension_and_a_leaving_say_why", lambda: decided(outcome="refused", reason="")),
    ("a_refusal_a_suspension_and_a_leaving_say_why", lambda: decided(kind="leaving", reason="")),
    ("a_move_says_where_from", lambda: decided(kind="move")),
    ("only_a_loan_has_a_rate_and_is_repaid", lambda: support(kind="training", yearly_rate_bp=100)),
    ("only_a_loan_has_a_rate_and_is_repaid", lambda: support(kind="job", repaid_on=DAY)),
    ("a_loan_says_how_much", support),
    ("a_province_counts_the_cards_of_a_year_once", second_counter),
    ("a_card_serial_has_five_digits", lambda: counter(last=100_000)),
    ("a_recorded_consent_is_of_a_member_or_a_farmer", consent),
    (
        "a_recorded_consent_is_of_a_member_or_a_farmer",
        lambda: consent(member=MemberFactory(), farmer=FarmerFactory()),
    ),
    ("a_member_agrees_to_a_purpose_once_at_a_time", lambda: second_consent(member=MemberFactory())),
    ("a_farmer_agrees_to_a_purpose_once_at_a_time", lambda: second_consent(farmer=FarmerFactory())),
    ("a_data_request_is_about_somebody", lambda: request(member=None)),
    ("an_extended_request_says_why", lambda: request(extended_at=AT)),
    ("a_closed_request_says_by_whom_and_how", lambda: closed(closed_by=None)),
    ("a_closed_request_says_by_whom_and_how", lambda: closed(answered_at=None)),
    ("a_closed_request_says_by_whom_and_how", lambda: request(outcome="done")),
    ("a_refused_request_says_why", lambda: closed(outcome="refused")),
    ("a_request_is_done_after_it_is_answered", lambda: request(do_due_on=DAY - timedelta(days=1))),
    ("a_closed_incident_says_by_whom_and_what_was_done", lambda: incident(closed_at=AT)),
    (
        "a_closed_incident_says_by_whom_and_what_was_done",
        lambda: incident(closed_at=AT, closed_by=UserFactory()),
    ),
    ("an_undone_intake_says_who_undid_it", lambda: intake(state="undone")),
    ("a_row_of_a_file_is_taken_once", second_row),
    ("a_bad_row_says_why", lambda: row(outcome="bad")),
    ("a_branch_reports_a_quarter_once", second_figures),
    ("a_quarter_is_one_of_four", lambda: figures(quarter=5)),
    ("a_quarter_is_one_of_four", lambda: figures(year=1999)),
    ("households_with_a_member_are_households", lambda: figures(farm_households=3, member_households=4)),
    ("an_officer_names_a_layout_once", second_layout),
    ("a_layout_has_columns", lambda: layout(columns=[])),
]
IDS = [f"{number}-{name}" for number, (name, _build) in enumerate(BROKEN)]
ROOM = (
    BranchFigures,
    CardCounter,
    DataRequest,
    ExportLayout,
    FiguresToken,
    Incident,
    Intake,
    IntakeRow,
    MemberConfidence,
    MembershipStep,
    MemberSupport,
    RecordedConsent,
)


@pytest.mark.parametrize(("name", "build"), BROKEN, ids=IDS)
def test_a_broken_rule_is_named_in_words(name, build):
    assert_named_in_words(name, build())


@pytest.mark.parametrize(("name", "build"), BROKEN, ids=IDS)
def test_the_database_refuses_it_too(name, build):
    assert_refused_by_the_database(build())


def test_every_rule_is_broken_here():
    assert {name for name, _build in BROKEN} == rules_of(ROOM)


@pytest.mark.parametrize(
    "build",
    [
        step,
        decided,
        lambda: decided(kind="return"),
        lambda: decided(kind="move", from_branch=commune(), reason=""),
        lambda: support(amount_vnd=1, yearly_rate_bp=660, repaid_on=DAY),
        lambda: support(kind="training"),
        lambda: counter(last=99_999),
        lambda: consent(member=MemberFactory()),
        closed,
        lambda: incident(closed_at=AT, closed_by=UserFactory(), measures="đổi khóa"),
        intake,
        lambda: row(outcome="bad", reasons=[["full_name", "thiếu"]]),
        lambda: figures(farm_households=3, member_households=3),
        layout,
    ],
)
def test_what_lies_just_inside_is_taken(build):
    record = build()

    record.validate_constraints()
    record.save()

    assert type(record).objects.filter(pk=record.pk).exists()


def test_sensitive_codes_are_counted_but_not_read_in_the_database():
    for code in ("10", "10", "01"):
        MemberConfidence.objects.create(member=MemberFactory(), ethnicity=code)

    counted = MemberConfidence.objects.values_list("ethnicity").annotate(Count("pk")).order_by("-pk__count")
    with connection.cursor() as cursor:
        cursor.execute("SELECT ethnicity FROM farmers_memberconfidence")
        kept = {value for (value,) in cursor.fetchall()}

    assert list(counted) == [("10", 2), ("01", 1)]
    assert MemberConfidence.objects.filter(ethnicity="10").count() == 2
    assert not kept & {"10", "01"}
