"""Does a list name one person twice? Remembers what the rows so far were about."""

from datetime import date

from farmers.importing.kinds import Reason
from farmers.importing.matching import Candidate
from farmers.tree import commune_path

_Namesake = tuple[int, int, tuple[str, str] | None, date | None]  # number of the row, citizen id, card, born


class Seen:
    """The rows read so far, by number, card and name."""

    def __init__(self) -> None:
        # 60 bits of a digest tell 200,000 people apart as well as all of it, in a third of the memory.
        self._numbers: dict[int, int] = {}
        self._cards: dict[tuple[str, str], int] = {}
        self._names: dict[int, tuple[_Namesake, ...]] = {}
        self._members: dict[int, int] = {}

    def again(self, number: int, candidate: Candidate) -> Reason | None:
        """The reason why a row is bad that is about somebody an earlier row is about."""
        columns = candidate.person.columns
        key = int(candidate.citizen_id_index[:15] or "0", 16)
        if key and (first := self._numbers.setdefault(key, number)) != number:
            return "citizen_id", f"Trùng số căn cước với dòng {first} của tệp."
        card = candidate.card
        if card and (first := self._cards.setdefault(card, number)) != number:
            return "card_number", f"Trùng số thẻ với dòng {first} của tệp."
        year, place = columns.get("birth_year"), candidate.person.place
        if year is None or place is None:
            return None
        name = hash((candidate.name, year, commune_path(place.path)))
        mine = (number, key, card, columns.get("birth_date"))
        namesakes = self._names.get(name, ())
        for other in namesakes:
            if not _told_apart(mine, other):
                sentence = f"Trùng họ tên và năm sinh với dòng {other[0]}. Nếu là hai người, hãy ghi số căn cước của cả hai."
                return "full_name", sentence
        self._names[name] = (*namesakes, mine)
        return None

    def member_again(self, number: int, candidate: Candidate) -> Reason | None:
        """The same for two rows that are about one member of the register."""
        if candidate.pk is None:
            return None
        first = self._members.setdefault(candidate.pk, number)
        return None if first == number else ("full_name", f"Cùng một hội viên với dòng {first} của tệp.")


def _told_apart(mine: _Namesake, other: _Namesake) -> bool:
    """Whether two namesakes of a year are two people: each has its own number, card or day of birth."""
    return any(one and two and one != two for one, two in zip(mine[1:], other[1:], strict=True))
