"""How is the cell of each field read? One reader a field: from a cell to a value, None for nothing said.

ValueError says in Vietnamese what is wrong and what to write, and does not quote the cell. No Django here: the reading
child imports this.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from farmers.importing.words import Known, read_schooling, read_word
from vietnam import cells
from vietnam.cells import Cell, read_text
from vietnam.places import register
from vietnam.text import fold

Reader = Callable[[Cell], Any]
Born = tuple[int, date | None]  # the year, and the day where it is known

_NOTHING = re.compile(r"[-–—_./\\…·\s]*")
_CARD = re.compile(r"([0-9]{2})[.,\-/ ]?([0-9]{5})")
_DIGIT = re.compile(r"[0-9]")
_MOBILE = frozenset("35789")
_DAYS_TO_COME = "Ngày này chưa tới. Hãy xem lại."
DAYS = (
    "citizen_id_issued_on", "card_issued_on", "admitted_on", "standing_since", "left_on", "party_probation_on",
    "party_official_on",
)  # fmt: skip
MARKS = ("is_resident", "is_occupational", "is_honorary", "is_core")
# What nearly every row has another one of: remembering it would only fill the memory.
UNLIKE_IN_EVERY_ROW = frozenset({"full_name", "given_name", "citizen_id", "old_id", "phone", "card_number"})


def text(cell: Cell, *, longest: int) -> str | None:
    """A line of text; a dash says nothing."""
    said = read_text(cell)
    if len(said) <= 3 and _NOTHING.fullmatch(said):
        return None
    if len(said) > longest:
        raise ValueError(f"Dài quá {longest} ký tự. Hãy rút ngắn.")
    return said


def name(cell: Cell, *, longest: int) -> str | None:
    """A person's name, as it is written; RƠ CHÂM H'LAN becomes Rơ Châm H'Lan."""
    said = text(cell, longest=longest)
    if said and _DIGIT.search(said):
        raise ValueError("Họ và tên không có chữ số. Hãy xem lại cột này.")
    if said and said.isupper():
        return " ".join("'".join(map(str.capitalize, word.split("'"))) for word in said.split(" "))
    return said


def notes(cell: Cell, *, longest: int) -> str | None:
    """Text of several lines."""
    lines = cell.splitlines() if isinstance(cell, str) else [cell]
    said = "\n".join(line for line in map(read_text, lines) if line)
    if len(said) > longest:
        raise ValueError(f"Dài quá {longest} ký tự. Hãy rút ngắn.")
    return said or None


def day(cell: Cell, *, today: date) -> date | None:
    """A whole date that has come: what the register keeps as a day has no place for a year alone."""
    said = cells.read_date(cell)
    if said is None:
        return None
    if said.whole is None:
        raise ValueError("Cần đủ ngày, tháng, năm như 26/03/2010. Chưa biết đủ thì để trống.")
    if said.whole > today:
        raise ValueError(_DAYS_TO_COME)
    return said.whole


def born(cell: Cell, *, today: date) -> Born | None:
    """The year of birth, with the day where it is known."""
    said = cells.read_date(cell)
    if said is None:
        return None
    if said.year > today.year:
        raise ValueError("Năm sinh chưa tới. Hãy xem lại.")
    return said.year, said.whole


def born_or_mark(cell: Cell, *, today: date) -> Born | bool | None:
    """Under "Năm sinh: Nam | Nữ" stands the year or date of birth; some put an x there alone."""
    try:
        return born(cell, today=today)
    except ValueError:
        if isinstance(cell, str) and not _DIGIT.search(cell) and cells.read_yes(cell):
            return True
        raise


def citizen_id(cell: Cell) -> str | None:
    """The 12 digits of a citizen id, or the 9 of an old card; most are typed as they should be."""
    if cell.__class__ is str and len(cell) == 12 and cell.isascii() and cell.isdecimal():
        return cell
    return cells.read_citizen_id(cell)


def phone(cell: Cell) -> str | None:
    """A number in E.164 form; most are ten digits, or nine where Excel took the zero."""
    digits = cell if cell.__class__ is str else f"0{cell}" if cell.__class__ is int else ""
    if (
        len(digits) == 10
        and digits[0] == "0"
        and digits[1] in _MOBILE
        and digits.isascii()
        and digits.isdecimal()
    ):
        return f"+84{digits[1:]}"
    return cells.read_phone(cell)


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
    if said.isdecimal() and len(said) <= 2 and said.zfill(2) in register.legacy_provinces():
        return said.zfill(2)
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


def mark(cell: Cell) -> bool | None:
    """A tick; no tick says nothing, a no says no."""
    if isinstance(cell, str) and _NOTHING.fullmatch(cell):
        return None
    return cells.read_yes(cell)


def mark_of(code: str, cell: Cell) -> str | None:
    """A tick in the column of one answer."""
    return code if cells.read_yes(cell) else None


def party(cell: Cell, *, known: Mapping[str, str], today: date) -> Any:
    """Whether somebody is in the Party; a date instead of a word is the day of full membership."""
    if isinstance(cell, date) or (isinstance(cell, str) and "/" in cell):
        return day(cell, today=today)
    return read_word("party_membership", known, cell)


def readers(*, known: Known, longest: Mapping[str, int], today: date) -> dict[str, Reader]:
    """The reader of every field; `longest` says how long its texts may be."""
    found: dict[str, Reader] = {field: partial(text, longest=most) for field, most in longest.items()}
    found |= dict.fromkeys(DAYS, partial(day, today=today)) | dict.fromkeys(MARKS, mark)
    found |= {field: partial(read_word, field, words) for field, words in known.items()}
    found |= dict.fromkeys(("born_male", "born_female"), partial(born_or_mark, today=today))
    found |= dict.fromkeys(("birth_date", "birth_year"), partial(born, today=today))
    names = ("full_name", "family_name", "given_name")
    found |= {field: partial(name, longest=longest[field]) for field in names}
    return found | {
        "citizen_id": citizen_id,
        "old_id": citizen_id,
        "phone": phone,
        "card_number": card_number,
        "card_province": card_province,
        "education": partial(read_schooling, known["education"]),
        "school_grade": grade,
        "notes": partial(notes, longest=longest["notes"]),
        "party_membership": partial(party, known=known["party_membership"], today=today),
    }


def reader_of(field: str, by_field: Mapping[str, Reader]) -> Reader:
    """The reader of a field; a ticked column of one answer has one of its own."""
    answer, _, code = field.partition(":")
    return partial(mark_of, code) if code and answer in by_field else by_field[field]
