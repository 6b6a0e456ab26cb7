"""What do the cells of many rows say together about as many people: birth, gender, ids, residence, branch, standing?

Column by column, because a step over a column of 4,000 values costs a fraction of 4,000 steps over a row. Each step
settles a few columns of Member or gives rows a reason. No Django here: the reading child does this.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from farmers.importing.chapters import Branches
from farmers.importing.residence import Residences

Values = Sequence[Any]
Said = dict[str, Values]

LOOK_AT_ID = "Số căn cước không khớp năm sinh hoặc giới tính đã ghi. Hãy xem lại trên thẻ."
# What is one column of Member and said by one cell.
STRAIGHT = (
    "full_name", "gender", "citizen_id_issued_on", "phone", "permanent_address", "address", "household_role",
    "household_class", "school_grade", "training", "occupation", "production", "production_quantity",
    "production_scale", "organisations", "duty", "is_resident", "is_occupational", "is_honorary", "is_core",
    "excellent_years", "council", "titles", "other_titles", "notes", "card_number", "card_issued_on",
    "decision_number", "admitted_on",
)  # fmt: skip
_BIRTHS = ("birth_date", "born_male", "born_female", "birth_year")
_GENDERS = (
    ("gender:male", "male"),
    ("gender:female", "female"),
    ("born_male", "male"),
    ("born_female", "female"),
)


@dataclass(frozen=True)
class Circumstances:
    """What is the same for every row of a list."""

    branches: Branches
    residences: Residences
    home: str  # the commune's code, "" for a list of the province
    card_province: str
    confided: frozenset[str]  # answers that are kept apart


@dataclass
class Persons:
    """The people of a chunk of rows: columns of Member, None where a row says nothing; reasons by place in the chunk."""

    size: int
    columns: dict[str, list[Any]] = field(default_factory=dict)
    confided: dict[str, list[Any]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    branches: list[int] = field(default_factory=list)
    is_branch_said: list[bool] = field(default_factory=list)
    standings: list[tuple[str, date | None, str]] = field(default_factory=list)  # empty: no row says anything
    reasons: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    warnings: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def refuse(self, place: int, name: str, sentence: str) -> None:
        """A row that is not to be taken in as it is; one reason for each field."""
        reasons = self.reasons.setdefault(place, [])
        if all(known != name for known, _ in reasons):
            reasons.append((name, sentence))


def _rows(said: Said, names: Iterable[str]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """The values of several columns row by row, with the place; of rows that say something there."""
    columns = [said[name] for name in names if name in said]
    return (
        (place, row)
        for place, row in enumerate(zip(*columns, strict=True))
        if any(v is not None for v in row)
    )


def _name(persons: Persons, said: Said, about: Circumstances) -> None:
    names = persons.columns.get("full_name") or [None] * persons.size
    if "given_name" in said or "family_name" in said:
        for place, parts in _rows(said, ("family_name", "given_name")):
            names[place] = names[place] or " ".join(part for part in parts if part)[:120]
    persons.columns["full_name"] = names
    if None in names:
        for place, name in enumerate(names):
            if name is None:
                persons.refuse(place, "full_name", "Thiếu họ và tên.")


def _birth(persons: Persons, said: Said, about: Circumstances) -> None:
    mapped = [name for name in _BIRTHS if name in said]
    if not mapped:
        return
    known = said[mapped[0]]
    if len(mapped) > 1 or mapped[0].startswith("born"):
        known = [None] * persons.size
        for place, values in _rows(said, mapped):
            births = [value for value in values if value is not None and value is not True]
            if len({year for year, _ in births}) > 1:
                persons.refuse(
                    place, "birth_date", "Các ô về năm sinh không khớp nhau. Hãy sửa cho giống nhau."
                )
            elif births:
                known[place] = max(births, key=lambda birth: birth[1] is not None)
    persons.columns["birth_year"] = [None if birth is None else birth[0] for birth in known]
    persons.columns["birth_date"] = [None if birth is None else birth[1] for birth in known]


def _gender(persons: Persons, said: Said, about: Circumstances) -> None:
    mapped = [(name, gender) for name, gender in _GENDERS if name in said]
    if not mapped:
        return
    genders = persons.columns.setdefault("gender", [None] * persons.size)
    for name, gender in mapped:
        for place, value in enumerate(said[name]):
            if value is None:
                continue
            if genders[place] not in {None, gender}:
                persons.refuse(place, "gender", "Vừa ghi nam vừa ghi nữ. Hãy để lại một.")
            genders[place] = gender


def _ids(persons: Persons, said: Said, about: Circumstances) -> None:
    mapped = [name for name in ("citizen_id", "old_id") if name in said]
    if not mapped:
        return
    columns = persons.columns
    columns["citizen_id"] = [None] * persons.size
    columns["old_id"] = [None] * persons.size
    for name in mapped:
        for place, number in enumerate(said[name]):
            if number is None:
                continue
            kept = columns["citizen_id" if len(number) == 12 else "old_id"]
            if kept[place] not in {None, number}:
                persons.refuse(place, name, "Hai ô ghi hai số khác nhau. Hãy để lại số đúng.")
            kept[place] = number
    nothing = [None] * persons.size
    years, genders = columns.get("birth_year", nothing), columns.get("gender", nothing)
    for place, (number, year, gender) in enumerate(zip(columns["citizen_id"], years, genders, strict=True)):
        if number is not None and year is not None and not _agrees(number, year, gender):
            persons.warnings[place] = [("citizen_id", LOOK_AT_ID)]


def told_by_id(number: str) -> tuple[int, str]:
    """The year of birth and the gender that a citizen id holds: its fourth digit says century and gender."""
    mark = ord(number[3]) - 48
    return 1900 + 100 * (mark // 2) + int(number[4:6]), "female" if mark % 2 else "male"


def _agrees(number: str, year: int, gender: str | None) -> bool:
    """Whether a citizen id fits year and gender."""
    told_year, told_gender = told_by_id(number)
    return year == told_year and gender in {None, told_gender}


def _residence(persons: Persons, said: Said, about: Circumstances) -> None:
    for address, commune, district, kept in (
        ("permanent_address", "permanent_commune", "permanent_district", "permanent_commune_code"),
        ("address", "commune", "district", "commune_code"),
    ):
        if address not in said and commune not in said:
            continue
        nothing = [None] * persons.size
        named, texts = said.get(commune, nothing), said.get(address, nothing)
        districts = said.get(district, nothing)
        codes: list[str | None] = [None] * persons.size
        code_of = about.residences.code
        for place, (name, text, old) in enumerate(zip(named, texts, districts, strict=True)):
            if name is not None:
                code, asked = code_of(f"{name}, {old}" if old else name, is_commune=True)
            elif text is not None:
                code, asked = code_of(text, is_commune=False)
            else:
                continue
            if asked:
                persons.refuse(place, commune if name is not None else address, asked)
            codes[place] = code or None
        persons.columns[kept] = codes


def _schooling(persons: Persons, said: Said, about: Circumstances) -> None:
    values = said.get("education")
    if values is None:
        return
    persons.columns["education"] = [None if value is None else value[0] for value in values]
    grades = [None if value is None else value[1] for value in values]
    kept = persons.columns.get("school_grade")
    persons.columns["school_grade"] = (
        grades
        if kept is None
        else [own if own is not None else other for own, other in zip(kept, grades, strict=True)]
    )


def _answers(persons: Persons, said: Said, about: Circumstances) -> None:
    """The ticked columns of an answer: "education:primary" and its like."""
    for name, values in said.items():
        answer, _, code = name.partition(":")
        if not code or answer == "gender":
            continue
        target = persons.confided if answer in about.confided else persons.columns
        kept = target.setdefault(answer, [None] * persons.size)
        for place, value in enumerate(values):
            if value is None:
                continue
            if kept[place] not in {None, code}:
                persons.refuse(place, answer, "Đánh dấu nhiều ô cho một câu hỏi. Hãy để lại một.")
            kept[place] = code


def _flags(persons: Persons, said: Said, about: Circumstances) -> None:
    """Where only one of the two kinds of membership is ticked, the other is not meant."""
    trade = persons.columns.get("is_occupational")
    resident = persons.columns.get("is_resident")
    if resident is None:
        return
    for place, value in enumerate(resident):
        is_of_trade = bool(trade and trade[place])
        if value is None and is_of_trade:
            resident[place] = False
        elif value is False and not is_of_trade:
            persons.refuse(place, "is_resident", "Phải là hội viên dân cư hoặc ngành nghề.")


def _card(persons: Persons, said: Said, about: Circumstances) -> None:
    numbers = persons.columns.get("card_number")
    if numbers is None:
        return
    issued = said.get("card_province") or [None] * persons.size
    persons.columns["card_province"] = [
        None if number is None else province or about.card_province
        for number, province in zip(numbers, issued, strict=True)
    ]


def _confidence(persons: Persons, said: Said, about: Circumstances) -> None:
    for name in about.confided:
        if name in said:
            persons.confided[name] = list(said[name])
    member = persons.confided.get("party_membership")
    for place, value in enumerate(member or ()):
        if isinstance(value, date):
            persons.confided.setdefault("party_official_on", [None] * persons.size)[place] = value
            member[place] = "official"  # type: ignore[index]
    both = [persons.confided.get(name) for name in ("party_probation_on", "party_official_on")]
    if None not in both:
        for place, (probation, official) in enumerate(zip(*both, strict=True)):
            if probation and official and official < probation:
                persons.refuse(place, "party_official_on", "Ngày chính thức trước ngày dự bị. Hãy xem lại.")


STEPS: tuple[Callable[[Persons, Said, Circumstances], None], ...] = (
    _name, _birth, _gender, _ids, _residence, _schooling, _answers, _flags, _card, _confidence,
)  # fmt: skip
