"""How are judged rows written into the register: new members, and what changes of those who are there?

Everything is written column by column (farmers/importing/storing.py), inside the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from farmers.correcting import COMPANIONS
from farmers.importing.chunks import Deed, PeopleChunk
from farmers.importing.judging import standings_of_new
from farmers.importing.persons import told_by_id
from farmers.importing.storing import insert, reserve_ids, update
from farmers.models import Member

_DERIVED = {"full_name_folded", "search_folded", "citizen_id_index", "old_id_index"}
_LONGEST_NAME, _LONGEST_SEARCH = 120, 330
_MEMBER = {field.attname: field for field in Member._meta.concrete_fields}
_COMMUNE_CODES = ("permanent_commune_code", "commune_code")


@dataclass(frozen=True, slots=True)
class Written:
    """The new members of a chunk as they were written, column by column, and the step that goes with each."""

    places: list[int]
    pks: list[int]
    columns: dict[str, list[Any]]
    steps: list[str]


def record_new(chunk: PeopleChunk, *, home: str, today: date, at: datetime) -> Written:
    """Write the new members of a chunk."""
    places, people = chunk.new, chunk.people
    pks = reserve_ids(Member, len(places))
    columns = {name: _filled(name, values, places) for name, values in people.columns.items()}
    _fill_from_ids(chunk, columns)
    if home and "commune_code" in columns:
        addresses = people.columns.get("address", [None] * people.size)
        codes = zip(places, columns["commune_code"], strict=True)
        columns["commune_code"] = [
            code or (home if addresses[place] is not None else "") for place, code in codes
        ]
    for name in _COMMUNE_CODES:
        if name in columns:
            columns[f"{name}_on"] = [today if code else None for code in columns[name]]
    columns["branch_id"] = [people.branches[place] for place in places]
    standings = standings_of_new(chunk, places, today)
    columns["standing"] = [standing for standing, _since, _reason, _step in standings]
    columns["standing_since"] = [since for _standing, since, _reason, _step in standings]
    if people.standings:
        columns["standing_reason"] = [reason for _standing, _since, reason, _step in standings]
    derived: dict[str, list[Any]] = {
        "id": pks,
        "full_name_folded": [people.names[place][:_LONGEST_NAME] for place in places],
        "search_folded": [people.searched[place][:_LONGEST_SEARCH] for place in places],
        "citizen_id_index": [chunk.citizen_ids[place] for place in places],
        "old_id_index": [chunk.old_ids[place] for place in places],
    }
    insert(Member, columns | derived, {"created_at": at})
    chunk.members |= dict(zip(places, pks, strict=True))
    return Written(places, pks, columns, [step for _standing, _since, _reason, step in standings])


def _fill_from_ids(chunk: PeopleChunk, columns: dict[str, list[Any]]) -> None:
    """The year of birth and the gender that a citizen id tells, where the row says neither."""
    numbers = columns.get("citizen_id", [])
    lacking = [
        place for place, number in enumerate(numbers) if number and chunk.years[chunk.new[place]] is None
    ]
    if lacking:
        years = columns.setdefault("birth_year", [None] * len(numbers))
        genders = columns.setdefault("gender", [""] * len(numbers))
        for place in lacking:
            years[place], gender = told_by_id(numbers[place])
            genders[place] = genders[place] or gender


def _filled(name: str, values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    """The values of some rows, the column's default where a row says nothing."""
    default = _MEMBER[name].get_default()
    if len(places) == len(values):
        return list(values) if default is None else [default if one is None else one for one in values]
    return [default if (value := values[place]) is None else value for place in places]


def record_changes(deeds: Sequence[Deed]) -> None:
    """Write what differs, the rows that differ in the same columns together."""
    together: dict[tuple[str, ...], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.columns:
            for name, value in deed.columns.items():
                setattr(deed.member, name, value)
            together[tuple(sorted(deed.columns))].append(deed)
    for names, group in together.items():
        written = [*names, *dict.fromkeys(one for name in names for one in COMPANIONS.get(name, ()))]
        columns = {name: [_as_written(deed.member, name) for deed in group] for name in written}
        update(Member, [deed.member.pk for deed in group], columns)


def _as_written(member: Member, name: str) -> Any:
    """A column as it is written; a companion made anew from its source."""
    return _MEMBER[name].pre_save(member, add=False) if name in _DERIVED else getattr(member, name)
