"""What is kept of each row of a list, so that one can see what became of it, and take it back?

The digest of a record as it was written tells whether anything was built on it. It is keyed: without the key nobody can
try names and numbers against it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import repeat
from typing import Any

from accounts.encryption import blind_index
from farmers.confiding import CONFIDED
from farmers.importing.chunks import Deed, PeopleChunk
from farmers.importing.recording import Written
from farmers.importing.storing import insert, reserve_ids
from farmers.models import Intake, IntakeRow, Member, MemberConfidence

# What follows from other columns, or says nothing of what was entered.
_ASIDE = {"id", "created_at", "full_name_folded", "search_folded", "citizen_id_index", "old_id_index"}
DIGESTED = sorted(field.attname for field in Member._meta.concrete_fields if field.attname not in _ASIDE)
_DATES = {"citizen_id_issued_on", "birth_date", "party_probation_on", "party_official_on"} | {
    name for name in DIGESTED if name.endswith("_on") or name == "standing_since"
}


def digest(row: Sequence[str]) -> str:
    """The keyed digest of a record: of the words of its columns in their order, what is empty or no as nothing."""
    return blake2b("\x1f".join(row).encode(), key=_key(), digest_size=16).hexdigest()


def _words(values: Sequence[Any]) -> Sequence[str]:
    """The words of a column's values; most columns are texts, the others say the same few things again and again."""
    if set(map(type, values)) <= {str}:
        return values
    known: dict[Any, str] = {}
    return [
        known[value] if value in known else known.setdefault(value, str(value) if value else "")
        for value in values
    ]


@cache
def _key() -> bytes:
    """A key of its own, from the one of blind indexes."""
    return bytes.fromhex(blind_index("", field="farmers.intakerow.after_digest"))


def digest_of(member: Member, confidence: MemberConfidence | None) -> str:
    """The digest of a record as it is now."""
    values = [getattr(member, name) for name in DIGESTED]
    values += [getattr(confidence, name, None) for name in CONFIDED]
    return digest([str(value) if value else "" for value in values])


def digests_of(written: Written, chunk: PeopleChunk, *, keeps_sensitive: bool) -> list[str]:
    """The digests of new members as they were written, column by column."""
    columns: list[Iterable[str]] = [
        _words(written.columns[name]) if name in written.columns else repeat(_ALWAYS.get(name, ""))
        for name in DIGESTED
    ]
    for name in CONFIDED:
        kept = chunk.people.confided.get(name) if keeps_sensitive else None
        columns.append(_words([kept[place] for place in written.places]) if kept else repeat(""))
    key, own = _key(), zip(*columns, strict=False)
    rows = map("\x1f".join, own)
    return [blake2b(row.encode(), key=key, digest_size=16).hexdigest() for row in rows]


def as_it_was(deed: Deed) -> str:
    """The columns that a change is about to overwrite, as JSON; asked before it is written."""
    member, confidence = deed.member, deed.confidence
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


def keep_rows(
    intake: Intake, chunk: PeopleChunk, digests: Mapping[int, str], before: Mapping[int, str]
) -> None:
    """An IntakeRow for each row of a chunk; digests and what was before by the place of the row."""
    places = range(chunk.people.size)
    columns: dict[str, Sequence[Any]] = {
        "id": reserve_ids(IntakeRow, chunk.people.size),
        "number": chunk.numbers,
        "outcome": chunk.outcomes,
        "member_id": [chunk.members.get(place) for place in places],
        "after_digest": [digests.get(place, "") for place in places],
    }
    if before:
        columns["before"] = [before.get(place, "") for place in places]
    if chunk.reasons:
        columns["reasons"] = [chunk.reasons.get(place, []) for place in places]
    insert(IntakeRow, columns, {"intake_id": intake.pk})


# What a new member has where a list says nothing.
_ALWAYS = {
    field.attname: str(field.get_default())
    for field in Member._meta.concrete_fields
    if field.attname in DIGESTED and field.has_default() and field.get_default()
}
