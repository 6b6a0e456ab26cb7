"""What is written beside a member that came in with a list: steps of the membership, what is sensitive, the consent?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Consent, User
from farmers.confiding import CONFIDED
from farmers.consent_recording import VERSIONS, consent_words
from farmers.importing.chunks import Deed, PeopleChunk
from farmers.importing.recording import Written
from farmers.importing.storing import insert, reserve_ids
from farmers.membership import admission_columns
from farmers.models import Member, MemberConfidence, MembershipStep, RecordedConsent

Kind = MembershipStep.Kind
SENSITIVE = Consent.Purpose.SENSITIVE_DATA


def record_steps(written: Written, deeds: Sequence[Deed], *, by: User, at: datetime) -> None:
    """New applicants wait for the province; who left or rests has a decided step, and so has who was admitted."""
    waiting = [place for place, step in enumerate(written.steps) if step == Kind.ADMISSION]
    if waiting:
        opened = admission_columns(member=Member(), by=by, at=at)
        same = {name: opened[name] for name in ("kind", "opened_at", "due_on")} | {"opened_by_id": by.pk}
        columns = {
            "id": reserve_ids(MembershipStep, len(waiting)),
            "member_id": [written.pks[place] for place in waiting],
            "branch_id": [written.columns["branch_id"][place] for place in waiting],
        }
        insert(MembershipStep, columns, same)
    ended = [
        (pk, branch, step, since, reason)
        for pk, branch, step, since, reason in zip(
            written.pks,
            written.columns["branch_id"],
            written.steps,
            written.columns["standing_since"],
            written.columns.get("standing_reason", written.steps),
            strict=True,
        )
        if step in {Kind.LEAVING, Kind.SUSPENSION}
    ]
    for deed in deeds:
        member = deed.member
        if deed.step == Kind.ADMISSION:
            _admit(member, by=by, at=at)
        elif deed.step:
            ended.append(
                (member.pk, member.branch_id, deed.step, member.standing_since, member.standing_reason)
            )
    _record_ended(ended, by=by, at=at)


def _record_ended(ended: Sequence[tuple[Any, ...]], *, by: User, at: datetime) -> None:
    if not ended:
        return
    names = ("member_id", "branch_id", "kind", "effective_on", "reason")
    columns: dict[str, Sequence[Any]] = dict(zip(names, zip(*ended, strict=True), strict=True))
    columns["id"] = reserve_ids(MembershipStep, len(ended))
    decided = {
        "outcome": MembershipStep.Outcome.APPROVED,
        "decided_at": at,
        "decided_by_id": by.pk,
        "opened_at": at,
        "opened_by_id": by.pk,
        "due_on": timezone.localdate(at),
    }
    insert(MembershipStep, columns, decided)


def _admit(member: Member, *, by: User, at: datetime) -> None:
    """Close the application of somebody whose card came with the list."""
    waiting = MembershipStep.objects.filter(member=member, kind=Kind.ADMISSION, decided_at=None)
    waiting.update(
        outcome=MembershipStep.Outcome.APPROVED,
        decided_at=at,
        decided_by=by,
        effective_on=member.admitted_on,
        decision_number=member.decision_number,
    )


def record_confidence(
    chunk: PeopleChunk, written: Written, *, given_on: date | None, by: User, at: datetime
) -> None:
    """Write what is sensitive, and for whom there is none yet the consent on paper that allows it."""
    if given_on is None or not chunk.people.confided:
        return
    confided = [values for values in chunk.people.confided.values() if values]
    fresh = [
        (pk, place)
        for place, pk in zip(written.places, written.pks, strict=True)
        if any(values[place] is not None for values in confided)
    ]
    changed = [deed for deed in chunk.deeds if deed.confided]
    first = [deed for deed in changed if deed.confidence is None]
    said = [chunk.row(place).confided for _pk, place in fresh] + [deed.confided for deed in first]
    pks = [pk for pk, _place in fresh] + [deed.member.pk for deed in first]
    defaults = {name: getattr(MemberConfidence(), name) for name in CONFIDED}
    columns: dict[str, Sequence[Any]] = {"member_id": pks}
    for name in CONFIDED:
        columns[name] = [one.get(name, defaults[name]) for one in said]
    insert(MemberConfidence, columns)
    for deed in changed:
        if deed.confidence is not None:
            for name, value in deed.confided.items():
                setattr(deed.confidence, name, value)
            deed.confidence.save(update_fields=list(deed.confided))
    _record_consents([*pks, *(deed.member.pk for deed in changed if deed.confidence)], given_on, by=by, at=at)


def _record_consents(pks: Sequence[int], given_on: date, *, by: User, at: datetime) -> None:
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
