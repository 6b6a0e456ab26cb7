"""How is a commune said in the middle of a sentence, and so that it is not taken for an old one of its name?"""

from datetime import date

from vietnam.places.register import commune, names_of_old
from vietnam.text import fold

NEW = "(mới)"  # what people write behind the name of a commune of today where an old one bore it too


def commune_words(code: str, on: date) -> str:
    """The commune a code meant on a day, its kind in lower case: "xã Biển Hồ"; the code when unknown."""
    try:
        return _mid_sentence(commune(code, on=on).full_name)
    except LookupError:
        return code


def place_words(code: str, on: date) -> str:
    """The same with its province: "xã Biển Hồ, Gia Lai"."""
    try:
        return _mid_sentence(str(commune(code, on=on)))
    except LookupError:
        return code


def is_shared_name(code: str, on: date | None = None) -> bool:
    """Whether the name of a commune of today may also mean what stands where an old commune of that name stood."""
    try:
        unit = commune(code, on=on)
    except LookupError:
        return False
    is_of_today = unit.code == code and not unit.district
    return is_of_today and bool(names_of_old(unit.province_code).get(fold(unit.full_name), {code}) - {code})


def _mid_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
