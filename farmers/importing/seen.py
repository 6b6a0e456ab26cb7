"""Does a list name one person twice? Remembers what the rows so far were about, in some 300 bytes a row."""

from array import array
from collections.abc import Mapping, Sequence

from farmers.importing.chunks import PeopleChunk
from farmers.importing.kinds import Reason

_NOTHING, _LARGEST = 0, 2**64 - 1
MOST_KEPT = 1_000
Refused = tuple[int, str, str]  # a row, and the reason


class Seen:
    """The rows read so far, by number, card and name; `communes` are the paths of branches' communes, by id.

    `refused` is what was found when the same file was checked: with it nothing has to be remembered again.
    """

    def __init__(
        self,
        communes: Mapping[int, str],
        refused: Sequence[Refused] | None = None,
        *,
        is_card_province_said: bool = True,
    ) -> None:
        self._communes = communes
        self._is_card_province_said = is_card_province_said
        self._refused = (
            None if refused is None else {row: (name, sentence) for row, name, sentence in refused}
        )
        self._found: list[Refused] = []
        # 60 bits of a digest tell 200,000 people apart as well as all of it.
        self._numbers: dict[int, int] = {}
        self._cards: dict[int, int] = {}
        self._members: dict[int, int] = {}
        # By name, year and commune the places of rows in these four.
        self._names: dict[int, int | tuple[int, ...]] = {}
        self._rows, self._births = array("I"), array("l")
        self._row_numbers, self._row_cards = array("Q"), array("Q")

    def refused(self) -> list[Refused] | None:
        """The rows that come twice, to be known when the file is written; None where they are too many to keep."""
        return self._found if len(self._found) <= MOST_KEPT else None

    def refuse_again(self, chunk: PeopleChunk) -> None:
        """Give a reason to every row that is about somebody an earlier row is about."""
        people = chunk.people
        if self._refused is not None:
            if self._refused:
                for place, row in enumerate(people.numbers):
                    if row in self._refused:
                        people.reasons[place] = [self._refused[row]]
            return
        for place in [place for place in range(people.size) if place not in people.reasons]:
            row = people.numbers[place]
            number, card = int(chunk.citizen_ids[place][:15] or "0", 16), self._card(chunk, place)
            if number and (first := self._numbers.setdefault(number, row)) != row:
                self._refuse(chunk, place, ("citizen_id", f"Trùng số căn cước với dòng {first} của tệp."))
            elif card and (first := self._cards.setdefault(card, row)) != row:
                self._refuse(chunk, place, ("card_number", f"Trùng số thẻ với dòng {first} của tệp."))
            elif chunk.years[place] is not None:
                self._refuse_namesake(chunk, place, number, card)

    def _card(self, chunk: PeopleChunk, place: int) -> int:
        """A card as one number; who has the number of another person has it of another province, if none is said."""
        card = _card(chunk, place)
        if card == _NOTHING or self._is_card_province_said:
            return card
        return hash((card, chunk.people.names[place])) & _LARGEST

    def _refuse(self, chunk: PeopleChunk, place: int, reason: Reason) -> None:
        chunk.people.reasons[place] = [reason]
        if len(self._found) <= MOST_KEPT:
            self._found.append((chunk.numbers[place], *reason))

    def _refuse_namesake(self, chunk: PeopleChunk, place: int, number: int, card: int) -> None:
        people, born = chunk.people, chunk.births[place]
        commune = self._communes.get(people.branches[place])
        name = hash((people.names[place], chunk.years[place], commune))
        before = self._names.get(name, ())
        namesakes = (before,) if isinstance(before, int) else before
        mine = (number, card, born.toordinal() if born else _NOTHING)
        for other in namesakes:
            if not self._are_two(mine, other):
                sentence = f"Trùng họ tên và năm sinh với dòng {self._rows[other]}. Nếu là hai người, hãy ghi số căn cước của cả hai."
                self._refuse(chunk, place, ("full_name", sentence))
                return
        own = len(self._rows)
        self._rows.append(people.numbers[place])
        for values, value in zip((self._row_numbers, self._row_cards, self._births), mine, strict=True):
            values.append(value)
        self._names[name] = (*namesakes, own) if namesakes else own

    def _are_two(self, mine: tuple[int, int, int], other: int) -> bool:
        """Whether two namesakes of a year are two people: each has its own number, card or day of birth."""
        theirs = (self._row_numbers[other], self._row_cards[other], self._births[other])
        return any(one and two and one != two for one, two in zip(mine, theirs, strict=True))

    def refuse_members_again(self, chunk: PeopleChunk) -> None:
        """The same for rows that turned out to be about one member of the register."""
        for place, member in list(chunk.existing.items()):
            number = chunk.numbers[place]
            first = self._members.setdefault(member.pk, number)
            if first != number and place not in chunk.reasons:
                chunk.refuse(place, [("full_name", f"Cùng một hội viên với dòng {first} của tệp.")])


def _card(chunk: PeopleChunk, place: int) -> int:
    """A card as one number: the province's code, the year, the serial."""
    card = chunk.cards[place]
    return int(f"{card[0]}{card[1][:2]}{card[1][3:]}") if card else _NOTHING
