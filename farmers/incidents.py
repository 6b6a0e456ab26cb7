"""What went wrong with personal data, and who was told in time? The verbs of `Incident`.

Found → authority told (within the hours of farmers/legal_clocks.py) → people told where it can harm them → closed,
with what was done. What is written down names no person: how many, and which data.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.legal_clocks import notify_by
from farmers.models import Branch, Incident


@transaction.atomic
def report_incident(  # noqa: PLR0913 what the authority asks
    *,
    branch: Branch,
    what: str,
    data: str,
    severity: str,
    found_at: datetime,
    people: int | None = None,
    by: User,
    at: datetime,
) -> Incident:
    """Note a breach; the clock runs from when it was found, not from when it is noted."""
    if found_at > at:
        raise ValidationError(_("This moment has not come yet."), code="future")
    incident = Incident(
        branch=branch,
        what=what.strip(),
        data=data.strip(),
        severity=severity,
        people=people,
        found_at=found_at,
        found_by=by,
        notify_by=notify_by(found_at, timezone.localdate(found_at)),
    )
    incident.full_clean()
    incident.save()
    log(instance=incident, action="farmers.incident_reported", user=by, timestamp=at)
    return incident


def note_authority_told(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Note that the authority was told; said twice, the first time counts."""
    return _note(incident, "notified_at", "notified", by=by, at=at)


def note_people_told(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Note that those whose data it was were told; said twice, the first time counts."""
    return _note(incident, "people_told_at", "people_told", by=by, at=at)


@transaction.atomic
def close_incident(*, incident: Incident, measures: str, by: User, at: datetime) -> Incident:
    """Say what was done; nothing more is open."""
    locked = _lock(incident)
    if not measures.strip():
        raise ValidationError(_("Write down what was done before you close it."), code="measures")
    locked.measures, locked.closed_at, locked.closed_by = measures.strip(), at, by
    locked.save(update_fields=["measures", "closed_at", "closed_by"])
    log(instance=locked, action="farmers.incident_closed", user=by, timestamp=at)
    return locked


@transaction.atomic
def _note(incident: Incident, column: str, told: str, *, by: User, at: datetime) -> Incident:
    locked = _lock(incident)
    if getattr(locked, column) is None:
        setattr(locked, column, at)
        locked.save(update_fields=[column])
        log(instance=locked, action=f"farmers.incident_{told}", user=by, timestamp=at)
    return locked


def _lock(incident: Incident) -> Incident:
    locked = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if locked.closed_at is not None:
        raise ValidationError(_("Somebody was faster: this breach is closed."), code="moved")
    return locked
