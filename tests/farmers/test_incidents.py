"""What went wrong with personal data, and who was told in time?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from farmers.incidents import close_incident, note_authority_told, note_people_told, report_incident
from tests.factories.farmers import commune, officer

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
FOUND = AT - timedelta(hours=5)


def report(**said):
    told = {"what": "Mất USB", "data": "Danh sách hội viên", "severity": "high", "found_at": FOUND} | said
    return report_incident(branch=commune(), by=officer(role="head"), at=AT, **told)


def test_the_clock_runs_from_when_the_breach_was_found():
    assert report().notify_by == FOUND + timedelta(hours=72)


def test_each_step_is_noted_once_and_closing_says_what_was_done():
    incident, head = report(people=400), officer(role="head")
    note_authority_told(incident=incident, by=head, at=AT)
    note_authority_told(incident=incident, by=head, at=AT + timedelta(hours=1))
    note_people_told(incident=incident, by=head, at=AT)
    with pytest.raises(ValidationError) as error:
        close_incident(incident=incident, measures=" ", by=head, at=AT)
    assert error.value.code == "measures"

    closed = close_incident(incident=incident, measures="Đổi mật khẩu", by=head, at=AT)

    assert (closed.notified_at, closed.people_told_at, closed.closed_at) == (AT, AT, AT)
    with pytest.raises(ValidationError) as error:
        note_people_told(incident=incident, by=head, at=AT)
    assert error.value.code == "moved"


def test_a_breach_is_not_found_tomorrow():
    with pytest.raises(ValidationError) as error:
        report(found_at=AT + timedelta(minutes=1))
    assert error.value.code == "future"
