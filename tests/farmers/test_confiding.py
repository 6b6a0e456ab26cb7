"""Sensitive data is kept only with consent, and history never says what it is."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import Consent
from farmers.confiding import confide
from farmers.consent_recording import record_consent
from farmers.models import MemberConfidence, RecordedConsent
from tests.factories.farmers import MemberFactory, officer


@pytest.fixture
def clerk(db):
    return officer(role="clerk")


@pytest.fixture
def member(clerk):
    """One who agreed."""
    agreed = MemberFactory()
    record_consent(
        member=agreed,
        purpose=Consent.Purpose.SENSITIVE_DATA,
        way="paper",
        given_on=date(2026, 11, 2),
        witness="",
        by=clerk,
        at=timezone.now(),
    )
    return agreed


def write(member, by, **columns) -> MemberConfidence:
    return confide(member=member, columns=columns, by=by, at=timezone.now())


def deeds(member) -> list[tuple[str, dict]]:
    entries = ModelLogEntry.objects.for_instance(member).filter(action="farmers.member_confided")
    return [(entry.action, entry.data) for entry in entries.order_by("pk")]


def test_without_consent_nothing_is_kept(clerk):
    member = MemberFactory()

    with pytest.raises(ValidationError) as refused:
        write(member, clerk, ethnicity="10")

    assert refused.value.code == "no_consent"
    assert not MemberConfidence.objects.exists()


def test_with_consent_it_is_kept_and_history_names_the_columns(clerk, member):
    write(member, clerk, ethnicity="10", religion="protestantism")
    write(member, clerk, religion="none", political_theory="elementary")

    kept = MemberConfidence.objects.get(pk=member.pk)
    assert (kept.ethnicity, kept.religion, kept.political_theory) == ("10", "none", "elementary")
    assert deeds(member) == [
        ("farmers.member_confided", {"columns": ["ethnicity", "religion"]}),
        ("farmers.member_confided", {"columns": ["religion", "political_theory"]}),
    ]


def test_a_consent_taken_back_closes_the_door(clerk, member):
    RecordedConsent.objects.update(withdrawn_at=timezone.now())

    with pytest.raises(ValidationError) as refused:
        write(member, clerk, ethnicity="10")

    assert refused.value.code == "no_consent"


def test_nothing_changed_writes_nothing(clerk, member):
    write(member, clerk, ethnicity="")

    assert not MemberConfidence.objects.exists()
    assert deeds(member) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"ethnicity": "99"},
        {"party_probation_on": date(2026, 2, 1), "party_official_on": date(2025, 2, 1)},
    ],
    ids=str,
)
def test_a_rule_refuses(clerk, member, columns):
    with pytest.raises(ValidationError):
        write(member, clerk, **columns)

    assert not MemberConfidence.objects.exists()


def test_a_merged_record_is_not_written(clerk, member):
    member.merged_into = MemberFactory()
    member.save()

    with pytest.raises(ValidationError) as refused:
        write(member, clerk, ethnicity="10")

    assert refused.value.code == "merged"
