"""What does a citizen identity card say, and does its number agree with the person?"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from vietnam.text import fold, nfc

Gender = Literal["male", "female"]

_GENDERS: dict[str, Gender] = {"nam": "male", "nu": "female"}
_GENDER_LABELS = {"male": "nam", "female": "nữ"}
_DATE = re.compile(r"([0-9]{2})[/.-]?([0-9]{2})[/.-]?([0-9]{4})")
_NUMBER = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What the QR code of a chip card holds; it fills a form and proves nothing, for it isn't signed.

    Fields stay out of `repr`, so that a card in a log line or a traceback gives nobody away.
    """

    id: str = field(repr=False)
    old_id: str = field(repr=False)
    name: str = field(repr=False)
    born: date = field(repr=False)
    gender: Gender = field(repr=False)
    address: str = field(repr=False)
    issued: date = field(repr=False)


def parse_qr(s: str) -> CitizenCard:
    """The card whose QR code reads so; ValueError says in Vietnamese what is wrong, without quoting the card.

    Fields: id|old id|name|born|gender|address|issued. Cards of 2024 carry more; the rest is ignored.
    """
    fields = [" ".join(nfc(part).split()) for part in s.strip("\ufeff \r\n\t").split("|")]
    if len(fields) < 7:
        raise ValueError("Mã QR này không phải của thẻ căn cước. Hãy quét mã trên thẻ, hoặc nhập bằng tay.")
    number, old_id, name, born, gender, address, issued = fields[:7]
    if not _NUMBER.fullmatch(number):
        raise ValueError("Số căn cước trong mã QR phải có 12 chữ số. Hãy quét lại, hoặc nhập bằng tay.")
    if not name:
        raise ValueError("Mã QR không có họ và tên. Hãy quét lại, hoặc nhập bằng tay.")
    if fold(gender) not in _GENDERS:
        raise ValueError("Giới tính trong mã QR phải là Nam hoặc Nữ. Hãy quét lại, hoặc nhập bằng tay.")
    return CitizenCard(
        id=number,
        old_id=old_id,
        name=name,
        born=_date(born, "Ngày sinh"),
        gender=_GENDERS[fold(gender)],
        address=address,
        issued=_date(issued, "Ngày cấp"),
    )


def check(number: str, *, born: date | int | None = None, gender: str | None = None) -> list[str]:
    """Warnings in Vietnamese where a number looks wrong or disagrees; a warning never forbids.

    Digits are PPP G YY NNNNNN: province of birth registration, century with sex, year; there is no check digit.
    `born` may be a year alone, since many older people know no more.
    """
    digits = re.sub(r"[\s.-]", "", number)
    if re.fullmatch(r"[0-9]{9}", digits):
        return ["Đây là số chứng minh nhân dân 9 chữ số, nay không còn dùng. Hãy nhập số căn cước 12 chữ số."]
    if not _NUMBER.fullmatch(digits):
        return ["Số căn cước phải có đúng 12 chữ số. Hãy xem lại trên thẻ."]
    warnings = []
    if digits[:3] not in province_prefixes():
        warnings.append(
            f"Ba số đầu {digits[:3]} không phải mã của tỉnh nào. Hãy xem lại, trừ người khai sinh ở nước ngoài."
        )
    year_in_number = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
    year = born.year if isinstance(born, date) else born
    if year is not None and year != year_in_number:
        warnings.append(
            f"Số căn cước cho biết sinh năm {year_in_number}, khác với năm sinh {year} đã ghi. Hãy xem lại."
        )
    elif year_in_number > datetime.now(UTC).year:
        warnings.append(
            f"Số căn cước cho biết sinh năm {year_in_number}, là năm chưa tới. Hãy xem lại trên thẻ."
        )
    gender_in_number: Gender = "female" if int(digits[3]) % 2 else "male"
    if gender in _GENDER_LABELS and gender != gender_in_number:
        warnings.append(
            f"Số căn cước cho biết giới tính {_GENDER_LABELS[gender_in_number]}, "
            f"khác với {_GENDER_LABELS[gender]} đã ghi."
        )
    return warnings


@cache
def province_prefixes() -> Mapping[str, str]:
    """The 63 first-three-digit groups with the province of the time; births abroad have others."""
    path = Path(__file__).parent / "data" / "legacy_provinces.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({"0" + row["code"]: row["full_name"] for row in csv.DictReader(file)})


def _date(written: str, label: str) -> date:
    """The date DDMMYYYY; some scanners put slashes between."""
    found = _DATE.fullmatch(written)
    try:
        if not found:
            raise ValueError
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise ValueError(f"{label} trong mã QR không đọc được. Hãy quét lại, hoặc nhập bằng tay.") from None
