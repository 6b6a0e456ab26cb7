"""Does a list name one person twice? Remembers what the rows so far were about."""

from collections.abc import Mapping
from datetime import date

from farmers.importing.chunks import Card, PeopleChunk

_Namesake = tuple[int, int, Card | None, date | None]  # number of the row, citizen id, card, born


class Seen:
    """The rows read so far, by number, card and name; `communes` are the paths of branches' communes, by id."""

    def __init__(self, communes: Mapping[int, str]) -> None:
        self._communes = communes
        # 60 bits of a digest tell 200,000 people apart as well as all of it, in a third of the memory.
        self._numbers: dict[int, int] = {}
        self._cards: dict[Card, int] = {}
        self._names: dict[int, tuple[_Namesake, ...]] = {}
        self._members: dict[int, int] = {}

    def refuse_again(self, chunk: PeopleChunk) -> None:
        """Give a reason to every row that is about somebody an earlier row is about."""
        people = chunk.people
        for place in [place for place in range(people.size) if place not in people.reasons]:
            number = people.numbers[place]
            key, card = int(chunk.citizen_ids[place][:15] or "0", 16), chunk.cards[place]
            if key and (first := self._numbers.setdefault(key, number)) != number:
                people.reasons[place] = [("citizen_id", f"Trùng số căn cước với dòng {first} của tệp.")]
            elif card and (first := self._cards.setdefault(card, number)) != number:
                people.reasons[place] = [("card_number", f"Trùng số thẻ với dòng {first} của tệp.")]
            elif (year := chunk.years[place]) is not None:
                commune = self._communes.get(people.branches[place])
                name = hash((people.names[place], year, commune))
                self._refuse_namesake(chunk, place, name, (number, key, card, chunk.births[place]))

    def _refuse_namesake(self, chunk: PeopleChunk, place: int, name: int, mine: _Namesake) -> None:
        namesakes = self._names.get(name)
        if namesakes is None:
            self._names[name] = (mine,)
            return
        for other in namesakes:
            if not _told_apart(mine, other):
                sentence = f"Trùng họ tên và năm sinh với dòng {other[0]}. Nếu là hai người, hãy ghi số căn cước của cả hai."
                chunk.people.reasons[place] = [("full_name", sentence)]
                return
        self._names[name] = (*namesakes, mine)

    def refuse_members_again(self, chunk: PeopleChunk) -> None:
        """The same for rows that turned out to be about one member of the register."""
        for place, member in list(chunk.existing.items()):
            number = chunk.numbers[place]
            first = self._members.setdefault(member.pk, number)
            if first != number and place not in chunk.reasons:
                chunk.refuse(place, [("full_name", f"Cùng một hội viên với dòng {first} của tệp.")])


def _told_apart(mine: _Namesake, other: _Namesake) -> bool:
    """Whether two namesakes of a year are two people: each has its own number, card or day of birth."""
    return any(one and two and one != two for one, two in zip(mine[1:], other[1:], strict=True))
