"""Is a certificate true, and for what? Verbs that move a certificate between its standings.

declared → verified or returned; verified → revoked, and more of what it covers may be confirmed. What was returned or
revoked stays as it was: its holder declares anew. Each verb locks the row, refuses what does not follow, and
announces the change inside the transaction.

A coverage has one of three answers: none yet (nobody in `confirmed_by`), borne out (`confirmed_at` and by whom), left
out (by whom, but no moment of confirming). Whoever verifies answers all of them.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.announcements import certificate_changed
from farmers.models import Certificate, Coverage
from farmers.telling import tell_of_certificate

Standing = Certificate.Standing
REASON_LENGTH = 300  # the width of the column, in certificates and listings alike


@transaction.atomic
def verify_certificate(
    *,
    certificate: Certificate,
    covering: Collection[int],
    leaving: Collection[int] | None = None,
    by: User,
    at: datetime,
) -> Certificate:
    """Say that a declared certificate is true, and which of its coverages (by id) the paper bears out.

    Those in `leaving` (all others, unless said) were looked at and are not borne out; what was said to be covered
    meanwhile stays a question.
    """
    locked = _lock(certificate, expected=Standing.DECLARED)
    if locked.valid_from > timezone.localdate(at):
        message = _("This certificate begins on %(day)s. Check it from that day on.")
        raise ValidationError(message, code="not_begun", params={"day": date_format(locked.valid_from)})
    coverages = _chosen(locked, covering)
    try:
        # A savepoint: on PostgreSQL the refusal would otherwise spoil the caller's transaction.
        with transaction.atomic():
            _move(locked, Standing.VERIFIED, by=by, at=at)
    except IntegrityError as error:
        message = _("A verified certificate with this number already exists. Check the number on the scan.")
        raise ValidationError(message, code="duplicate") from error
    chosen = [coverage.pk for coverage in coverages]
    Coverage.objects.filter(pk__in=chosen).update(confirmed_at=at, confirmed_by=by)
    others = locked.coverages.exclude(pk__in=chosen)
    (others if leaving is None else others.filter(pk__in=leaving)).update(confirmed_by=by)
    _tell(locked, was=Standing.DECLARED, at=at)
    return locked


@transaction.atomic
def confirm_coverage(
    *,
    certificate: Certificate,
    covering: Collection[int],
    leaving: Collection[int] = (),
    by: User,
    at: datetime,
) -> int:
    """Say that the paper of a verified certificate bears out more of its coverages (by id); how many were new.

    Those in `leaving` were looked at and are not borne out. Pressed twice it confirms nothing twice, and nothing that
    was confirmed before is changed.
    """
    locked = _lock(certificate, expected=Standing.VERIFIED)
    coverages = _chosen(locked, covering)
    new = [coverage.pk for coverage in coverages if coverage.confirmed_at is None]
    _leave_out(locked, set(leaving) - {coverage.pk for coverage in coverages}, by=by, at=at)
    if not new:
        return 0
    Coverage.objects.filter(pk__in=new).update(confirmed_at=at, confirmed_by=by)
    log(
        instance=locked,
        action="farmers.coverage_confirmed",
        user=by,
        timestamp=at,
        data={"coverages": new},
    )
    certificate_changed.send(sender=Certificate, certificate_id=locked.pk)
    return len(new)


@transaction.atomic
def leave_out_coverage(*, certificate: Certificate, leaving: Collection[int], by: User, at: datetime) -> int:
    """Say that the paper of a verified certificate does not bear out coverages (by id); how many had no answer yet.

    They wait no longer, and may be confirmed later all the same.
    """
    locked = _lock(certificate, expected=Standing.VERIFIED)
    return _leave_out(locked, leaving, by=by, at=at)


@transaction.atomic
def return_certificate(
    *, certificate: Certificate, reason: str, reason_code: str = "", by: User, at: datetime
) -> Certificate:
    """Send a declared certificate back to its holder, saying what to mend.

    `reason_code` is the ready sentence that was chosen, for counting; empty for words of one's own.
    """
    locked = _lock(certificate, expected=Standing.DECLARED)
    _move(locked, Standing.RETURNED, by=by, at=at, reason=need_reason(reason), reason_code=reason_code)
    _tell(locked, was=Standing.DECLARED, at=at)
    return locked


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, reason_code: str = "", by: User, at: datetime
) -> Certificate:
    """Withdraw a verified certificate: its badge goes everywhere at once. `reason_code` as in returning."""
    locked = _lock(certificate, expected=Standing.VERIFIED)
    _move(locked, Standing.REVOKED, by=by, at=at, reason=need_reason(reason), reason_code=reason_code)
    _tell(locked, was=Standing.VERIFIED, at=at)
    return locked


def _lock(certificate: Certificate, *, expected: str) -> Certificate:
    locked = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    if locked.standing != expected:
        message = _("Somebody was faster: this certificate is now “%(standing)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"standing": locked.get_standing_display()})
    return locked


def _chosen(certificate: Certificate, covering: Collection[int]) -> list[Coverage]:
    chosen = Coverage.objects.select_for_update(no_key=True).filter(certificate=certificate, pk__in=covering)
    if coverages := list(chosen.order_by("pk")):
        return coverages
    raise ValidationError(_("Choose at least one thing that the certificate covers."), code="nothing_covered")


def _leave_out(certificate: Certificate, leaving: Collection[int], *, by: User, at: datetime) -> int:
    """Answer those that have no answer yet."""
    open_ones = certificate.coverages.filter(pk__in=leaving, confirmed_by__isnull=True)
    left = list(open_ones.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if not left:
        return 0
    Coverage.objects.filter(pk__in=left).update(confirmed_by=by)
    log(
        instance=certificate,
        action="farmers.coverage_left_out",
        user=by,
        timestamp=at,
        data={"coverages": left},
    )
    return len(left)


def need_reason(reason: str) -> str:
    """The reason of a decision without spaces around it; ValidationError when there is none or it is too long."""
    said = reason.strip()
    if not said:
        raise ValidationError(_("Say why, in words the farmer understands."), code="reason")
    if len(said) > REASON_LENGTH:
        message = _("Say it shorter: at most %(most)s characters, these are %(length)s.")
        raise ValidationError(message, code="reason", params={"most": REASON_LENGTH, "length": len(said)})
    return said


def _move(
    certificate: Certificate, to: str, *, by: User, at: datetime, reason: str = "", reason_code: str = ""
) -> None:
    certificate.standing = to
    certificate.checked_by = by
    certificate.checked_at = at
    certificate.reason = reason
    certificate.reason_code = reason_code
    certificate.save(update_fields=["standing", "checked_by", "checked_at", "reason", "reason_code"])


def _tell(certificate: Certificate, *, was: str, at: datetime) -> None:
    data = {"changes": {"standing": [was, certificate.standing]}, "reason": certificate.reason}
    log(
        instance=certificate,
        action=f"farmers.certificate_{certificate.standing}",
        user=certificate.checked_by,
        timestamp=certificate.checked_at,
        data=data | ({"reason_code": certificate.reason_code} if certificate.reason_code else {}),
    )
    tell_of_certificate(certificate, at=at)
    certificate_changed.send(sender=Certificate, certificate_id=certificate.pk)
