"""Which letters do these bytes, or these look-alikes, stand for?

Old Vietnamese files keep letters in one byte each (TCVN3, cp1258) or in a letter and a mark (VNI). Every byte means
something in each of them, so the one is taken under which most words are Vietnamese. No Django here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

ENCODINGS = ("utf-8", "utf-16", "cp1258", "tcvn3", "vni")
_ENOUGH_SYLLABLES = 0.6
_SAMPLE = 200_000

_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
# A mark of VNI follows its letter; ô, ö, ñ, ì, æ, ó, ò, î are letters of their own.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|([{''.join(_VNI_LETTERS)}])", re.IGNORECASE)

_CELL = re.compile(r"[^;,|\t\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:oa|oă|oe|oo|uâ|uyê|uya|uy|uê|uơ|uô|ua|ươ|ưa|iê|ia|yê|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnptiyou])?"
)


def decoded(data: bytes, encoding: str | None) -> str:
    """The text of a file; without an encoding, the one that makes most words Vietnamese."""
    if encoding is None:
        encoding = encoding_of(data)
    if encoding in {"tcvn3", "vni"}:
        return _DECODERS[encoding](data.decode("latin-1"))
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    return unicodedata.normalize("NFC", data.decode(name, errors="replace"))


def encoding_of(data: bytes) -> str:
    """How a file's letters were written, from its first bytes on."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in data[:_SAMPLE]:
        return "utf-16-be" if data[:2].startswith(b"\0") else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        sample = data[:_SAMPLE]
    else:
        return "utf-8"
    shares = {name: share_of_syllables(decoded(sample, name)) for name in ("cp1258", "tcvn3", "vni")}
    return max(shares, key=lambda name: shares[name])


def old_font_of(texts: Iterable[str]) -> str | None:
    """The old font whose letters stand in the cells of a workbook as look-alikes ("NguyÔn V¨n A"), if any."""
    marked = [text for text in texts if not text.isascii()]
    if not marked or any(_is_beyond_latin_1(text) for text in marked):
        return None
    sample = " ".join(marked)
    shares = {name: share_of_syllables(_DECODERS[name](sample)) for name in _DECODERS}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > max(_ENOUGH_SYLLABLES, 1.5 * share_of_syllables(sample)) else None


def from_old_font(text: str, font: str) -> str:
    """A cell's text in the letters that were meant; one that has true Vietnamese letters stays."""
    return text if text.isascii() or _is_beyond_latin_1(text) else _DECODERS[font](text)


def share_of_syllables(text: str) -> float:
    """How many of the words with other than plain letters are Vietnamese syllables: 0 to 1."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words:
        return 0
    return sum(_is_syllable(word) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONE.subn("", apart)
    return tones <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def _is_beyond_latin_1(text: str) -> bool:
    return any(c > "\xff" for c in unicodedata.normalize("NFC", text) if c.isalpha())


def _from_tcvn3(text: str) -> str:
    """Capitals with tones have no bytes of their own: a cell whose plain letters are capitals was meant to shout."""
    return _CELL.sub(lambda cell: _shouted(cell[0].translate(_TCVN3)), text)


def _shouted(cell: str) -> str:
    plain = [c for c in cell if c.isascii() and c.isalpha()]
    return cell.upper() if len(plain) > 1 and all(c.isupper() for c in plain) else cell


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        if found[3]:
            said = _VNI_LETTERS[found[3].lower()]
            return said.upper() if found[3].isupper() else said
        base = _VNI_LETTERS.get(found[1].lower(), found[1].lower())
        said = unicodedata.normalize("NFC", base + _VNI_MARKS[found[2].lower()])
        return said.upper() if found[1].isupper() else said

    return _VNI_PAIR.sub(letter, unicodedata.normalize("NFC", text))


_DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": _from_tcvn3, "vni": _from_vni}
