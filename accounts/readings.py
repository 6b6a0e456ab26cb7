"""Who read personal data? Every look at a private column or file is noted here by whoever shows it."""

from datetime import datetime

from accounts.models import Reading, User


def note_reading(*, reader: User, what: str, record_id: int, reason: str = "", at: datetime) -> Reading:
    """Note that somebody read `what` ("farmers.member.citizen_id") of one record; the value itself stays out."""
    return Reading.objects.create(reader=reader, what=what, record_id=record_id, reason=reason, at=at)
