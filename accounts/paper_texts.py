"""How does a text stand in a column of a printed list: in which letters, broken into which lines?"""

from functools import cache, lru_cache

from django.contrib.staticfiles import finders
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-Bold"


@cache
def know_letters() -> None:
    """Make the two faces known to ReportLab, once in a process."""
    for face in (PLAIN, BOLD):
        registerFont(TTFont(face, finders.find(f"fonts/ttf/{face}.ttf")))


@lru_cache(maxsize=20_000)
def broken(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """The lines of a text no wider than `width` points, broken between words, within a word that is wider alone."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if stringWidth(longer, font, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _pieces(word, font, size, width)
            lines += whole
        lines.append(line)
    return tuple(lines)


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and stringWidth(pieces[-1] + letter, font, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
