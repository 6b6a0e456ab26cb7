"""How are judged rows written into the register: new members, and what changes of those who are there?

Everything is written column by column (farmers/importing/storing.py), inside the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from farmers.correcting import COMPANIONS
from farmers.importing.judging import Deed
from farmers.importing.matching import folded
from farmers.importing.storing import insert, reserve_ids, update
from farmers.models import Member

_DERIVED = {"full_name_folded", "search_folded", "citizen_id_index", "old_id_index"}
_MEMBER = {field.attname: field for field in Member._meta.concrete_fields}
_DEFAULTS = {
    name: None if getattr(field, "auto_now_add", False) else field.get_default()
    for name, field in _MEMBER.items()
}


def record_new(deeds: Sequence[Deed], *, at: datetime) -> None:
    """Write new members; each deed's member is known by its id afterwards."""
    if not deeds:
        return
    pks = reserve_ids(Member, len(deeds))
    names = sorted(set().union(*(deed.columns for deed in deeds)))
    columns: dict[str, Sequence[Any]] = {"id": pks}
    for name in names:
        default = _DEFAULTS[name]
        columns[name] = [deed.columns.get(name, default) for deed in deeds]
    columns["full_name_folded"] = [deed.candidate.name[:120] for deed in deeds]
    columns["citizen_id_index"] = [deed.candidate.citizen_id_index for deed in deeds]
    columns["old_id_index"] = [deed.candidate.old_id_index for deed in deeds]
    columns["search_folded"] = [_search(deed.candidate.name, deed.columns.get("address")) for deed in deeds]
    insert(Member, columns, {"created_at": at})
    for pk, deed in zip(pks, deeds, strict=True):
        deed.candidate.pk = pk


def _search(name: str, address: str | None) -> str:
    return (f"{name} {folded(address)}".strip() if address else name)[:330]


def record_changes(deeds: Sequence[Deed]) -> None:
    """Write what differs, the rows that differ in the same columns together."""
    together: dict[tuple[str, ...], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.columns:
            for name, value in deed.columns.items():
                setattr(deed.candidate.existing, name, value)
            together[tuple(sorted(deed.columns))].append(deed)
    for names, group in together.items():
        written = [*names, *dict.fromkeys(one for name in names for one in COMPANIONS.get(name, ()))]
        members = [deed.candidate.existing for deed in group]
        columns = {name: [_written(member, name) for member in members] for name in written}
        update(Member, [member.pk for member in members if member], columns)


def _written(member: Member | None, name: str) -> Any:
    """A column as it is written; a companion made anew from its source."""
    field = _MEMBER[name]
    assert member is not None  # noqa: S101 changes are of those who were found
    return field.pre_save(member, add=False) if name in _DERIVED else getattr(member, name)
