"""Are two pieces of Vietnamese text the same to a reader, and how is one written in an address?"""

import re
import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹʻ`´′", "'"))
# The letters whose stroke is part of the glyph, so that Unicode doesn't take it off; ƀ is Jrai and Bahnar.
_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D", "ƀ": "b", "Ƀ": "B"})
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_MARKS = {"Mn", "Cf"}
_LONE_Y = re.compile(r"(?<!\w)(qu|[bcdfghjklmnpqrstvwxz]*)y(?!\w)")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def nfc(s: str) -> str:
    """The text in composed form, which is the only form that is stored."""
    return unicodedata.normalize("NFC", s)


def half_width(s: str) -> str:
    """The text with the wide forms that East Asian keyboards type as ordinary ones, composed.

    Unlike a compatibility normalisation it leaves 98k² alone, which is not 98k2.
    """
    return nfc(s.translate(_HALF_WIDTH))


def unaccent(s: str) -> str:
    """The text without accents and invisible marks, its case kept."""
    decomposed = unicodedata.normalize("NFKD", s.translate(_APOSTROPHES))
    bare = "".join(c for c in decomposed if unicodedata.category(c) not in _MARKS)
    return nfc(bare.translate(_STROKES))


def fold(s: str) -> str:
    """The form in which text is compared and searched.

    Final y is i only where it is the syllable's sole vowel or follows qu: mỹ = mĩ, quý = quí, but cây ≠ cải.
    Apostrophes of every shape become the plain one, because phones type curly ones.
    """
    bare = unaccent(unaccent(s).lower())
    return _LONE_Y.sub(r"\1i", " ".join(bare.split()))


def slug(s: str, max_length: int = 80) -> str:
    """The text as part of a web address: ASCII letters, digits and hyphens, cut between words.

    Empty when the text has no letter that can be written so; y stays y.
    """
    words = _NOT_IN_SLUG.sub("-", unaccent(s).lower().replace("'", "")).strip("-")
    if len(words) <= max_length:
        return words
    cut = words[: max_length + 1].rpartition("-")[0]
    return (cut or words[:max_length]).strip("-")
