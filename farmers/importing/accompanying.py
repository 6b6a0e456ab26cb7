"""What is written beside a member that came in with a list: steps of the membership, what is sensitive, the consent?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Consent, User
from farmers.confiding import CONFIDED
from farmers.consent_recording import VERSIONS, consent_words
from farmers.importing.judging import Deed
from farmers.importing.storing import insert, reserve_ids
from farmers.membership import admission_columns
from farmers.models import Member, MemberConfidence, MembershipStep, RecordedConsent

Kind = MembershipStep.Kind
SENSITIVE = Consent.Purpose.SENSITIVE_DATA


def record_steps(deeds: Sequence[Deed], *, by: User, at: datetime) -> None:
    """New applicants wait for the province; who left or rests has a decided step, and so has who was admitted."""
    waiting = [deed for deed in deeds if deed.step == Kind.ADMISSION and deed.candidate.existing is None]
    decided = [deed for deed in deeds if deed.step in {Kind.LEAVING, Kind.SUSPENSION}]
    open_step = admission_columns(member=Member(), by=by, at=at)
    same = {name: open_step[name] for name in ("kind", "opened_at", "due_on")} | {"opened_by_id": by.pk}
    _insert(waiting, {}, same)
    approved = {
        "outcome": MembershipStep.Outcome.APPROVED,
        "decided_at": at,
        "decided_by_id": by.pk,
        "opened_at": at,
        "opened_by_id": by.pk,
        "due_on": timezone.localdate(at),
    }
    columns = {
        "kind": [deed.step for deed in decided],
        "effective_on": [_now(deed, "standing_since") for deed in decided],
        "reason": [_now(deed, "standing_reason") for deed in decided],
    }
    _insert(decided, columns, approved)
    for deed in deeds:
        if deed.step == Kind.ADMISSION and deed.candidate.existing is not None:
            _admit(deed, by=by, at=at)


def _insert(deeds: Sequence[Deed], columns: dict[str, Sequence[Any]], same: dict[str, Any]) -> None:
    who: dict[str, Sequence[Any]] = {
        "id": reserve_ids(MembershipStep, len(deeds)),
        "member_id": [deed.candidate.pk for deed in deeds],
        "branch_id": [_now(deed, "branch_id") for deed in deeds],
    }
    insert(MembershipStep, who | columns, same)


def _now(deed: Deed, name: str) -> Any:
    """A column of the member as it is written."""
    member = deed.candidate.existing
    return getattr(member, name) if member is not None else deed.columns[name]


def _admit(deed: Deed, *, by: User, at: datetime) -> None:
    """Close the application of somebody whose card came with the list."""
    waiting = MembershipStep.objects.filter(member=deed.candidate.pk, kind=Kind.ADMISSION, decided_at=None)
    waiting.update(
        outcome=MembershipStep.Outcome.APPROVED,
        decided_at=at,
        decided_by=by,
        effective_on=_now(deed, "admitted_on"),
        decision_number=_now(deed, "decision_number"),
    )


def record_confidence(deeds: Sequence[Deed], *, given_on: date | None, by: User, at: datetime) -> None:
    """Write what is sensitive, and for whom there is none yet the consent on paper that allows it."""
    deeds = [deed for deed in deeds if deed.confided]
    if not deeds or given_on is None:
        return
    fresh = [deed for deed in deeds if deed.confidence is None]
    defaults = {name: MemberConfidence._meta.get_field(name).get_default() for name in CONFIDED}
    columns: dict[str, Sequence[Any]] = {"member_id": [deed.candidate.pk for deed in fresh]}
    for name in CONFIDED:
        columns[name] = [deed.confided.get(name, defaults[name]) for deed in fresh]
    insert(MemberConfidence, columns)
    for deed in deeds:
        if deed.confidence is not None:
            for name, value in deed.confided.items():
                setattr(deed.confidence, name, value)
            deed.confidence.save(update_fields=list(deed.confided))
    _record_consents([deed.candidate.pk for deed in deeds], given_on=given_on, by=by, at=at)


def _record_consents(pks: Sequence[int | None], *, given_on: date, by: User, at: datetime) -> None:
    agreed = RecordedConsent.objects.filter(member__in=pks, purpose=SENSITIVE, withdrawn_at=None)
    known = set(agreed.values_list("member_id", flat=True))
    new = [pk for pk in pks if pk not in known]
    same = {
        "purpose": SENSITIVE,
        "text": consent_words(SENSITIVE),
        "text_version": VERSIONS[SENSITIVE],
        "way": RecordedConsent.Way.PAPER,
        "given_on": given_on,
        "recorded_by_id": by.pk,
        "recorded_at": at,
    }
    insert(RecordedConsent, {"id": reserve_ids(RecordedConsent, len(new)), "member_id": new}, same)
