"""How is a commune said in the middle of a sentence, after somebody's name?"""

from datetime import date

from vietnam.places.register import commune


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


def _mid_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
