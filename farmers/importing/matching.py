"""Is the person of a row in the register already? By citizen id, by old card of identity, by membership card, by name.

Asked for a whole chunk at once. Who is found outside the list's branch is not told: only that the province has to be
asked.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from farmers.importing.chunks import PeopleChunk
from farmers.models import Branch, Member
from farmers.tree import commune_path

ELSEWHERE = "Đã có ở cấp Hội khác. Hãy hỏi tỉnh."
OF_ANOTHER = (
    "Trong sổ, số này là của người khác tên hoặc khác năm sinh. Hãy xem lại số, hoặc sửa trong sổ trước."
)
Found = Mapping[Any, Sequence[int]]  # by what was asked for, the ids of members


class Register:
    """The members that the rows of a chunk may be about; `communes` are the paths of branches' communes, by id."""

    def __init__(self, own: Branch, communes: Mapping[int, str], *, is_locking: bool) -> None:
        self._own = own.path
        self._communes = communes
        self._is_locking = is_locking

    def match(self, chunk: PeopleChunk) -> None:
        """Say of each readable row who it is in the register, or why that can't be said."""
        places = chunk.readable()
        by_citizen_id = _asked("citizen_id_index", [chunk.citizen_ids[place] for place in places], _UNMERGED)
        by_old_id = _asked("old_id_index", [chunk.old_ids[place] for place in places], _UNMERGED)
        by_card = _cards([card for place in places if (card := chunk.cards[place])])
        by_name = _asked("full_name_folded", [chunk.people.names[place] for place in places])
        found = [by_citizen_id, by_old_id, by_card, by_name]
        wanted = {pk for one in found for pks in one.values() for pk in pks}
        if not wanted:
            return
        members = self._members(wanted)
        for place in places:
            keys = (chunk.citizen_ids[place], chunk.old_ids[place], chunk.cards[place])
            ways = zip(("citizen_id", "old_id", "card_number"), keys, found, strict=False)
            by_number = next(
                ((name, pks) for name, key, among in ways if key and (pks := among.get(key))), None
            )
            if by_number is not None:
                self._take(chunk, place, by_number[0], _of(members, by_number[1]))
            elif namesakes := by_name.get(chunk.people.names[place]):
                self._take_namesake(chunk, place, _of(members, namesakes))
            self._expect_free_card(chunk, place, by_card)

    def _members(self, pks: set[int]) -> dict[int, Member]:
        """The records, those that were merged as the one they point at; locked in the order of their ids."""
        members = {member.pk: member for member in self._read(pks)}
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

    def _take(self, chunk: PeopleChunk, place: int, name: str, found: Sequence[Member]) -> None:
        """Somebody with the same number: the person of the row, unless all else speaks against it."""
        here = [member for member in found if member.branch.path.startswith(self._own)]
        if found and not here:
            chunk.refuse(place, [(name, ELSEWHERE)])
        elif len(here) > 1:
            chunk.refuse(place, [(name, "Nhiều hội viên có số này. Hãy gộp hồ sơ trùng trước.")])
        elif here and not _is_likely(chunk, place, here[0], is_card=name == "card_number"):
            chunk.refuse(place, [(name, OF_ANOTHER)])
        elif here:
            chunk.existing[place] = here[0]

    def _take_namesake(self, chunk: PeopleChunk, place: int, found: Sequence[Member]) -> None:
        """The one namesake who was born then and there, unless there are several."""
        likely = [member for member in found if self._may_be(chunk, place, member)]
        if len(likely) > 1:
            sentence = f"Có {len(likely)} hội viên cùng tên, cùng năm sinh trong xã. Hãy ghi thêm số CCCD hoặc số thẻ."
            chunk.refuse(place, [("full_name", sentence)])
        elif likely:
            chunk.existing[place] = likely[0]

    def _may_be(self, chunk: PeopleChunk, place: int, member: Member) -> bool:
        """Whether a namesake is this person: the same commune and birth, and no number that tells them apart."""
        year, born = chunk.years[place], chunk.births[place]
        if year is None or member.birth_year != year:
            return False
        if born and member.birth_date and born != member.birth_date:
            return False
        if commune_path(member.branch.path) != self._communes.get(chunk.people.branches[place]):
            return False
        return not _told_apart(chunk, place, member) and member.branch.path.startswith(self._own)

    def _expect_free_card(self, chunk: PeopleChunk, place: int, by_card: Found) -> None:
        """A card is one member's, also of one who was merged into another."""
        member, card = chunk.existing.get(place), chunk.cards[place]
        if member is not None and card and set(by_card.get(card, ())) - {member.pk}:
            chunk.refuse(place, [("card_number", "Số thẻ này đang là của hội viên khác. Hãy xem lại.")])


def _of(members: Mapping[int, Member], pks: Iterable[int]) -> list[Member]:
    """The records of some ids, each once."""
    return list({members[pk].pk: members[pk] for pk in pks if pk in members}.values())


def _told_apart(chunk: PeopleChunk, place: int, member: Member) -> bool:
    number, old, card = chunk.citizen_ids[place], chunk.old_ids[place], chunk.cards[place]
    return (
        bool(number and member.citizen_id_index not in {"", number})
        or bool(old and member.old_id_index not in {"", old})
        or bool(card and member.card_number and (member.card_province, member.card_number) != card)
    )


def _is_likely(chunk: PeopleChunk, place: int, member: Member, *, is_card: bool) -> bool:
    """Whether somebody with the same number can be the same person: name or birth must agree too.

    A mistyped number would otherwise write one person over another.
    """
    year = chunk.years[place]
    is_same_name = chunk.people.names[place] == member.full_name_folded
    is_same_birth = year == member.birth_year
    if is_card:
        number = chunk.citizen_ids[place]
        has_other_id = number and member.citizen_id_index not in {"", number}
        return not has_other_id and (is_same_name or (is_same_birth and year is not None))
    return is_same_name or is_same_birth or None in {year, member.birth_year}


_UNMERGED = "merged_into_id IS NULL AND NOT ({column} = '')"  # as the partial indexes say it


def _asked(column: str, keys: Iterable[str], condition: str = "") -> dict[str, list[int]]:
    """The ids of the members whose column is among many keys, by key."""
    found: dict[str, list[int]] = defaultdict(list)
    for pk, key in _rows(f"id, {column}", column, {key for key in keys if key}, condition):
        found[key].append(pk)
    return found


def _cards(cards: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The same for cards, of which number and issuing province count."""
    wanted, found = set(cards), defaultdict(list)
    for pk, province, number in _rows(
        "id, card_province, card_number", "card_number", {card[1] for card in wanted}
    ):
        if (province, number) in wanted:
            found[province, number].append(pk)
    return found


def _rows(read: str, column: str, keys: set[str], condition: str = "") -> list[tuple[Any, ...]]:
    """One indexed question for thousands of keys."""
    if not keys:
        return []
    is_sqlite = connection.vendor == "sqlite"
    among = "IN (SELECT value FROM json_each(%s))" if is_sqlite else "= ANY(%s)"
    where = f"{column} {among}" + (f" AND {condition.format(column=column)}" if condition else "")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {read} FROM {Member._meta.db_table} WHERE {where}",  # noqa: S608 names of columns
            [json.dumps(sorted(keys)) if is_sqlite else sorted(keys)],
        )
        return cursor.fetchall()
