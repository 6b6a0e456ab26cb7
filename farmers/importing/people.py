"""What do the cells of one row say together about one person: birth, gender, ids, residence, branch, standing?

Each function takes what was read and either settles a few columns of Member or gives a reason. Nothing is asked of the
database here; names of branches and communes were loaded before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from farmers.confiding import CONFIDED
from farmers.importing.chapters import Branches, Place, UnknownBranch
from farmers.importing.kinds import Reason
from farmers.importing.residence import Residences
from farmers.models import Member
from vietnam.cells import PartDate

Said = dict[str, Any]
Standing = Member.Standing
LOOK_AT_ID = "Số căn cước không khớp năm sinh hoặc giới tính đã ghi. Hãy xem lại trên thẻ."
# What is one column of Member and said by one cell.
_STRAIGHT = (
    "full_name", "citizen_id_issued_on", "phone", "permanent_address", "address", "household_role", "household_class",
    "school_grade", "training", "occupation", "production", "production_quantity", "production_scale", "organisations",
    "duty", "is_resident", "is_occupational", "is_honorary", "is_core", "excellent_years", "council", "titles",
    "other_titles", "notes", "card_number", "card_issued_on", "decision_number", "admitted_on",
)  # fmt: skip
_NOT_BEFORE_TODAY = ("citizen_id_issued_on", "card_issued_on", "admitted_on", "left_on", "standing_since")
_SPOKEN_OF_BRANCH = ("commune_branch", "branch", "chapter", "group")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is the same for every row of a list."""

    branches: Branches
    residences: Residences
    today: date
    home: str  # the commune's code, "" for a list of the province
    card_province: str
    columns: frozenset[str]  # the fields that are mapped


@dataclass(slots=True)
class Person:
    """One row, read. `columns` are those of Member that the row says something about."""

    columns: Said = field(default_factory=dict)
    confided: Said = field(default_factory=dict)
    place: Place | None = None
    is_place_said: bool = False
    standing: str = ""
    standing_since: date | None = None
    standing_reason: str = ""
    reasons: list[Reason] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)


def settle(said: Said, section: str, about: Circumstances) -> Person:
    """The person a row is about."""
    person = Person()
    columns = person.columns
    for name in _STRAIGHT:
        value = said.get(name)
        if value is not None:
            columns[name] = value
    for step in _STEPS:
        step(person, said, about)
    _branch(person, said, section, about)
    _standing(person, said, about)
    for name in _NOT_BEFORE_TODAY:
        if name in said and said[name] > about.today:
            person.reasons.append((name, "Ngày này chưa tới. Hãy xem lại."))
    return person


def _name(person: Person, said: Said, about: Circumstances) -> None:
    family, given = said.get("family_name"), said.get("given_name")
    name = said.get("full_name") or " ".join(part for part in (family, given) if part)
    if not name:
        if not any(field == "full_name" for field, _ in person.reasons):
            person.reasons.append(("full_name", "Thiếu họ và tên."))
        return
    if len(name) > 120:
        person.reasons.append(("full_name", "Dài quá 120 ký tự. Hãy rút ngắn."))
    elif name.isupper():
        name = " ".join(map(_as_a_name, name.split(" ")))
    person.columns["full_name"] = name


def _as_a_name(word: str) -> str:
    """RƠ CHÂM H'LAN → Rơ Châm H'Lan."""
    return "'".join(part.capitalize() for part in word.split("'"))


def _birth(person: Person, said: Said, about: Circumstances) -> None:
    known: PartDate | None = None
    for name in ("birth_date", "born_male", "born_female", "birth_year"):
        value = said.get(name)
        if value is None or value is True:
            continue
        if known is not None and known.year != value.year:
            person.reasons.append((name, "Các ô về năm sinh không khớp nhau. Hãy sửa cho giống nhau."))
            return
        if known is None or known.day is None:
            known = value
    if known is None:
        return
    if known.year > about.today.year:
        person.reasons.append(("birth_date", "Năm sinh chưa tới. Hãy xem lại."))
        return
    person.columns["birth_year"] = known.year
    if known.day is not None:
        person.columns["birth_date"] = known.whole


def _gender(person: Person, said: Said, about: Circumstances) -> None:
    found = said.get("gender") or ""
    for name, gender in (("gender:male", "male"), ("gender:female", "female"), ("born_male", "male"), ("born_female", "female")):  # fmt: skip
        if said.get(name) is not None:
            if found and found != gender:
                person.reasons.append(("gender", "Vừa ghi nam vừa ghi nữ. Hãy để lại một."))
                return
            found = gender
    if found:
        person.columns["gender"] = found


def _ids(person: Person, said: Said, about: Circumstances) -> None:
    columns = person.columns
    for name in ("citizen_id", "old_id"):
        number = said.get(name)
        if number is None:
            continue
        column = "citizen_id" if len(number) == 12 else "old_id"
        if columns.get(column, number) != number:
            person.reasons.append((name, "Hai ô ghi hai số khác nhau. Hãy để lại số đúng."))
        columns[column] = number
    number = columns.get("citizen_id")
    if number and "birth_year" in columns:
        mark, year = int(number[3]), columns["birth_year"]
        gender = columns.get("gender")
        wrong_year = year % 100 != int(number[4:6]) or year // 100 - 19 != mark // 2
        if wrong_year or (gender and (gender == "female") != bool(mark % 2)):
            person.warnings.append(("citizen_id", LOOK_AT_ID))


def _residence(person: Person, said: Said, about: Circumstances) -> None:
    for address, commune, district, kept in (
        ("permanent_address", "permanent_commune", "permanent_district", "permanent_commune_code"),
        ("address", "commune", "district", "commune_code"),
    ):
        named, text = said.get(commune), said.get(address)
        if named is not None:
            if said.get(district):
                named = f"{named}, {said[district]}"
            code, asked = about.residences.code(named, is_commune=True)
        elif text is not None:
            code, asked = about.residences.code(text, is_commune=False)
        else:
            continue
        if asked:
            person.reasons.append((commune if named is not None else address, asked))
        if code:
            person.columns[kept] = code


def _schooling(person: Person, said: Said, about: Circumstances) -> None:
    value = said.get("education")
    if value is not None:
        person.columns["education"], grade = value
        if grade is not None and "school_grade" not in said:
            person.columns["school_grade"] = grade


def _answers(person: Person, said: Said, about: Circumstances) -> None:
    """The ticked columns of an answer: "education:primary" and its like."""
    for name, value in said.items():
        answer, _, code = name.partition(":")
        if not code or answer == "gender" or value is None:
            continue
        target = person.confided if answer in CONFIDED else person.columns
        if target.get(answer, code) != code:
            person.reasons.append((answer, "Đánh dấu nhiều ô cho một câu hỏi. Hãy để lại một."))
        target[answer] = code


def _flags(person: Person, said: Said, about: Circumstances) -> None:
    """Where only one of the two kinds of membership is ticked, the other is not meant."""
    columns = person.columns
    if columns.get("is_occupational") and "is_resident" not in columns and "is_resident" in about.columns:
        columns["is_resident"] = False
    if columns.get("is_resident") is False and not columns.get("is_occupational"):
        person.reasons.append(("is_resident", "Phải là hội viên dân cư hoặc ngành nghề."))


def _card(person: Person, said: Said, about: Circumstances) -> None:
    if "card_number" in person.columns:
        person.columns["card_province"] = said.get("card_province") or about.card_province


def _confidence(person: Person, said: Said, about: Circumstances) -> None:
    for name in CONFIDED:
        value = said.get(name)
        if isinstance(value, date) and name == "party_membership":
            person.confided["party_official_on"], value = value, "official"
        if value is not None:
            person.confided[name] = value
    probation, official = person.confided.get("party_probation_on"), person.confided.get("party_official_on")
    if probation and official and official < probation:
        person.reasons.append(("party_official_on", "Ngày chính thức trước ngày dự bị. Hãy xem lại."))


_STEPS: tuple[Callable[[Person, Said, Circumstances], None], ...] = (
    _name, _birth, _gender, _ids, _residence, _schooling, _answers, _flags, _card, _confidence,
)  # fmt: skip


def _branch(person: Person, said: Said, section: str, about: Circumstances) -> None:
    branches = about.branches
    try:
        person.place = branches.of_row(said, section, person.columns.get("commune_code", ""))
        trade = branches.trade(said, person.place)
    except UnknownBranch as unknown:
        person.reasons.append((unknown.field, str(unknown)))
        return
    person.is_place_said = person.place is not branches.place or any(
        said.get(name) for name in _SPOKEN_OF_BRANCH
    )
    if trade is not None:
        person.columns["trade_branch_id"] = trade.pk


def _standing(person: Person, said: Said, about: Circumstances) -> None:
    """Where the row says the person stands; "" where it says nothing of it."""
    since, reason = said.get("standing_since"), said.get("standing_reason") or ""
    left_on, left_reason = said.get("left_on"), said.get("left_reason") or ""
    standing = said.get("standing") or ""
    if left_on or left_reason:
        if standing not in {"", Standing.LEFT}:
            person.reasons.append(
                ("left_on", "Có ngày hoặc lý do rời Hội mà tình trạng ghi khác. Hãy sửa một trong hai.")
            )
            return
        standing, since, reason = Standing.LEFT, left_on or since, left_reason or reason
    if standing in {Standing.LEFT, Standing.SUSPENDED} and (since is None or not reason):
        name = "left_on" if standing == Standing.LEFT else "standing_since"
        person.reasons.append((name, "Phải ghi cả ngày và lý do."))
    admitted = person.columns.get("admitted_on")
    if standing == Standing.LEFT and since and admitted and since < admitted:
        person.reasons.append(("left_on", "Ngày rời Hội trước ngày vào Hội. Hãy xem lại."))
    person.standing, person.standing_since, person.standing_reason = standing, since, reason
