"""How does somebody become a member, and what becomes of a membership? The verbs of `Member.standing`.

applied → active or refused; active → suspended or left; suspended → active or left; left → active (returned); refused →
applied. Every verb locks the member, refuses what does not follow, and writes a MembershipStep: the association's own
record of the day, the decision's number and the reason, from which its reports are counted.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.cards import give_out_cards
from farmers.certification import need_reason
from farmers.correcting import expect_unknown_id
from farmers.models import Branch, Member, MembershipStep
from farmers.telling import tell_of_admission

Standing = Member.Standing
Kind = MembershipStep.Kind
Outcome = MembershipStep.Outcome


@transaction.atomic
def register_applicant(*, branch: Branch, columns: Mapping[str, Any], by: User, at: datetime) -> Member:
    """Enter somebody who wants to become a member; the province has to decide by the due date.

    ValidationError when a rule of the table is broken.
    """
    member = Member(
        branch=branch, standing=Standing.APPLIED, standing_since=timezone.localdate(at), **columns
    )
    expect_unknown_id(member)
    member.full_clean()
    try:
        # A savepoint: on PostgreSQL the refusal would otherwise spoil the caller's transaction.
        with transaction.atomic():
            member.save()
    except IntegrityError:
        expect_unknown_id(member)  # somebody entered the same person at the same moment
        raise
    open_admission(member=member, by=by, at=at)
    log(instance=member, action="farmers.member_registered", user=by, timestamp=at)
    return member


def open_admission(*, member: Member, by: User, at: datetime) -> MembershipStep:
    """The step that waits for the province. Runs inside the caller's transaction."""
    return MembershipStep.objects.create(**admission_columns(member=member, by=by, at=at))


def admission_columns(*, member: Member, by: User, at: datetime) -> dict[str, Any]:
    """What an open admission holds; for whoever writes many at once."""
    due_on = timezone.localdate(at) + timedelta(days=settings.ADMISSION_DUE_DAYS)
    return {
        "member": member,
        "kind": Kind.ADMISSION,
        "branch_id": member.branch_id,
        "opened_at": at,
        "opened_by": by,
        "due_on": due_on,
    }


@transaction.atomic
def approve_admissions(
    *, members: Collection[int], decision_number: str, decided_on: date, by: User, at: datetime
) -> list[Member]:
    """Admit applicants (by id) by one decision; each gets the next card. All of them, or none.

    The day of the decision is the day since which they are members.
    """
    number = decision_number.strip()
    if not number:
        raise ValidationError(_("Give the number of the decision."), code="decision_number")
    _not_later(decided_on, at)
    steps = _open_steps(members)
    cards = give_out_cards(count=len(steps), year=decided_on.year)
    admitted = []
    for step, card in zip(steps, cards, strict=True):
        member = step.member
        member.decision_number, member.admitted_on = number, decided_on
        member.card_province, member.card_number, member.card_issued_on = (
            settings.PROVINCE_CODE,
            card,
            decided_on,
        )
        step.decision_number = number
        columns = ("decision_number", "admitted_on", "card_province", "card_number", "card_issued_on")
        _stand(member, Standing.ACTIVE, on=decided_on, columns=columns)
        _decide(step, Outcome.APPROVED, on=decided_on, by=by, at=at)
        _tell(member, "admitted", was=Standing.APPLIED, by=by, at=at)
        tell_of_admission(member, at=at)
        admitted.append(member)
    return admitted


def _open_steps(members: Collection[int]) -> list[MembershipStep]:
    """The open admissions of these members, locked in the order of the members' ids."""
    locked = list(Member.objects.select_for_update(no_key=True).filter(pk__in=members).order_by("pk"))
    if not locked or len(locked) != len(set(members)):
        raise ValidationError(_("Choose the people to admit."), code="nobody")
    for member in locked:
        _expect(member, {Standing.APPLIED})
    steps = MembershipStep.objects.filter(member__in=locked, kind=Kind.ADMISSION, decided_at=None)
    by_member = {step.member_id: step for step in steps.select_for_update(no_key=True).order_by("pk")}
    missing = [member.full_name for member in locked if member.pk not in by_member]
    if missing:
        message = _("No open application of %(name)s. Register the person again.")
        raise ValidationError(message, code="no_step", params={"name": missing[0]})
    for member in locked:
        by_member[member.pk].member = member
    return [by_member[member.pk] for member in locked]


@transaction.atomic
def refuse_admission(*, member: Member, reason: str, by: User, at: datetime) -> Member:
    """Do not admit an applicant, saying why."""
    said = need_reason(reason)
    (step,) = _open_steps([member.pk])
    step.reason = said
    today = timezone.localdate(at)
    _stand(step.member, Standing.REFUSED, on=today, reason=said)
    _decide(step, Outcome.REFUSED, on=today, by=by, at=at)
    _tell(step.member, "refused", was=Standing.APPLIED, by=by, at=at)
    tell_of_admission(step.member, at=at)
    return step.member


@transaction.atomic
def register_again(*, member: Member, by: User, at: datetime) -> Member:
    """Let somebody who was refused apply once more."""
    locked = _lock(member, {Standing.REFUSED})
    _stand(locked, Standing.APPLIED, on=timezone.localdate(at))
    open_admission(member=locked, by=by, at=at)
    _tell(locked, "registered", was=Standing.REFUSED, by=by, at=at)
    return locked


@transaction.atomic
def suspend_member(*, member: Member, on: date, reason: str, by: User, at: datetime) -> Member:
    """Let a membership rest from a day on."""
    locked = _lock(member, {Standing.ACTIVE})
    return _change(locked, Kind.SUSPENSION, Standing.SUSPENDED, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def record_leaving(*, member: Member, on: date, reason: str, by: User, at: datetime) -> Member:
    """Note that a member left on a day, and why."""
    locked = _lock(member, {Standing.ACTIVE, Standing.SUSPENDED})
    return _change(locked, Kind.LEAVING, Standing.LEFT, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def return_member(
    *, member: Member, on: date, reason: str, by: User, at: datetime, decision_number: str = ""
) -> Member:
    """Take a suspended member, or one who left, back; the card and the day of admission stay."""
    locked = _lock(member, {Standing.SUSPENDED, Standing.LEFT})
    number = decision_number.strip()
    if locked.card_number == "" or locked.admitted_on is None or locked.decision_number == "":
        raise ValidationError(
            _("This person never had a card. Register them as an applicant."), code="never_a_member"
        )
    return _change(
        locked, Kind.RETURN, Standing.ACTIVE, on=on, reason=reason, by=by, at=at, decision_number=number
    )


@transaction.atomic
def move_member(*, member: Member, to: Branch, on: date, reason: str = "", by: User, at: datetime) -> Member:
    """Move a member to another branch from a day on."""
    locked = _lock(member, {Standing.APPLIED, Standing.ACTIVE, Standing.SUSPENDED})
    _not_later(on, at)
    if locked.branch_id == to.pk:
        raise ValidationError(_("The person already belongs to this branch."), code="same_branch")
    step = MembershipStep(
        member=locked,
        kind=Kind.MOVE,
        branch=to,
        from_branch_id=locked.branch_id,
        opened_at=at,
        opened_by=by,
        due_on=timezone.localdate(at),
        reason=reason.strip(),
    )
    was = locked.branch_id
    locked.branch = to
    locked.save(update_fields=["branch"])
    # An application that still waits goes along, so that it is found where the person is.
    MembershipStep.objects.filter(member=locked, decided_at=None).update(branch=to)
    _decide(step, Outcome.APPROVED, on=on, by=by, at=at)
    log(
        instance=locked,
        action="farmers.member_moved",
        user=by,
        timestamp=at,
        data={"changes": {"branch": [was, to.pk]}, "reason": step.reason},
    )
    return locked


def _change(  # noqa: PLR0913 what every decision says
    member: Member,
    kind: str,
    to: str,
    *,
    on: date,
    reason: str,
    by: User,
    at: datetime,
    decision_number: str = "",
) -> Member:
    """A change that is decided as soon as it is entered."""
    said = need_reason(reason)
    _not_later(on, at)
    if member.admitted_on and on < member.admitted_on:
        raise ValidationError(_("This day is before the day of admission."), code="too_early")
    was = member.standing
    _stand(member, to, on=on, reason="" if to == Standing.ACTIVE else said)
    step = MembershipStep(
        member=member,
        kind=kind,
        branch_id=member.branch_id,
        opened_at=at,
        opened_by=by,
        due_on=timezone.localdate(at),
        reason=said,
        decision_number=decision_number,
    )
    _decide(step, Outcome.APPROVED, on=on, by=by, at=at)
    _tell(member, TOLD[kind], was=was, by=by, at=at, reason=said)
    return member


TOLD: dict[str, str] = {Kind.SUSPENSION: "suspended", Kind.LEAVING: "left", Kind.RETURN: "returned"}


def _lock(member: Member, expected: Collection[str]) -> Member:
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    _expect(locked, expected)
    return locked


def _expect(member: Member, expected: Collection[str]) -> None:
    if member.merged_into_id is not None:
        message = _("This record was merged into another. Open that one.")
        raise ValidationError(message, code="merged")
    if member.standing not in expected:
        message = _("Somebody was faster: %(name)s is now “%(standing)s”. Load the page again.")
        words = {"name": member.full_name, "standing": member.get_standing_display()}
        raise ValidationError(message, code="moved", params=words)


def _not_later(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise ValidationError(_("This day has not come yet."), code="future")


def _stand(member: Member, to: str, *, on: date, reason: str = "", columns: Collection[str] = ()) -> None:
    member.standing, member.standing_since, member.standing_reason = to, on, reason[:200]
    member.full_clean(exclude=[field.name for field in Member._meta.fields if field.name not in columns])
    member.save(update_fields=["standing", "standing_since", "standing_reason", *columns])


def _decide(step: MembershipStep, outcome: str, *, on: date, by: User, at: datetime) -> None:
    step.outcome, step.effective_on = outcome, on
    step.decided_by, step.decided_at = by, at
    step.full_clean(exclude=["member", "branch", "from_branch", "opened_by", "decided_by"])
    step.save()


def _tell(member: Member, action: str, *, was: str, by: User, at: datetime, reason: str = "") -> None:
    log(
        instance=member,
        action=f"farmers.member_{action}",
        user=by,
        timestamp=at,
        data={"changes": {"standing": [was, member.standing]}, "reason": reason or member.standing_reason},
    )
