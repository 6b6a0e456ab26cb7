"""Which Vietnamese telephone number did a person write, and how is it shown?"""

import re

from vietnam.text import half_width

_SEPARATORS = re.compile(r"[\s.\-‐‑‒–—−()\[\]\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_DIGITS = re.compile(r"\+?[0-9]+")
_EXAMPLE = "Hãy nhập số điện thoại như 0905 123 456."


def parse(s: str) -> str:
    """The number in E.164 form (+84…); ValueError says in Vietnamese what is wrong.

    A mobile prefix that nobody knows yet is accepted: numbers move and new carriers come.
    """
    written = _SEPARATORS.sub("", half_width(s))
    if not written:
        raise ValueError(_EXAMPLE)
    if not _DIGITS.fullmatch(written):
        raise ValueError(f"Số điện thoại chỉ gồm chữ số. {_EXAMPLE}")
    return "+84" + _checked(_without_country(written))


def is_mobile(e164: str) -> bool:
    """Whether the number is a mobile one, so that it can receive a code."""
    return re.fullmatch(r"\+84[3-9][0-9]{8}", e164) is not None


def format_local(e164: str) -> str:
    """The number as people in the country read it: 0905 123 456, 0269 3824 403, 024 3825 1234."""
    number = parse(e164).removeprefix("+84")
    if is_mobile(e164):
        groups = (number[:3], number[3:6], number[6:])
    elif number[:2] in {"24", "28"}:
        groups = (number[:2], number[2:6], number[6:])
    else:
        groups = (number[:3], number[3:7], number[7:])
    return "0" + " ".join(groups)


def _without_country(written: str) -> str:
    """The number without 0 and country code; a number without either must look like a mobile one."""
    digits = written.removeprefix("+")
    if written.startswith("+") and not digits.startswith("84"):
        raise ValueError(f"Chỉ nhận số điện thoại Việt Nam (+84). {_EXAMPLE}")
    if written.startswith("+"):
        return digits[2:].removeprefix("0")
    if digits.startswith("0084"):
        return digits[4:].removeprefix("0")
    if digits.startswith("84") and len(digits) >= 11:
        return digits[2:].removeprefix("0")
    if digits.startswith("0"):
        return digits[1:]
    if len(digits) == 9 and digits[0] in "35789":
        return digits
    raise ValueError(f"Số điện thoại phải bắt đầu bằng 0 hoặc +84. {_EXAMPLE}")


def _checked(number: str) -> str:
    if number.startswith("1") and len(number) == 10:
        raise ValueError(
            "Số 11 chữ số bắt đầu bằng 01 đã thôi dùng từ năm 2018. Hãy nhập số mới có 10 chữ số."
        )
    if number.startswith("2"):
        if len(number) != 10:
            raise ValueError("Số máy bàn phải có 11 chữ số, kể cả mã vùng, như 0269 3824 403.")
    elif number[:1] in {"", "0", "1"}:
        raise ValueError(f"Số này không gọi được. {_EXAMPLE}")
    elif len(number) != 9:
        count = len(number) + 1
        raise ValueError(f"Số di động phải có 10 chữ số, số này có {count}. {_EXAMPLE}")
    return number
