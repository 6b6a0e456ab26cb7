"""What does somebody ask about their own data, and what became of it? The verbs of `DataRequest`.

Asked → answered → closed as done or refused; extended once, with a reason, where the law knows an extension. A
restriction and an objection hold from the moment they are asked until they are closed: closing lifts them
(`querysets.unrestricted`). Two clocks run (farmers/legal_clocks.py): to answer, and to do it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.legal_clocks import clock_of
from farmers.models import Branch, DataRequest, Farmer, FarmerPerson, Member
from farmers.person import Person, person_of
from farmers.querysets import LASTING_REQUESTS

Kind = DataRequest.Kind
Outcome = DataRequest.Outcome


@transaction.atomic
def ask(  # noqa: PLR0913 a request is who, what, in which words, before whom, when
    *,
    kind: str,
    member: Member | None = None,
    farmer: Farmer | None = None,
    user: User | None = None,
    words: str = "",
    by: User | None,
    at: datetime,
) -> DataRequest:
    """Note what was asked about one record, by the person (`by` None) or before an officer; the clocks begin.

    Asked again in the same words while it is open, it is the same request.
    """
    subject = _one_of(member, farmer, user)
    # Not by its type: the user of a web request is a stand-in.
    about = {subject._meta.model_name or "": subject}
    subject._meta.model._default_manager.select_for_update(no_key=True).get(pk=subject.pk)
    said = words.strip()
    open_already = DataRequest.objects.filter(kind=kind, closed_at=None, **about)
    for known in open_already.order_by("pk"):
        if known.words == said or kind in {*LASTING_REQUESTS, Kind.DELETE}:
            return known
    asked_on = timezone.localdate(at)
    clock = clock_of(kind, asked_on)
    request = DataRequest(
        branch=_branch_of(subject),
        kind=kind,
        words=said,
        asked_at=at,
        recorded_by=by,
        answer_due_on=clock.answer_due_on(asked_on),
        do_due_on=clock.do_due_on(asked_on),
        **about,
    )
    request.full_clean()
    request.save()
    log(instance=request, action="farmers.data_request_asked", user=by or user, timestamp=at)
    return request


@transaction.atomic
def answer(*, request: DataRequest, words: str, by: User, at: datetime) -> DataRequest:
    """Tell the person what will be done, or what was found; the clock to answer stops."""
    locked = _lock(request)
    if locked.answered_at is not None:
        raise ValidationError(_("This request is answered already. Load the page again."), code="moved")
    locked.answer, locked.answered_at, locked.answered_by = _said(words), at, by
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    log(instance=locked, action="farmers.data_request_answered", user=by, timestamp=at)
    return locked


@transaction.atomic
def extend(*, request: DataRequest, reason: str, by: User, at: datetime) -> DataRequest:
    """Take longer, once, as far as the law lets; the person is told why."""
    locked = _lock(request)
    days = extension_of(locked)
    if locked.extended_at is not None:
        raise ValidationError(_("A request is extended once, and this one was."), code="extended")
    if not days:
        raise ValidationError(_("The law names no extension for this request."), code="no_extension")
    was = locked.do_due_on
    locked.extended_at, locked.extension_reason = at, _said(reason)
    locked.do_due_on = was + timedelta(days=days)
    locked.full_clean(validate_unique=False)
    locked.save(update_fields=["extended_at", "extension_reason", "do_due_on"])
    changes = {"do_due_on": [was.isoformat(), locked.do_due_on.isoformat()]}
    log(
        instance=locked,
        action="farmers.data_request_extended",
        user=by,
        timestamp=at,
        data={"changes": changes},
    )
    return locked


@transaction.atomic
def close(*, request: DataRequest, outcome: str, words: str = "", by: User, at: datetime) -> DataRequest:
    """Say that a request is done, or refused and why. Who was not answered yet is answered by it."""
    locked = _lock(request)
    if outcome == Outcome.REFUSED or locked.answered_at is None or words.strip():
        locked.answer = _said(words)
    if locked.answered_at is None:
        locked.answered_at, locked.answered_by = at, by
    locked.outcome, locked.closed_at, locked.closed_by = outcome, at, by
    locked.full_clean(validate_unique=False)
    locked.save(update_fields=["answer", "answered_at", "answered_by", "outcome", "closed_at", "closed_by"])
    changes = {"outcome": ["", outcome]}
    log(
        instance=locked,
        action="farmers.data_request_closed",
        user=by,
        timestamp=at,
        data={"changes": changes},
    )
    return locked


def person_about(request: DataRequest) -> Person:
    """All records of the person a request is about."""
    return person_of(member=request.member, farmer=request.farmer, user=request.user)


def requests_of(person: Person) -> "QuerySet[DataRequest]":
    """All that was asked about any record of a person."""
    about = Q(member__in=person.members) | Q(farmer__in=person.farmers) | Q(user__in=person.users)
    return DataRequest.objects.filter(about)


def extension_of(request: DataRequest) -> int:
    """By how many days a request may be extended; 0 when not, or not any more."""
    if request.closed_at is not None or request.extended_at is not None:
        return 0
    return clock_of(request.kind, timezone.localdate(request.asked_at)).extend_days


@dataclass(frozen=True, slots=True)
class Clocks:
    """How a request stands on a day: what is due next and whether it is late."""

    due_on: date | None
    is_answer_due: bool
    is_late: bool


def clocks_of(request: DataRequest, on: date) -> Clocks:
    """The clock that runs out next; none for a closed one, and for a restriction that was answered and holds."""
    if request.closed_at is not None:
        return Clocks(None, is_answer_due=False, is_late=False)
    if request.answered_at is None:
        return Clocks(request.answer_due_on, is_answer_due=True, is_late=on > request.answer_due_on)
    if request.kind in LASTING_REQUESTS:
        return Clocks(None, is_answer_due=False, is_late=False)
    return Clocks(request.do_due_on, is_answer_due=False, is_late=on > request.do_due_on)


def soonest_due(requests: "QuerySet[Any]") -> "QuerySet[Any]":
    """Open requests, the one whose clock runs out first on top; restrictions that hold come last."""
    due = Case(
        When(answered_at=None, then=F("answer_due_on")),
        When(kind__in=LASTING_REQUESTS, then=None),
        default=F("do_due_on"),
        output_field=models.DateField(),
    )
    return (
        requests.filter(closed_at=None).annotate(due_on=due).order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def _one_of(member: Member | None, farmer: Farmer | None, user: User | None) -> Member | Farmer | User:
    named = [one for one in (member, farmer, user) if one is not None]
    if len(named) != 1:
        raise ValidationError(_("Say whose data it is about."), code="whose")
    if getattr(named[0], "anonymised_at", None):
        raise ValidationError(_("The data of this person were deleted already."), code="anonymised")
    return named[0]


def _branch_of(subject: Member | Farmer | User) -> Branch:
    """The record's branch; of a login that of its farmer or member, else the province's."""
    if not isinstance(subject, User):
        return subject.branch
    acting = FarmerPerson.objects.filter(user=subject, revoked_at=None).select_related("farmer__branch")
    if found := acting.order_by("pk").first():
        return found.farmer.branch
    own = Member.objects.filter(Q(user=subject), merged_into=None).select_related("branch").first()
    return own.branch if own else Branch.objects.get(level=Branch.Level.PROVINCE, valid_to=None)


def _lock(request: DataRequest) -> DataRequest:
    locked = DataRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if locked.closed_at is not None:
        raise ValidationError(_("Somebody was faster: this request is closed."), code="moved")
    return locked


def _said(words: str) -> str:
    if not words.strip():
        raise ValidationError(_("Write what the person is told."), code="words")
    return words.strip()
