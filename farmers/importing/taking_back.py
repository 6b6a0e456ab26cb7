"""How are the members of a list taken back: new ones go, changed ones get back what they had?

Only while nothing has been built on it: the record is as it was written, nothing else refers to it. What the list itself
wrote beside a member (an open application, a decided leaving, a consent on paper) goes with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from farmers.confiding import CONFIDED
from farmers.correcting import COMPANIONS
from farmers.importing.accompanying import SENSITIVE
from farmers.importing.kinds import Outcome
from farmers.importing.storing import update
from farmers.importing.tracing import digest_of, read_back
from farmers.models import Intake, IntakeRow, Member, MemberConfidence, MembershipStep, RecordedConsent

AT_ONCE = 2_000
_OWN = (MemberConfidence, MembershipStep, RecordedConsent, IntakeRow)
_MEMBER = {field.attname: field for field in Member._meta.concrete_fields}


class MembersBack:
    """The members of one intake on their way back."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    @property
    def _written_at(self) -> datetime:
        """When the list was written: the time that is kept in all it wrote."""
        assert self._intake.step_began_at is not None  # noqa: S101 set when the writing was ordered
        return self._intake.step_began_at

    def in_the_way(self) -> Iterator[tuple[int, str]]:
        """The rows that can't be taken back, each with the reason."""
        rows = self._intake.rows.filter(outcome__in=[Outcome.CREATED, Outcome.CHANGED]).order_by("number")
        last = 0
        while batch := list(rows.filter(number__gt=last)[:AT_ONCE]):
            last = batch[-1].number
            yield from sorted(self._obstacles(batch).items())

    def take_back(self, rows: Sequence[IntakeRow]) -> None:
        """Take back what can be; inside a transaction, so that what was seen is what is undone."""
        pks = [row.member_id for row in rows if row.member_id is not None]
        list(
            Member.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk")
        )
        obstacles = self._obstacles(rows)
        free = [row for row in rows if row.member_id is not None and row.number not in obstacles]
        self._forget([row for row in free if row.outcome == Outcome.CREATED])
        self._restore([row for row in free if row.outcome == Outcome.CHANGED and row.before])

    def _obstacles(self, rows: Sequence[IntakeRow]) -> dict[int, str]:
        """What stands in the way, by the number of the row."""
        pks = {row.member_id for row in rows if row.member_id is not None}
        members = Member.objects.in_bulk(pks)
        confidences = MemberConfidence.objects.in_bulk(pks)
        created = {
            row.member_id for row in rows if row.outcome == Outcome.CREATED and row.member_id is not None
        }
        referred = self._referred_to(created)
        later = self._steps_since(pks)
        found: dict[int, str] = {}
        for row in rows:
            member = members.get(row.member_id or 0)
            if member is None:
                continue  # taken back already
            if member.merged_into_id is not None:
                found[row.number] = _("merged into another record since")
            elif row.member_id in later:
                found[row.number] = _("the membership was decided on since")
            elif digest_of(member, confidences.get(member.pk)) != row.after_digest:
                found[row.number] = _("changed since")
            elif row.member_id in referred:
                found[row.number] = _("something was entered about this person since")
        return found

    def _referred_to(self, pks: Iterable[int]) -> set[int]:
        """Members that anything refers to but what the list itself wrote."""
        wanted = list(pks)
        found: set[int] = set()
        for relation in Member._meta.related_objects:
            name, model = relation.field.attname, relation.related_model
            if model not in _OWN:
                found |= _values(model, Q(**{f"{name}__in": wanted}), name)
        others = Q(member__in=wanted)
        found |= _values(IntakeRow, others & ~Q(intake=self._intake) & ~Q(outcome=Outcome.SAME), "member_id")
        found |= _values(RecordedConsent, others & ~Q(recorded_at=self._written_at), "member_id")
        return found

    def _steps_since(self, pks: Iterable[int]) -> set[int]:
        """Members about whose membership somebody decided after the list was written."""
        since = Q(opened_at__gt=self._written_at) | Q(decided_at__gt=self._written_at)
        return _values(MembershipStep, Q(member__in=list(pks)) & since, "member_id")

    def _forget(self, rows: Sequence[IntakeRow]) -> None:
        """Delete new members with what the list wrote beside them."""
        pks = [row.member_id for row in rows if row.member_id is not None]
        IntakeRow.objects.filter(member__in=pks).update(member=None)
        for model in (RecordedConsent, MembershipStep, MemberConfidence):
            _delete(model.objects.filter(member__in=pks))
        _delete(Member.objects.filter(pk__in=pks))

    def _restore(self, rows: Sequence[IntakeRow]) -> None:
        """Give changed members back what they had."""
        members = Member.objects.in_bulk([row.member_id for row in rows])
        for row in rows:
            member, was = members[row.member_id], read_back(row.before)
            self._restore_columns(member, was["member"])
            self._restore_confidence(member, was)
            self._restore_steps(member, was["step"])
        IntakeRow.objects.filter(pk__in=[row.pk for row in rows]).update(before="")

    def _restore_columns(self, member: Member, was: dict[str, Any]) -> None:
        for name, value in was.items():
            setattr(member, name, value)
        derived = dict.fromkeys(one for name in was for one in COMPANIONS.get(name, ()))
        columns = {name: [value] for name, value in was.items()}
        columns |= {name: [_MEMBER[name].pre_save(member, add=False)] for name in derived}
        if columns:
            update(Member, [member.pk], columns)

    def _restore_confidence(self, member: Member, was: dict[str, Any]) -> None:
        if not was["confided"]:
            return
        _delete(
            RecordedConsent.objects.filter(member=member, purpose=SENSITIVE, recorded_at=self._written_at)
        )
        kept = MemberConfidence.objects.filter(member=member)
        if not was["had_confidence"]:
            _delete(kept)
            return
        confidence = kept.get()
        for name in CONFIDED:
            if name in was["confided"]:
                setattr(confidence, name, was["confided"][name])
        confidence.save()

    def _restore_steps(self, member: Member, kind: str) -> None:
        if not kind:
            return
        steps = MembershipStep.objects.filter(member=member, kind=kind, decided_at=self._written_at)
        if kind == MembershipStep.Kind.ADMISSION:
            steps.update(outcome="", decided_at=None, decided_by=None, effective_on=None, decision_number="")
        else:
            _delete(steps)


def _values(model: type[models.Model], condition: Q, name: str) -> set[int]:
    return set(model._default_manager.filter(condition).values_list(name, flat=True)) - {None}


def _delete(found: "models.QuerySet[Any]") -> None:
    """Without Django's search for what else refers to the rows: that was asked before."""
    found._raw_delete(found.db)  # noqa: SLF001
