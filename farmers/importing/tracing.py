"""What is kept of each row of a list, so that one can see what became of it, and take it back?

The digest of a record as it was written tells whether anything was built on it. It is keyed: without the key nobody can
try names and numbers against it.
"""

import base64
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from farmers.confiding import CONFIDED
from farmers.importing.judging import Deed
from farmers.importing.kinds import Outcome, Verdict
from farmers.importing.storing import insert, reserve_ids
from farmers.models import Intake, IntakeRow, Member, MemberConfidence

# What follows from other columns, or says nothing of what was entered.
_ASIDE = {"id", "created_at", "full_name_folded", "search_folded", "citizen_id_index", "old_id_index"}
DIGESTED = [field.attname for field in Member._meta.concrete_fields if field.attname not in _ASIDE]
_DATES = {"citizen_id_issued_on", "birth_date", "party_probation_on", "party_official_on"} | {
    name for name in DIGESTED if name.endswith("_on") or name == "standing_since"
}
_NOTHING = frozenset({None, "", False})


def digest(columns: Mapping[str, Any], confided: Mapping[str, Any]) -> str:
    """The keyed digest of a record, of whatever in it is not empty."""
    parts = [f"{name}={value}" for name, value in columns.items() if value not in _NOTHING]
    parts += [f"~{name}={value}" for name, value in confided.items() if value not in _NOTHING]
    parts.sort()
    return hmac.digest(_key(settings.BLIND_INDEX_KEY), "\x1f".join(parts).encode(), "sha256").hex()


@cache
def _key(encoded: str) -> bytes:
    return base64.b64decode(encoded)


def digest_of(member: Member, confidence: MemberConfidence | None) -> str:
    """The digest of a record as it is now."""
    confided = {name: getattr(confidence, name) for name in CONFIDED} if confidence is not None else {}
    return digest({name: getattr(member, name) for name in DIGESTED}, confided)


def as_it_was(deed: Deed) -> str:
    """The columns that a change is about to overwrite, as JSON; asked before it is written."""
    member, confidence = deed.candidate.existing, deed.confidence
    said: dict[str, Any] = {
        "member": {name: getattr(member, name) for name in deed.columns},
        "confided": {name: getattr(confidence, name, None) for name in deed.confided},
        "had_confidence": confidence is not None,
        "step": deed.step,
    }
    return json.dumps(said, ensure_ascii=False, default=date.isoformat)


def read_back(before: str) -> dict[str, Any]:
    """What `as_it_was` kept."""
    said = json.loads(before)
    for columns in (said["member"], said["confided"]):
        for name, value in columns.items():
            if name in _DATES and value:
                columns[name] = date.fromisoformat(value)
    return said


def keep_rows(intake: Intake, verdicts: Sequence[Verdict], before: Mapping[int, str]) -> None:
    """An IntakeRow for each row; digests of what was just written."""
    wrote = {Outcome.CREATED, Outcome.CHANGED}
    columns: dict[str, Sequence[Any]] = {
        "id": reserve_ids(IntakeRow, len(verdicts)),
        "number": [verdict.number for verdict in verdicts],
        "outcome": [str(verdict.outcome) for verdict in verdicts],
        "member_id": [
            verdict.record.candidate.pk if verdict.record is not None else None for verdict in verdicts
        ],
        "after_digest": [_after(verdict.record) if verdict.outcome in wrote else "" for verdict in verdicts],
        "before": [before.get(verdict.number, "") for verdict in verdicts],
        "reasons": [verdict.reasons for verdict in verdicts],
    }
    insert(IntakeRow, columns, {"intake_id": intake.pk})


def _after(deed: Deed) -> str:
    member = deed.candidate.existing
    if member is not None:
        if deed.confidence is not None:
            return digest_of(member, deed.confidence)
        return digest({name: getattr(member, name) for name in DIGESTED}, deed.confided)
    return digest(_ALWAYS | deed.columns, deed.confided)


# What a new member has where a list says nothing.
_ALWAYS = {
    field.attname: field.get_default()
    for field in Member._meta.concrete_fields
    if field.attname in DIGESTED and field.has_default() and field.get_default() not in _NOTHING
}
