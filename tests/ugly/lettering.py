"""How did programs before Unicode write these letters?"""

import unicodedata

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
# TCVN 5712:1993, VN3: the bytes of the lower letters vowel by vowel (grave, hook, tilde, acute, dot).
_BYTES = {
    "a": "b5b6b7b8b9", "ă": "bbbcbdbec6", "â": "c7c8c9cacb", "e": "cccecfd0d1", "ê": "d2d3d4d5d6",
    "i": "d7d8dcddde", "o": "dfe1e2e3e4", "ô": "e5e6e7e8e9", "ơ": "eaebecedee", "u": "eff1f2f3f4",
    "ư": "f5f6f7f8f9", "y": "fafbfcfdfe",
}  # fmt: skip
_BARE = {"ă": 0xA8, "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE}
_BARE |= {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7}
_TCVN3 = {
    unicodedata.normalize("NFC", letter + tone): bytes.fromhex(row)[at]
    for letter, row in _BYTES.items()
    for at, tone in enumerate("\u0300\u0309\u0303\u0301\u0323")
} | _BARE


def tcvn3(text):
    """The bytes that the fonts .VnTime show as this text; a capital with a tone becomes small."""
    composed = unicodedata.normalize("NFC", text)
    return bytes(_TCVN3.get(c) or _TCVN3.get(c.lower()) or ord(c) for c in composed)


def cp1258(text):
    """The bytes of Windows' Vietnamese code page: tones follow their letter."""
    said = []
    for c in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", c)
        tones = "".join(mark for mark in apart if mark in _TONES)
        said.append(
            unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES)) + tones
        )
    return "".join(said).encode("cp1258")
