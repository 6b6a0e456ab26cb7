"""What does one cell of somebody's list mean: a text, a date, a phone, a citizen id, a yes, a number?

A cell comes as the reader found it: text, number, date or truth value. What is not there is None (an empty text,
a no); what can be read in two ways is refused, and ValueError says in Vietnamese what to type, without quoting the
cell, which may be personal.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite
from typing import NoReturn
from unicodedata import is_normalized

from vietnam import citizen_id, phones
from vietnam.text import half_width

Cell = str | int | float | bool | date

FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIAL_ZERO, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 10_000, 60_000

_INVISIBLE = dict.fromkeys([0xAD, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F)])
_RARE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\uff01-\uff5e]")
_MAY_SAY_NOTHING = frozenset("#=-/\"'”nN")
_NOTHING = re.compile(
    r"[-–—_./\\…·\s]*|(?:không|chưa|k|ko)(?:\s(?:có|rõ|nhớ|biết|cấp))?|(?:khong|chua)(?:\sco|\sro)?",
    re.IGNORECASE,
)
_DITTO = {"nt", "-nt-", "n.t", "//", '"', "''", "”", "như trên", "nhu tren"}
_EXCEL_ERRORS = re.compile(
    r"#(?:ref!|n/a|name\?|value!|div/0!|null!|num!|spill!|calc!|getting_data|field!|blocked!|unknown!)"
)
_FORMULA = re.compile(r"=\s*[\w(+\-]")
_SHORTENED = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+")

_YES = {
    "x",
    "✓",
    "✔",
    "√",
    "v",
    "có",
    "co",
    "1",
    "true",
    "đúng",
    "yes",
    "y",
    "+",
    "☑",
    "☒",
    "✗",
    "✘",
    "ü",
    "þ",
}
_NO = {"không", "khong", "k", "ko", "0", "false", "sai", "no", "n", "☐", "□"}

_DATE_EXAMPLE = "Hãy ghi ngày/tháng/năm như 05/02/1980, hoặc chỉ năm như 1980."
_PART = r"(?:[0-9]{1,2}|[x?.…_-]{1,3})"
_GAP = r"\s*[/.\-–\s]\s*"
_DAY_MONTH_YEAR = re.compile(
    rf"(?P<day>{_PART}){_GAP}(?P<month>{_PART}){_GAP}(?P<year>[0-9]{{2}}|[0-9]{{4}})"
)
_YEAR_MONTH_DAY = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})")
_MONTH_YEAR = re.compile(rf"(?:tháng\s)?(?P<month>{_PART})(?:{_GAP}|\snăm\s)(?P<year>[0-9]{{4}})")
_SPELT = re.compile(
    r"(?:ngày\s?)?(?P<day>[0-9]{1,2})\s?(?:tháng|thg)\s?(?P<month>[0-9]{1,2})[\s,]*(?:năm\s?)?(?P<year>[0-9]{4})"
)
_DIGITS_ALONE = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})")
_ENGLISH = re.compile(r"(?P<day>[0-9]{1,2})[-\s/](?P<name>[a-z]{3})[a-z]*[-\s/,]+(?P<year>[0-9]{2}|[0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BEFORE_DATE = re.compile(r"^(?:sinh\s(?:ngày|năm)|sinh|năm|ngày|s\.?n\.?|')\s*:?\s*(?=[0-9x])")
_CLOCK = re.compile(r"[\st]+(?:0{1,2}:00(?::00(?:\.0+)?)?)\s*(?:am|z)?$")


@dataclass(frozen=True, slots=True)
class PartDate:
    """A date of which perhaps only the year, or year and month, is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def whole(self) -> date | None:
        """The date, where it is known to the day."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def read_text(cell: Cell) -> str:
    """The text of a cell on one line, composed, without invisible signs; a whole number has no ".0"."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    said = " ".join(cell.split())
    if not said.isascii() and (_RARE.search(said) or not is_normalized("NFC", said)):
        said = " ".join(half_width(said).translate(_INVISIBLE).split())
    if said[:1] in _MAY_SAY_NOTHING:
        _refuse_unsaid(said)
    return said


def read_date(cell: Cell) -> PartDate | None:
    """The day a cell means, or its month or year alone; 0 and "xx" stand for a part nobody knows."""
    if isinstance(cell, date):
        return _part_date(cell.year, cell.month, cell.day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered(cell)
    written = _BEFORE_DATE.sub("", _CLOCK.sub("", read_text(cell).lower()))
    return None if _NOTHING.fullmatch(written) else _written_date(written)


def dates_look_swapped(cells: Iterable[Cell]) -> bool:
    """Whether Excel took 05/02 of a column for the 2nd of May: no date cell past the 12th, but texts that are.

    An American Excel turns what it can into dates and leaves 13/02/1980 as text; both are then read wrongly or not.
    """
    early, late_texts = 0, 0
    for cell in cells:
        if isinstance(cell, date):
            if cell.day > 12:
                return False
            early += 1
        elif isinstance(cell, str) and (found := _DAY_MONTH_YEAR.fullmatch(cell.strip())):
            late_texts += found["day"].isdecimal() and int(found["day"]) > 12
    return early >= 5 and late_texts >= 1


def read_phone(cell: Cell) -> str | None:
    """The number in E.164 form; a number cell has lost its zero."""
    written = read_text(cell).removeprefix("'")
    if _NOTHING.fullmatch(written) or written == "0":
        return None
    _refuse_shortened(written, cell)
    if len(re.findall(r"[0-9](?:[ .-]?[0-9]){8,}", written)) > 1 or len(re.sub(r"\D", "", written)) >= 18:
        raise ValueError("Ô có nhiều hơn một số điện thoại. Hãy để lại một số.")
    if re.fullmatch(r"[12][0-9]{9}", written):
        written = "0" + written
    return phones.parse(written)


def read_citizen_id(cell: Cell) -> str | None:
    """The 12 digits of a citizen id, or the 9 of an old identity card, with the zeros Excel took in front."""
    written = read_text(cell).removeprefix("'")
    if _NOTHING.fullmatch(written) or written == "0":
        return None
    _refuse_shortened(written, cell)
    digits = re.sub(r"[\s.\-–']", "", written)
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValueError("Số căn cước chỉ gồm chữ số. Hãy xem lại trên thẻ.")
    if len(digits) in {9, 12}:
        return digits
    if not digits.startswith("0"):
        padded = digits.zfill(12) if len(digits) > 9 else digits.zfill(9)
        if len(digits) == 8 or (len(padded) == 12 and _is_likely(padded)):
            return padded
    raise ValueError(
        f"Số căn cước phải có 12 chữ số (chứng minh nhân dân cũ: 9), ô này có {len(digits)}. Hãy xem lại trên thẻ."
    )


def read_yes(cell: Cell) -> bool:
    """Whether a cell is ticked."""
    written = read_text(cell).lower().strip(" .()[]'")
    if _NOTHING.fullmatch(written) or written in _NO:
        return False
    if written in _YES:
        return True
    raise ValueError("Ô này chỉ đánh dấu x hoặc để trống.")


def read_number(cell: Cell) -> Decimal | None:
    """A number as it is written here: 1.200 is twelve hundred, 1,5 one and a half."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
        return Decimal(read_text(cell))
    written = re.sub(r"(?<=[0-9])\s(?=[0-9]{3}(?:\D|$))", "", read_text(cell).removeprefix("'"))
    if _NOTHING.fullmatch(written):
        return None
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|-?[0-9]+,([0-9]{1,2}|[0-9]{4,})", written):
        return Decimal(written.replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3}){2,}(\.[0-9]+)?|-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", written):
        return Decimal(written.replace(",", ""))
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", written):
        return Decimal(written)
    if re.fullmatch(r"-?[0-9]{1,3},[0-9]{3}", written):
        raise ValueError(
            "Số này đọc được hai cách. Hãy ghi phần nghìn bằng dấu chấm, phần lẻ bằng dấu phẩy: 1.200 hoặc 1,2."
        )
    raise ValueError("Ô này chỉ ghi một số, không ghi đơn vị hay chữ.")


def _written_date(written: str) -> PartDate:
    if re.fullmatch(r"[0-9]{4,5}|[0-9]{7}", written):
        return _numbered(int(written))
    for shape in (_DAY_MONTH_YEAR, _YEAR_MONTH_DAY, _SPELT, _DIGITS_ALONE):
        if found := shape.fullmatch(written):
            return _said(found["year"], found["month"], found["day"])
    if found := _MONTH_YEAR.fullmatch(written):
        return _said(found["year"], found["month"], None)
    if (found := _ENGLISH.fullmatch(written)) and found["name"] in _MONTHS:
        return _said(found["year"], str(_MONTHS.index(found["name"]) + 1), found["day"])
    return _refuse_date()


def _numbered(cell: float) -> PartDate:
    """A number is a year, a day as Excel counts them, or a date whose separators were left out."""
    if FIRST_SERIAL <= cell <= LAST_SERIAL:
        day = SERIAL_ZERO + timedelta(days=int(cell))
        return PartDate(day.year, day.month, day.day)
    if not 0 < cell < 10**8 or cell != int(cell):
        _refuse_date()
    number = int(cell)
    if FIRST_YEAR <= number <= LAST_YEAR:
        return PartDate(number)
    if found := _DIGITS_ALONE.fullmatch(f"{number:08d}" if number > 1_000_000 else ""):
        return _said(found["year"], found["month"], found["day"])
    return _refuse_date()


def _said(year: str, month: str, day: str | None) -> PartDate:
    """A date of which parts may be unknown: 00 and xx are."""
    if len(year) == 2:
        raise ValueError("Năm chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, như 05/02/1980.")
    known_month = int(month) if month.isdigit() else 0
    known_day = int(day) if day and day.isdigit() else 0
    return _part_date(int(year), known_month or None, known_day or None)


def _part_date(year: int, month: int | None, day: int | None) -> PartDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Năm {year} không đúng. {_DATE_EXAMPLE}")
    if month is None:
        if day is not None:
            raise ValueError(f"Có ngày mà thiếu tháng. {_DATE_EXAMPLE}")
        return PartDate(year)
    if month > 12:
        swapped = " Có lẽ ngày và tháng bị đổi chỗ." if day and day <= 12 and month <= 31 else ""
        raise ValueError(f"Không có tháng {month}.{swapped} {_DATE_EXAMPLE}")
    if day is not None:
        try:
            date(year, month, day)
        except ValueError:
            raise ValueError(f"Tháng {month} năm {year} không có ngày {day}. {_DATE_EXAMPLE}") from None
    return PartDate(year, month, day)


def _is_likely(number: str) -> bool:
    """Whether zeros put in front of a number made it one that some province gives."""
    return number[:3] in citizen_id.province_prefixes() and number[3] in "0123"


def _refuse_unsaid(said: str) -> None:
    """What Excel or a person wrote in place of a value."""
    low = said.lower()
    if _EXCEL_ERRORS.fullmatch(low):
        raise ValueError(f"Công thức trong ô bị lỗi ({said}). Hãy gõ thẳng giá trị vào ô.")
    if _FORMULA.match(said):
        raise ValueError(
            "Ô là công thức chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại, hoặc gõ thẳng giá trị."
        )
    if low in _DITTO:
        raise ValueError("Ô ghi “như trên”. Hãy ghi rõ giá trị của dòng này.")


def _refuse_shortened(written: str, cell: Cell) -> None:
    """Excel keeps 15 digits of a number and writes long ones as 6,4E+10; what it dropped is gone."""
    if _SHORTENED.fullmatch(written.lower()) or (isinstance(cell, float) and abs(cell) >= 10**15):
        raise ValueError("Excel đã rút gọn số này. Hãy đổi cột sang kiểu Văn bản (Text) rồi gõ lại số.")


def _refuse_date() -> NoReturn:
    raise ValueError(f"Chưa hiểu ngày này. {_DATE_EXAMPLE}")
