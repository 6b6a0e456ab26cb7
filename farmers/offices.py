"""Who works where in the association: appointing, ending, standing in during a leave, handing over.

Work lies with branches, not with people: who takes an office over finds all that waits there. Rights end with the last
day of the office. The province always has a head, or nobody could appoint anybody any more.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Branch, Officer

LONGEST_LEAVE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Office:
    """What an office is: a role at a branch from a day on, perhaps until a day."""

    branch: Branch
    role: str
    since: date
    until: date | None = None
    stands_in_for: Officer | None = None


@transaction.atomic
def user_for(*, phone: str, name: str) -> User:
    """The user who signs in with a phone (E.164), made if there is none."""
    found = User.objects.filter(phone=phone).first()
    if found is None:
        return User.objects.create_user(phone, name)
    if not found.is_active or found.anonymised_at:
        raise ValidationError(_("This phone's account is closed. Give another phone."), code="closed")
    if not found.name:
        found.name = name
        found.save(update_fields=["name"])
    return found


@transaction.atomic
def appoint(*, user: User, office: Office, by: User, at: datetime) -> Officer:
    """Give a user an office. ValidationError when the user already holds it."""
    officer = Officer(
        user=user,
        branch=office.branch,
        role=office.role,
        since=office.since,
        until=office.until,
        stands_in_for=office.stands_in_for,
    )
    officer.full_clean()
    officer.save()
    _tell(officer, "appointed", by=by, at=at)
    return officer


@transaction.atomic
def end_office(*, officer: Officer, on: date, by: User, at: datetime) -> Officer:
    """Let an office end with a day, today at the earliest; who stands in for it ends with it."""
    locked = _lock(officer, at)
    _check_last_day(on, locked, at)
    _keep_a_head(locked, on)
    locked.until = on
    locked.full_clean()
    locked.save(update_fields=["until"])
    Officer.objects.filter(stands_in_for=locked, until__gt=on, since__lte=on).update(until=on)
    _tell(locked, "ended", by=by, at=at)
    return locked


@transaction.atomic
def stand_in(*, officer: Officer, user: User, since: date, until: date, by: User, at: datetime) -> Officer:
    """Let a colleague hold an office while its holder is on leave, from the first through the last day."""
    locked = _lock(officer, at)
    if user.pk == locked.user_id:
        raise ValidationError(_("Choose somebody else: this is the person on leave."), code="same")
    if until - since > LONGEST_LEAVE or until < since or until < timezone.localdate(at):
        message = _("Give the first and the last day of the leave, at most a year.")
        raise ValidationError(message, code="leave")
    office = Office(locked.branch, locked.role, since, until, stands_in_for=locked)
    return appoint(user=user, office=office, by=by, at=at)


@transaction.atomic
def hand_over(*, officer: Officer, user: User, on: date, by: User, at: datetime) -> Officer:
    """End an office with a day and give it to another from the next day on: not one day without, none with two."""
    locked = _lock(officer, at)
    if user.pk == locked.user_id:
        raise ValidationError(_("Choose somebody else: this is the person who leaves."), code="same")
    _check_last_day(on, locked, at)
    locked.until = on
    locked.full_clean()
    locked.save(update_fields=["until"])
    _tell(locked, "ended", by=by, at=at)
    office = Office(locked.branch, locked.role, on + timedelta(days=1))
    return appoint(user=user, office=office, by=by, at=at)


@transaction.atomic
def allow_sensitive(*, officer: Officer, allowed: bool, by: User, at: datetime) -> Officer:
    """Give or take the right to see ethnicity, religion and party membership; nobody gives it to oneself."""
    locked = _lock(officer, at)
    if allowed and locked.user_id == by.pk:
        message = _("Nobody gives this right to oneself. Ask another head.")
        raise ValidationError(message, code="oneself")
    was, locked.sees_sensitive = locked.sees_sensitive, allowed
    locked.full_clean()
    locked.save(update_fields=["sees_sensitive"])
    log(
        instance=locked,
        action="farmers.officer_sensitive",
        user=by,
        timestamp=at,
        data={"changes": {"sees_sensitive": [was, allowed]}},
    )
    return locked


def _lock(officer: Officer, at: datetime) -> Officer:
    locked = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    if locked.until is not None and locked.until < timezone.localdate(at):
        raise ValidationError(_("This office has ended. Load the page again."), code="moved")
    return locked


def _check_last_day(on: date, officer: Officer, at: datetime) -> None:
    if on < max(timezone.localdate(at), officer.since):
        raise ValidationError(_("The last day is today or later."), code="past")


def _keep_a_head(officer: Officer, on: date) -> None:
    """The province keeps a head whose office goes on; two who end at once wait for each other at the branch's row."""
    if officer.role != Officer.Role.HEAD or officer.branch.level != Branch.Level.PROVINCE:
        return
    Branch.objects.select_for_update(no_key=True).get(pk=officer.branch_id)
    others = Officer.objects.held_on(on + timedelta(days=1)).filter(
        branch=officer.branch, role=Officer.Role.HEAD, stands_in_for=None
    )
    if not others.exclude(pk=officer.pk).exists():
        message = _("This is the last head of the province. Appoint another first, or hand over.")
        raise ValidationError(message, code="last_head")


def _tell(officer: Officer, action: str, *, by: User, at: datetime) -> None:
    log(
        instance=officer,
        action=f"farmers.officer_{action}",
        user=by,
        timestamp=at,
        data={"role": officer.role, "branch": officer.branch_id, "until": str(officer.until or "")},
    )
