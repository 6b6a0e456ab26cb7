"""Is the person of a row in the register already? By citizen id, by old card of identity, by membership card, by name.

Asked for a whole chunk at once. Who is found outside the list's branch is not told: only that the province has to be
asked.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from farmers.importing.kinds import Reason
from farmers.importing.people import Person
from farmers.models import Branch, Member
from farmers.tree import commune_path
from vietnam.text import fold

ELSEWHERE = "Đã có ở cấp Hội khác. Hãy hỏi tỉnh."
_CITIZEN_ID = Member._meta.get_field("citizen_id_index")
_OLD_ID = Member._meta.get_field("old_id_index")
_word = lru_cache(maxsize=65_536)(fold)


def folded(text: str) -> str:
    """The same as `fold`, word by word, because names share their words."""
    return " ".join(word for word in map(_word, text.split()) if word)


@dataclass(slots=True)
class Candidate:
    """A person with what it is found by."""

    person: Person
    name: str
    citizen_id_index: str
    old_id_index: str
    pk: int | None = None  # of the member, once there is one
    existing: Member | None = None
    reasons: list[Reason] = field(default_factory=list)

    @classmethod
    def of(cls, person: Person) -> "Candidate":
        """Digests and the folded name."""
        columns = person.columns
        number, old = columns.get("citizen_id"), columns.get("old_id")
        return cls(
            person,
            folded(columns["full_name"]),
            _CITIZEN_ID.digest(number) if number else "",
            _OLD_ID.digest(old) if old else "",
        )

    def forget_match(self) -> None:
        """Nothing is known of the register yet, or any more."""
        self.pk, self.existing, self.reasons = None, None, []

    @property
    def card(self) -> tuple[str, str] | None:
        """The card, with the province that issued it."""
        number = self.person.columns.get("card_number")
        return (self.person.columns["card_province"], number) if number else None


class Register:
    """The members that the rows of a chunk may be about."""

    def __init__(self, own: Branch, *, is_locking: bool) -> None:
        self._own = own.path
        self._is_locking = is_locking
        self._holders: dict[Any, set[int]] = {}

    def match(self, candidates: Sequence[Candidate]) -> None:
        """Say of each candidate who it is in the register, or why that can't be said."""
        keys = self._found(candidates)
        self._holders = {key: set(pks) for (kind, key), pks in keys.items() if kind == "card"}
        members = self._members(pk for pks in keys.values() for pk in pks)
        by_name: dict[str, list[Member]] = defaultdict(list)
        index: dict[tuple[str, Any], list[Member]] = defaultdict(list)
        for (kind, key), pks in keys.items():
            for pk in pks:
                if pk in members:
                    (by_name[key] if kind == "name" else index[kind, key]).append(members[pk])
        for candidate in candidates:
            self._settle(candidate, index, by_name)

    def _found(self, candidates: Sequence[Candidate]) -> dict[tuple[str, Any], list[int]]:
        """The ids of members by what they were found by; nothing is opened for rows that are new."""
        found: dict[tuple[str, Any], list[int]] = defaultdict(list)
        numbers = {one.citizen_id_index for one in candidates} - {""}
        condition = "merged_into_id IS NULL AND NOT (citizen_id_index = '')"
        for pk, key in _asked("citizen_id_index", numbers, "citizen_id_index", condition):
            found["citizen_id", key].append(pk)
        old = {one.old_id_index for one in candidates} - {""}
        condition = "merged_into_id IS NULL AND NOT (old_id_index = '')"
        for pk, key in _asked("old_id_index", old, "old_id_index", condition):
            found["old_id", key].append(pk)
        cards = {card for one in candidates if (card := one.card)}
        for pk, *card in _asked("card_number", {card[1] for card in cards}, "card_province, card_number"):
            if tuple(card) in cards:
                found["card", tuple(card)].append(pk)
        for pk, key in _asked("full_name_folded", {one.name for one in candidates}, "full_name_folded"):
            found["name", key].append(pk)
        return found

    def _members(self, pks: Iterable[int]) -> dict[int, Member]:
        """The records, those that were merged as the one they point at; locked in the order of their ids."""
        wanted = set(pks)
        if not wanted:
            return {}
        found = self._read(wanted)
        members = {member.pk: member for member in found}
        for pk, member in list(members.items()):
            kept = member
            while kept.merged_into_id is not None:
                if kept.merged_into_id not in members:
                    members |= {one.pk: one for one in self._read({kept.merged_into_id})}
                kept = members[kept.merged_into_id]
            members[pk] = kept
        return {pk: member for pk, member in members.items() if member.anonymised_at is None}

    def _read(self, pks: set[int]) -> "QuerySet[Member]":
        members: QuerySet[Member] = Member.objects.filter(pk__in=pks).select_related("branch").order_by("pk")
        return members.select_for_update(no_key=True, of=("self",)) if self._is_locking else members

    def _settle(
        self,
        candidate: Candidate,
        index: dict[tuple[str, Any], list[Member]],
        by_name: dict[str, list[Member]],
    ) -> None:
        ways = (
            ("citizen_id", candidate.citizen_id_index),
            ("old_id", candidate.old_id_index),
            ("card", candidate.card),
        )
        for kind, key in ways:
            if not key:
                continue
            found = _one_each(index.get((kind, key), []))
            if found:
                self._take(candidate, kind, found)
                self._expect_free_card(candidate)
                return
        namesakes = [
            one for one in _one_each(by_name.get(candidate.name, [])) if self._may_be(candidate, one)
        ]
        if len(namesakes) > 1:
            sentence = f"Có {len(namesakes)} hội viên cùng tên, cùng năm sinh trong xã. Hãy ghi thêm số CCCD hoặc số thẻ."
            candidate.reasons.append(("full_name", sentence))
        elif namesakes:
            candidate.existing, candidate.pk = namesakes[0], namesakes[0].pk

    def _expect_free_card(self, candidate: Candidate) -> None:
        """A card is one member's, also of one who was merged into another."""
        holders = self._holders.get(candidate.card, set()) if candidate.card else set()
        if candidate.existing is not None and holders - {candidate.existing.pk}:
            candidate.reasons.append(("card_number", "Số thẻ này đang là của hội viên khác. Hãy xem lại."))

    def _take(self, candidate: Candidate, kind: str, found: list[Member]) -> None:
        """Somebody with the same number: the person of the row, unless all else speaks against it."""
        field_name = "card_number" if kind == "card" else kind
        here = [member for member in found if member.branch.path.startswith(self._own)]
        if not here:
            candidate.reasons.append((field_name, ELSEWHERE))
        elif len(here) > 1:
            candidate.reasons.append((field_name, "Nhiều hội viên có số này. Hãy gộp hồ sơ trùng trước."))
        elif not _is_likely(candidate, here[0], kind):
            sentence = "Trong sổ, số này là của người khác tên hoặc khác năm sinh. Hãy xem lại số, hoặc sửa trong sổ trước."
            candidate.reasons.append((field_name, sentence))
        else:
            candidate.existing, candidate.pk = here[0], here[0].pk

    def _may_be(self, candidate: Candidate, member: Member) -> bool:
        """Whether a namesake is this person: the same commune and birth, and no number that tells them apart."""
        person, columns = candidate.person, candidate.person.columns
        if member.merged_into_id is not None or not member.branch.path.startswith(self._own):
            return False
        if person.place is None or commune_path(member.branch.path) != commune_path(person.place.path):
            return False
        born = columns.get("birth_date")
        if "birth_year" not in columns or member.birth_year != columns["birth_year"]:
            return False
        if born and member.birth_date and born != member.birth_date:
            return False
        return not _told_apart(candidate, member)


def _told_apart(candidate: Candidate, member: Member) -> bool:
    card = candidate.card
    return (
        bool(candidate.citizen_id_index and member.citizen_id_index not in {"", candidate.citizen_id_index})
        or bool(candidate.old_id_index and member.old_id_index not in {"", candidate.old_id_index})
        or bool(card and member.card_number and (member.card_province, member.card_number) != card)
    )


def _is_likely(candidate: Candidate, member: Member, kind: str) -> bool:
    """Whether somebody with the same number can be the same person: name or birth must agree too.

    A mistyped number would otherwise write one person over another.
    """
    year = candidate.person.columns.get("birth_year")
    is_same_name, is_same_birth = candidate.name == member.full_name_folded, year == member.birth_year
    if kind == "card":
        has_other_id = candidate.citizen_id_index and member.citizen_id_index not in {
            "",
            candidate.citizen_id_index,
        }
        return not has_other_id and (is_same_name or (is_same_birth and year is not None))
    return is_same_name or is_same_birth or None in {year, member.birth_year}


def _one_each(members: Iterable[Member]) -> list[Member]:
    return list({member.pk: member for member in members}.values())


def _asked(column: str, keys: set[str], read: str, condition: str = "") -> list[tuple[Any, ...]]:
    """The id and some columns of the members whose column is among many keys, in one indexed question."""
    if not keys:
        return []
    table = Member._meta.db_table
    is_sqlite = connection.vendor == "sqlite"
    among = "IN (SELECT value FROM json_each(%s))" if is_sqlite else "= ANY(%s)"
    where = f"{column} {among}" + (f" AND {condition}" if condition else "")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {read} FROM {table} WHERE {where}",  # noqa: S608 names of columns
            [json.dumps(sorted(keys)) if is_sqlite else sorted(keys)],
        )
        return cursor.fetchall()
