"""What is known of a chunk of people between the file and the register?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.encryption import blind_index_many
from farmers.importing.asking import People
from farmers.importing.kinds import Outcome, Reason
from farmers.models import Member, MemberConfidence

Card = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a chunk, where that has to be looked at alone: what the row says and nothing else."""

    place: int
    columns: dict[str, Any]
    confided: dict[str, Any]
    branch_id: int
    is_branch_said: bool
    standing: str
    standing_since: date | None
    standing_reason: str


@dataclass(slots=True)
class Deed:
    """What is to be written of somebody who is in the register: the columns that differ."""

    place: int
    member: Member
    columns: dict[str, Any]
    confided: dict[str, Any] = field(default_factory=dict)
    confidence: MemberConfidence | None = None
    step: str = ""  # the kind of step that goes with it

    @property
    def is_anything(self) -> bool:
        """Whether there is something to write."""
        return bool(self.columns or self.confided)


class PeopleChunk:
    """A chunk of people: what the file says, digests, and what the register makes of it."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.numbers = people.numbers
        nothing: list[Any] = [None] * people.size
        self.citizen_ids = _digests("citizen_id", people)
        self.old_ids = _digests("old_id", people)
        self.births = people.columns.get("birth_date", nothing)
        self.years = people.columns.get("birth_year", nothing)
        numbers = people.columns.get("card_number", nothing)
        issued = people.columns.get("card_province", nothing)
        self.cards: list[Card | None] = [
            None if number is None else (province, number)
            for province, number in zip(issued, numbers, strict=True)
        ]
        self.forget()

    def forget(self) -> None:
        """Nothing is known of the register yet, or any more."""
        self.reasons: dict[int, list[Reason]] = {
            place: list(said) for place, said in self.people.reasons.items()
        }
        self.existing: dict[int, Member] = {}
        self.deeds: list[Deed] = []
        self.new: list[int] = []
        self.members: dict[int, int] = {}  # place → id of the member, once it is known
        self.outcomes: list[str] = [""] * self.people.size

    def refuse(self, place: int, reasons: Sequence[Reason]) -> None:
        """A row is bad after all."""
        self.reasons[place] = list(reasons)

    def readable(self) -> list[int]:
        """The places of the rows that are not bad so far."""
        return [place for place in range(self.people.size) if place not in self.reasons]

    def settle(self) -> None:
        """Say of each row what becomes of it; things to look at twice stay with the good ones."""
        outcomes = [str(Outcome.SAME)] * self.people.size
        for place in self.new:
            outcomes[place] = str(Outcome.CREATED)
        for deed in self.deeds:
            outcomes[deed.place] = str(Outcome.CHANGED)
        for place in self.reasons:
            outcomes[place] = str(Outcome.BAD)
        for place, warned in self.people.warnings.items():
            self.reasons.setdefault(place, warned)
        self.outcomes = outcomes

    def row(self, place: int) -> Row:
        """One person alone."""
        people = self.people
        standing = people.standings[place] if people.standings else ("", None, "")
        return Row(
            place,
            {name: value for name, values in people.columns.items() if (value := values[place]) is not None},
            {name: value for name, values in people.confided.items() if (value := values[place]) is not None},
            people.branches[place],
            people.is_branch_said[place],
            *standing,
        )


def _digests(column: str, people: People) -> list[str]:
    """The keyed digests of numbers, as their index keeps them; "" for none. The child gives nothing but digits."""
    numbers = people.columns.get(column)
    if numbers is None:
        return [""] * people.size
    return blind_index_many(
        [number or "" for number in numbers], field=f"{Member._meta.label_lower}.{column}"
    )
