"""Is the person of a row in the register already? By citizen id, by old card of identity, by membership card, by name.

Asked for a whole chunk at once. Who is found outside the list's branch is not told: only that the province has to be
asked.
"""

# ruff: noqa: S608 the statements are made of names of columns
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from farmers.importing.chunks import Card, PeopleChunk
from farmers.models import Branch, Member
from farmers.tree import commune_path

ELSEWHERE = "Đã có ở cấp Hội khác. Hãy hỏi tỉnh."
OF_ANOTHER = (
    "Trong sổ, số này là của người khác tên hoặc khác năm sinh. Hãy xem lại số, hoặc sửa trong sổ trước."
)
Found = Mapping[Any, Sequence[int]]  # by what was asked for, the ids of members
_NUMBERS = ("citizen_id", "old_id", "card_number")
_UNMERGED = "member.merged_into_id IS NULL AND NOT (member.{column} = '')"  # as the partial indexes say it


class Register:
    """The members that the rows of a chunk may be about; `communes` are the paths of branches' communes, by id.

    `issuing` are the provinces of which any may have issued a card, where the rows do not say which one did.
    """

    def __init__(
        self, own: Branch, communes: Mapping[int, str], issuing: Sequence[str] | None, *, is_locking: bool
    ) -> None:
        self._own = own.path
        self._communes = communes
        self._issuing = issuing
        self._is_locking = is_locking

    def match(self, chunk: PeopleChunk) -> None:
        """Say of each readable row who it is in the register, or why that can't be said."""
        places = chunk.readable()
        numbers = (chunk.citizen_ids, chunk.old_ids, chunk.cards)
        found = (
            _with_number("citizen_id_index", {chunk.citizen_ids[place] for place in places}),
            _with_number("old_id_index", {chunk.old_ids[place] for place in places}),
            self._with_card({card for place in places if (card := chunk.cards[place])}),
        )
        by_number = {
            place: (name, pks)
            for place in places
            for name, keys, among in reversed(tuple(zip(_NUMBERS, numbers, found, strict=True)))
            if (pks := among.get(keys[place]))
        }
        nameless = [place for place in places if place not in by_number and chunk.years[place] is not None]
        by_name = self._namesakes({(chunk.people.names[place], chunk.years[place]) for place in nameless})
        wanted = {pk for _name, pks in by_number.values() for pk in pks}
        wanted |= {pk for pks in by_name.values() for pk in pks}
        members = self._members(wanted) if wanted else {}
        for place, (name, pks) in by_number.items():
            likely = _of(members, pks)
            if name == "card_number" and self._issuing is not None:
                likely = self._of_one_province(chunk, place, likely)
                if not likely and chunk.years[place] is not None:
                    nameless.append(place)
            self._take(chunk, place, name, likely)
        if self._issuing is not None and (late := [place for place in nameless if place in by_number]):
            by_name |= self._namesakes({(chunk.people.names[place], chunk.years[place]) for place in late})
            members |= self._members({pk for pks in by_name.values() for pk in pks} - members.keys())
        for place in nameless if by_name else ():
            if pks := by_name.get((chunk.people.names[place], chunk.years[place])):
                self._take_namesake(chunk, place, _of(members, pks))
        for place in list(chunk.existing):
            self._expect_free_card(chunk, place, found[-1])

    def _of_one_province(self, chunk: PeopleChunk, place: int, found: list[Member]) -> list[Member]:
        """Of those with a card of this number, who is meant: who is likely, else who has it of the list's province."""
        card = chunk.cards[place]
        likely = [member for member in found if _is_likely(chunk, place, member, is_card=True)]
        named = [member for member in likely if member.full_name_folded == chunk.people.names[place]]
        return (
            named
            or likely
            or [member for member in found if (member.card_province, member.card_number) == card]
        )

    def _with_card(self, cards: set[Card]) -> Found:
        """The ids of members by card; where it is not said who issued it, of any of the provinces."""
        if self._issuing is None:
            return _with_card(cards)
        every = _with_card(
            {(province, number) for _said, number in cards for province in self._issuing} | cards
        )
        return {
            card: [pk for province in {card[0], *self._issuing} for pk in every.get((province, card[1]), ())]
            for card in cards
        }

    def _namesakes(self, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], list[int]]:
        """The ids of members of a name and a year of birth in the communes of the list."""
        names, years = zip(*wanted, strict=True) if wanted else ((), ())
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        rows = _rows({"full_name_folded": names, "birth_year": years}, "branch_id", list(self._communes))
        for pk, name, year in rows:
            found[name, year].append(pk)
        return found

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
        is_other = _told_apart(chunk, place, member, is_province_said=self._issuing is None)
        return not is_other and member.branch.path.startswith(self._own)

    def _expect_free_card(self, chunk: PeopleChunk, place: int, by_card: Found) -> None:
        """A card is one member's, also of one who was merged into another."""
        member, card = chunk.existing.get(place), chunk.cards[place]
        if self._issuing is not None and member is not None and card and member.card_number == card[1]:
            return
        if member is not None and card and set(by_card.get(card, ())) - {member.pk}:
            chunk.refuse(place, [("card_number", "Số thẻ này đang là của hội viên khác. Hãy xem lại.")])


def _of(members: Mapping[int, Member], pks: Iterable[int]) -> list[Member]:
    """The records of some ids, each once."""
    return list({members[pk].pk: members[pk] for pk in pks if pk in members}.values())


def _told_apart(chunk: PeopleChunk, place: int, member: Member, *, is_province_said: bool) -> bool:
    number, old, card = chunk.citizen_ids[place], chunk.old_ids[place], chunk.cards[place]
    return (
        bool(number and member.citizen_id_index not in {"", number})
        or bool(old and member.old_id_index not in {"", old})
        or bool(card and member.card_number and member.card_number != card[1])
        or bool(card and member.card_number and is_province_said and member.card_province != card[0])
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


def _with_number(column: str, digests: set[str]) -> dict[str, list[int]]:
    """The ids of unmerged members by the digest of a number."""
    found: dict[str, list[int]] = defaultdict(list)
    for pk, digest in _rows({column: sorted(digests - {""})}, condition=_UNMERGED.format(column=column)):
        found[digest].append(pk)
    return found


def _with_card(cards: set[Card]) -> dict[Any, list[int]]:
    """The ids of members by the card: the number, and the province that issued it."""
    provinces, numbers = zip(*sorted(cards), strict=True) if cards else ((), ())
    found: dict[Any, list[int]] = defaultdict(list)
    for pk, number, province in _rows({"card_number": numbers, "card_province": provinces}):
        found[province, number].append(pk)
    return found


def _rows(
    keys: Mapping[str, Sequence[Any]], among: str = "", values: Sequence[int] = (), condition: str = ""
) -> list[tuple[Any, ...]]:
    """The id and the key columns of the members with any of thousands of keys: one question, by the first key's index.

    `keys` are columns side by side. The keys come first in the join, so that no engine thinks of reading all members.
    """
    lists = [list(column) for column in keys.values()]
    if not lists[0]:
        return []
    is_sqlite = connection.vendor == "sqlite"
    parameters: list[Any]
    names = [connection.ops.quote_name(name) for name in keys]
    read = ", ".join(["member.id", *(f"member.{name}" for name in names)])
    where = [f"member.{name} = wanted.key{place}" for place, name in enumerate(names)]
    if is_sqlite:
        columns = ", ".join(f"json_extract(value, '$[{place}]') AS key{place}" for place in range(len(names)))
        source = f"(SELECT {columns} FROM json_each(%s)) AS wanted CROSS JOIN"
        parameters = [json.dumps(list(zip(*lists, strict=True)))]
    else:
        arrays = ", ".join(f"%s::{'bigint' if isinstance(column[0], int) else 'text'}[]" for column in lists)
        source = f"unnest({arrays}) AS wanted ({_key_names(names)}) JOIN"
        parameters = [*lists]
    if among:
        where.append(
            f"member.{among} IN (SELECT value FROM json_each(%s))"
            if is_sqlite
            else f"member.{among} = ANY(%s)"
        )
        parameters.append(json.dumps(values) if is_sqlite else list(values))
    conditions = " AND ".join([*where, condition] if condition else where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {read} FROM {source} {Member._meta.db_table} AS member ON {conditions}",
            parameters,
        )
        return cursor.fetchall()


def _key_names(names: Sequence[str]) -> str:
    return ", ".join(f"key{place}" for place in range(len(names)))
