"""Which price did a person write, for which unit, and how is a price shown?

A price that can be read in two ways is refused: a question costs a moment, a wrong price a season.
"""

import re
from typing import NoReturn

from vietnam import units
from vietnam.text import half_width
from vietnam.units import Unit

LEAST_PRICE_VND = 1_000  # below it "95 đ" may as well mean 95 nghìn
GREATEST_PRICE_VND = 10_000_000_000

_SCALES = {"k": 10**3, "nghìn": 10**3, "ngàn": 10**3, "tr": 10**6, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALES |= {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_WORD_END = r"(?![^\W\d_])"
_SCALE = rf"(?:k|nghìn|nghin|ngàn|ngan|triệu|trieu|tr|tỷ|tỉ|ty|ti){_WORD_END}"
_HALF = rf"(?:rưỡi|rưởi|ruoi){_WORD_END}"
_CURRENCY = rf"(?:₫|(?:vnđ|vnd|đồng|dong|đ|d){_WORD_END})"
_AMOUNT = rf"""
    (?:nửa|nữa|nua)\s(?P<half_of>{_SCALE})
    | (?P<whole>[0-9]{{1,4}})(?:[.,](?P<fraction>[0-9]{{1,2}}))?\s?(?P<scale>{_SCALE})
      (?:\s?(?P<and_half>{_HALF})
        | (?:(?P<rest>[0-9]{{1,3}})
            |\s(?P<loose_rest>[0-9]{{2,3}}|[0-9](?!\s[^\W\d_])))  # in "15k 1 trái" the 1 belongs to the unit
          (?:\s?(?P<rest_scale>{_SCALE})|(?!\s?[.,0-9])))?
    | (?P<plain>[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:,[0-9]{{3}})+
        |[0-9]{{1,3}}(?:\s[0-9]{{3}})*\s000|[0-9]+)(?![.,]?[0-9])
"""
_LINK = r"\s?/\s?(?:(?:1|một|mot)\s?)?|\s(?:1|một|mot|mỗi|moi)\s|\s"
_PRICE = re.compile(
    rf"(?P<before>(?:₫|vnđ|vnd)\s?)?(?:{_AMOUNT})\s?(?P<currency>{_CURRENCY})?"
    rf"(?:(?P<link>{_LINK})(?P<unit>[^\W\d_][^\d_/]*))?",
    re.VERBOSE,
)
_EXAMPLES = "Hãy nhập như 98.000, 98k hoặc 1,2 triệu."


def parse_price(s: str) -> int:
    """The price in đồng; a known unit behind it is ignored, ValueError says in Vietnamese what to type."""
    return _read(s)[0]


def parse_price_per(s: str) -> tuple[int, str | None]:
    """The price in đồng and the key of the unit it is for: "9 triệu/tạ" is (9000000, "ta")."""
    price_vnd, unit = _read(s)
    return price_vnd, unit.key if unit else None


def format_vnd(n: int) -> str:
    """The price as it is printed, with a no-break space (U+00A0) before the đ: 98.000 đ."""
    return f"{n:,}".replace(",", ".") + "\u00a0đ"


def _read(s: str) -> tuple[int, Unit | None]:
    written = " ".join(half_width(s).lower().split())[:200]
    found = _PRICE.fullmatch(written.rstrip(". "))
    if not found or (found["before"] and found["currency"]):
        _refuse_unread(written)
    unit = _unit(found, written)
    price_vnd = _plain(found["plain"], written) if found["plain"] else _scaled(found, written)
    if price_vnd == 0:
        raise ValueError(f"Giá phải lớn hơn 0. {_EXAMPLES}")
    if price_vnd < LEAST_PRICE_VND:
        _refuse_small(price_vnd, written)
    if price_vnd > GREATEST_PRICE_VND:
        raise ValueError(f"Giá cao nhất nhận được là 10 tỷ đồng. {_EXAMPLES}")
    return price_vnd, unit


def _plain(digits: str, written: str) -> int:
    """A number in full; with a leading zero it is more likely a telephone number."""
    if digits.startswith("0") and digits.strip("0., "):
        _refuse(written)
    return int(re.sub(r"\D", "", digits))


def _scaled(found: re.Match[str], written: str) -> int:
    """A number of thousands, millions or billions, with what was said behind it: 1tr2, 1 triệu rưỡi."""
    if found["half_of"]:
        return _SCALES[found["half_of"]] // 2
    whole, fraction, scale = found["whole"], found["fraction"] or "", _SCALES[found["scale"]]
    has_rest = found["rest"] or found["loose_rest"]
    if (whole.startswith("0") and not (whole == "0" and fraction)) or (
        fraction and (found["and_half"] or has_rest)
    ):
        _refuse(written)
    if has_rest:
        return int(whole) * scale + _rest(found, scale, written)
    if found["and_half"]:
        return int(whole) * scale + scale // 2
    return int(whole) * scale + int(fraction or 0) * scale // 10 ** len(fraction)


def _rest(found: re.Match[str], scale: int, written: str) -> int:
    """What digits behind a scale add: 1tr2 = 1.200.000, 1tr25 = 1.250.000, 1 triệu 200 = 1.200.000.

    1tr50 and 1 triệu 25 are said both of tens of thousands and of decimals, so they are refused, and so is
    1 triệu 2 con, where the 2 may count animals.
    """
    rest, is_short = found["rest"] or found["loose_rest"], found["scale"] in {"k", "tr"}
    if found["rest_scale"]:
        if len(rest) == 1 or rest.startswith("0") or _SCALES[found["rest_scale"]] * 1_000 != scale:
            _refuse(written)
        return int(rest) * _SCALES[found["rest_scale"]]
    may_count_units = found["unit"] and found["link"].isspace() and not found["currency"]
    is_apart = found["loose_rest"] and (is_short or (scale == 10**3 and len(rest) < 3))
    is_two_ways = len(rest) == 2 and (rest.endswith("0") or not is_short)
    if may_count_units or is_apart or is_two_ways or rest == "0":
        _refuse(written)
    return int(rest) * scale // 10 ** len(rest)


def _unit(found: re.Match[str], written: str) -> Unit | None:
    """The unit behind the price; without a slash only where the number can't be an amount, as in "98000 kg"."""
    if not found["unit"]:
        return None
    link, is_marked = (
        found["link"],
        found["scale"] or found["half_of"] or found["currency"] or found["before"],
    )
    may_be_amount = link.isspace() and (not is_marked or len(found["unit"]) == 1)
    may_belong_to_price = "1" in link and "/" not in link and _SCALES.get(found["scale"] or "", 0) >= 10**6
    if may_be_amount or may_belong_to_price:
        _refuse(written)
    unit = units.find(found["unit"])
    if not unit:
        known = ", ".join(unit.label for unit in units.UNITS.values())
        raise ValueError(f"Chưa biết đơn vị “{_quote(found['unit'])}”. Hãy chọn một trong: {known}.")
    return unit


def _refuse_small(price_vnd: int, written: str) -> NoReturn:
    raise ValueError(
        f"Giá “{_quote(written)}” chưa rõ là đồng hay nghìn đồng. "
        f"Nếu là {price_vnd} nghìn đồng, hãy nhập {price_vnd}.000 hoặc {price_vnd}k."
    )


def _refuse_unread(written: str) -> NoReturn:
    if re.match(r"[-−–]", written):
        raise ValueError(f"Giá không thể âm. {_EXAMPLES}")
    if decimal := re.fullmatch(r"(\d+)[.,](\d)(?:\s?(?:đ|d|đồng|₫))?", written):
        whole, tenths = decimal.groups()
        raise ValueError(
            f"Giá “{_quote(written)}” chưa rõ là nghìn hay triệu đồng. "
            f"Hãy nhập {whole},{tenths} nghìn hoặc {whole},{tenths} triệu."
        )
    if re.search(r"\d\D*(?:[-−–—~;+]|, | đến | den | hoặc )\D*\d", written):
        raise ValueError(f"Chỉ nhập một giá, không nhập khoảng giá. {_EXAMPLES}")
    _refuse(written)


def _refuse(written: str) -> NoReturn:
    if not written:
        raise ValueError(f"Chưa có giá. {_EXAMPLES}")
    raise ValueError(f"Chưa hiểu giá “{_quote(written)}”. {_EXAMPLES}")


def _quote(written: str) -> str:
    return written if len(written) <= 30 else written[:29] + "…"
