"""How is the cell of each field read? One reader a field: from a cell to a value, None for nothing said.

ValueError says in Vietnamese what is wrong and what to write, and does not quote the cell.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import models

from farmers.importing.fields import IGNORED
from farmers.importing.words import CHOICES, read_schooling, read_word
from farmers.models import Member
from vietnam import cells
from vietnam.cells import Cell, PartDate, read_text
from vietnam.places import register
from vietnam.text import fold

Reader = Callable[[Cell], Any]

LONGEST_ENCRYPTED = 200
_NOTHING = re.compile(r"[-–—_./\\…·\s]*")
_CARD = re.compile(r"([0-9]{2})[.,\-/ ]?([0-9]{5})")
_DIGIT = re.compile(r"[0-9]")
_TEXTS = (
    "permanent_address", "address", "production", "production_quantity", "production_scale", "organisations",
    "excellent_years", "council", "titles", "other_titles", "decision_number", "standing_reason",
)  # fmt: skip
_NAMES_OF_PLACES = (
    "permanent_commune", "permanent_district", "commune", "district", "branch", "commune_branch", "chapter", "group",
    "trade_chapter", "trade_group",
)  # fmt: skip
_DAYS = (
    "citizen_id_issued_on", "card_issued_on", "admitted_on", "standing_since", "left_on", "party_probation_on",
    "party_official_on",
)  # fmt: skip
_MARKS = ("is_resident", "is_occupational", "is_honorary", "is_core")


def text(cell: Cell, *, longest: int) -> str | None:
    """A line of text; a dash says nothing."""
    said = read_text(cell)
    if len(said) <= 3 and _NOTHING.fullmatch(said):
        return None
    if len(said) > longest:
        raise ValueError(f"Dài quá {longest} ký tự. Hãy rút ngắn.")
    return said


def name(cell: Cell) -> str | None:
    """A person's name, as it is written."""
    said = text(cell, longest=120)
    if said and _DIGIT.search(said):
        raise ValueError("Họ và tên không có chữ số. Hãy xem lại cột này.")
    return said


def notes(cell: Cell) -> str | None:
    """Text of several lines."""
    lines = cell.splitlines() if isinstance(cell, str) else [cell]
    said = "\n".join(line for line in map(read_text, lines) if line)
    if len(said) > 2000:
        raise ValueError("Dài quá 2000 ký tự. Hãy rút ngắn.")
    return said or None


def day(cell: Cell) -> date | None:
    """A whole date: what the register keeps as a day has no place for a year alone."""
    said = cells.read_date(cell)
    if said is None:
        return None
    if said.whole is None:
        raise ValueError("Cần đủ ngày, tháng, năm như 26/03/2010. Chưa biết đủ thì để trống.")
    return said.whole


def card_number(cell: Cell) -> str | None:
    """A card number YY.nnnnn; Excel takes the zeros off its end, and with five digits they are known."""
    said = f"{cell:.5f}" if isinstance(cell, float) and 0 < cell < 100 else read_text(cell).removeprefix("'")
    if _NOTHING.fullmatch(said) or said == "0":
        return None
    found = _CARD.fullmatch(said)
    if found is None or (isinstance(cell, float) and round(cell, 5) != cell):
        raise ValueError("Số thẻ ghi như 26.00017: hai số cuối của năm, dấu chấm, năm chữ số.")
    return f"{found[1]}.{found[2]}"


def card_province(cell: Cell) -> str | None:
    """The code of a province that issued cards, or its name."""
    said = text(cell, longest=40)
    if said is None:
        return None
    if said.isdecimal() and len(said) <= 2:
        code = said.zfill(2)
        if code in register.legacy_provinces():
            return code
    for code, province in register.legacy_provinces().items():
        if fold(province.name) == fold(said).removeprefix("tinh ").strip():
            return code
    raise ValueError("Không có mã tỉnh này. Hãy ghi 52 hoặc 64.")


def grade(cell: Cell) -> int | None:
    """The highest grade at school."""
    said = text(cell, longest=20)
    if said is None:
        return None
    digits = fold(said).removeprefix("lop").strip().removesuffix("/12")
    if not digits.isdecimal() or int(digits) > 12:
        raise ValueError("Lớp là một số từ 0 đến 12.")
    return int(digits)


def year_or_mark(cell: Cell) -> PartDate | bool | None:
    """Under "Năm sinh: Nam | Nữ" stands the year or date of birth; some put an x there alone."""
    try:
        said = cells.read_date(cell)
    except ValueError:
        if isinstance(cell, str) and cells.read_yes(cell):
            return True
        raise
    return said


def mark(cell: Cell) -> bool | None:
    """A tick; no tick says nothing, a no says no."""
    if isinstance(cell, str) and _NOTHING.fullmatch(cell):
        return None
    return cells.read_yes(cell)


def mark_of(code: str, cell: Cell) -> str | None:
    """A tick in the column of one answer."""
    return code if cells.read_yes(cell) else None


def party(cell: Cell) -> Any:
    """Whether somebody is in the Party; a date instead of a word is the day of full membership."""
    if isinstance(cell, date) or (isinstance(cell, str) and "/" in cell):
        return day(cell)
    return read_word("party_membership", cell)


def _longest(column: str) -> int:
    field = Member._meta.get_field(column)
    return field.max_length or LONGEST_ENCRYPTED if isinstance(field, models.CharField) else LONGEST_ENCRYPTED


def _readers() -> dict[str, Reader]:
    found: dict[str, Reader] = {name: partial(text, longest=_longest(name)) for name in _TEXTS}
    found |= {name: partial(text, longest=120) for name in _NAMES_OF_PLACES}
    found |= dict.fromkeys(_DAYS, day) | dict.fromkeys(_MARKS, mark)
    found |= {field: partial(read_word, field) for field in CHOICES}
    found |= dict.fromkeys(("born_male", "born_female"), year_or_mark)
    found |= dict.fromkeys(("birth_date", "birth_year"), cells.read_date)
    found |= dict.fromkeys(("citizen_id", "old_id"), cells.read_citizen_id)
    found |= dict.fromkeys(("full_name", "family_name", "given_name"), name)
    return found | {
        "phone": cells.read_phone,
        "left_reason": partial(text, longest=_longest("standing_reason")),
        "card_number": card_number,
        "card_province": card_province,
        "education": read_schooling,
        "school_grade": grade,
        "notes": notes,
        "party_membership": party,
        "party_committee": partial(text, longest=LONGEST_ENCRYPTED),
    }


READERS: Mapping[str, Reader] = _readers()
# What nearly every row has another one of: remembering it would only fill the memory.
UNLIKE_IN_EVERY_ROW = frozenset({"full_name", "citizen_id", "old_id", "phone", "card_number"})


def reader_of(field: str) -> Reader | None:
    """The reader of a field; None for one that is not taken in."""
    if field in IGNORED:
        return None
    answer, _, code = field.partition(":")
    return partial(mark_of, code) if code and answer in CHOICES else READERS[field]
