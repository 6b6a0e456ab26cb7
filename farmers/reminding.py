"""Who is reminded that a certificate ends soon, or has ended?

Done every hour, and it comes out the same: each day of CERTIFICATE_REMINDER_DAYS is told once. Whoever comes late, a
worker that was down or a certificate that was verified late, tells the nearest of those days alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks import task

from accounts.messages import send
from accounts.models import Notice, User
from accounts.noticing import tell
from farmers.agreeing import SPEAKING
from farmers.models import Certificate, Coverage, FarmerPerson
from farmers.telling import speakers_of
from vietnam.text import fold

CHUNK = 200
EXPIRED_TOLD_WITHIN = timedelta(days=30)  # what ended long ago is no news


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that is due now. `days` is which of the reminders it is, None once the certificate has ended."""

    certificate: Certificate
    days: int | None

    @property
    def kind(self) -> str:
        """The kind of notice."""
        return "certificate_expired" if self.days is None else "certificate_ends"

    @property
    def key(self) -> str:
        """The same for the same reminder; a last day that was corrected is told anew."""
        paper = self.certificate
        return f"{self.kind}:{paper.pk}:{paper.expires_on}:{'' if self.days is None else self.days}"


def remind_of_last_days(*, at: datetime) -> int:
    """Tell who speaks for a farmer that a verified certificate ends, or has; how many notices were new."""
    today = timezone.localdate(at)
    most = timedelta(days=max(settings.CERTIFICATE_REMINDER_DAYS, default=0))
    ending = Certificate.objects.filter(
        standing=Certificate.Standing.VERIFIED,
        expires_on__range=(today - EXPIRED_TOLD_WITHIN, today + most),
    )
    keys = list(ending.order_by("pk").values_list("pk", flat=True))
    return sum(
        _remind(_with_coverages(Certificate.objects.filter(pk__in=keys[start : start + CHUNK])), today, at)
        for start in range(0, len(keys), CHUNK)
    )


def reminder_due(certificate: Certificate, on: date) -> Due | None:
    """The reminder that a certificate calls for on a day: the nearest one alone."""
    left = (certificate.expires_on - on).days
    if left < 0:
        return Due(certificate, None)
    nearest = min((days for days in settings.CERTIFICATE_REMINDER_DAYS if left <= days), default=None)
    return None if nearest is None else Due(certificate, nearest)


@task()
def send_reminder(certificate_id: int, user_id: int) -> None:
    """Say it to one phone, unless the certificate ended or was revoked meanwhile, or the user speaks for it no more."""
    certificate = Certificate.objects.valid_on(timezone.localdate()).filter(pk=certificate_id).first()
    if certificate is None:
        return
    user = next((one for one in speakers_of(certificate.farmer_id) if one.pk == user_id), None)
    if user is not None:
        day = date_format(certificate.expires_on, "d/m/Y")
        send("certificate_ends", user.phone, {"name": str(certificate), "day": day})


def _with_coverages(found: QuerySet[Certificate]) -> list[Certificate]:
    confirmed = Coverage.objects.filter(confirmed_at__isnull=False)
    return list(found.order_by("pk").prefetch_related(Prefetch("coverages", confirmed, "confirmed")))


def _remind(certificates: Sequence[Certificate], today: date, at: datetime) -> int:
    """Tell of some certificates; those for whom all was told before cost three questions."""
    renewed = _renewed(certificates)
    due = [
        one
        for certificate in certificates
        if certificate.pk not in renewed and (one := reminder_due(certificate, today)) is not None
    ]
    speakers = _speakers({one.certificate.farmer_id for one in due})
    users = {user.pk for people in speakers.values() for user in people}
    keys = [one.key for one in due]
    known = set(Notice.objects.filter(user__in=users, key__in=keys).values_list("user", "key"))
    return sum(
        _tell(one, user, at)
        for one in due
        for user in speakers[one.certificate.farmer_id]
        if (user.pk, one.key) not in known
    )


@transaction.atomic
def _tell(due: Due, user: User, at: datetime) -> int:
    paper = due.certificate
    data = {"farmer": paper.farmer_id, "certificate": paper.pk, "name": str(paper), "day": paper.expires_on}
    is_new = tell(user=user, kind=due.kind, key=due.key, data=data, at=at)
    if is_new and due.days in settings.CERTIFICATE_MESSAGE_DAYS:
        # In the same transaction: either both are there or neither, whenever the process dies.
        send_reminder.enqueue(paper.pk, user.pk)
    return int(is_new)


def _speakers(farmers: Iterable[int]) -> dict[int, list[User]]:
    speaking = FarmerPerson.objects.filter(farmer__in=farmers, **SPEAKING).select_related("user")
    people = defaultdict(list)
    for person in speaking.order_by("farmer", "user"):
        people[person.farmer_id].append(person.user)
    return people


def _renewed(certificates: Sequence[Certificate]) -> set[int]:
    """Those (by id) for which a verified one of the same mark lasts longer and covers the same."""
    same = Certificate.objects.filter(
        standing=Certificate.Standing.VERIFIED, farmer__in={one.farmer_id for one in certificates}
    )
    by_mark = defaultdict(list)
    for newer in _with_coverages(same):
        by_mark[newer.farmer_id, newer.scheme].append(newer)
    return {
        older.pk
        for older in certificates
        if any(
            newer.expires_on > older.expires_on and _covers(newer, older)
            for newer in by_mark[older.farmer_id, older.scheme]
        )
    }


def _covers(newer: Certificate, older: Certificate) -> bool:
    return all(
        any(
            new.farm_id in {None, old.farm_id} and fold(new.produce) in {"", fold(old.produce)}
            for new in newer.confirmed  # type: ignore[attr-defined]  # from _with_coverages
        )
        for old in older.confirmed  # type: ignore[attr-defined]
    )
