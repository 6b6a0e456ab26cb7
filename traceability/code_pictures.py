"""How does a code look on a screen, and as a picture that is sent on by Zalo?

The picture says in words what the code stands for, because whoever gets it forwarded sees nothing else. Measures are
pixels.
"""

import io
from datetime import date
from functools import cache

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageDraw, ImageFont

from traceability import codes, squares
from traceability.label_texts import text_of
from traceability.models import Label

PLAIN, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-Bold"
WIDTH, HEIGHT, EDGE = 1080, 1350, 60
CODE_SIDE, CODE_TOP = 720, 470
BAND = 120
LEAF, INK, SOFT, PAPER = "#1f5b37", "#21281f", "#586152", "#ffffff"
COLOURS = 32  # enough for letters with smooth edges, a fifth of the bytes


def path_of(code: str) -> str:
    """The dark squares as the path of an SVG whose view box is `squares.side(code)` wide and high."""
    top = squares.side(code) - 1
    return "".join(f"M{x} {top - y}h{length}v1h-{length}z" for x, y, length in squares.dark_runs(code))


def picture_of(label: Label, on: date) -> bytes:
    """A PNG to send on: the code with product or farm, farmer, commune and where the code can be typed."""
    text = text_of(label, on)
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, BAND), fill=LEAF)
    with override("vi"):
        _line(draw, _("Scan to see where it comes from"), BAND / 2, (BOLD, 52, PAPER))
    top = _block(draw, text.title, BAND + 30, (BOLD, 56, INK), lines=2)
    for words in (text.farmer, text.place):
        if words:
            top = _block(draw, words, top + 8, (PLAIN, 38, SOFT), lines=1)
    picture.paste(_code(label.code), ((WIDTH - CODE_SIDE) // 2, CODE_TOP))
    _line(draw, codes.shown(label.code), CODE_TOP + CODE_SIDE + 30, (BOLD, 54, INK))
    _line(draw, text.site, CODE_TOP + CODE_SIDE + 95, (PLAIN, 38, SOFT))
    target = io.BytesIO()
    picture.quantize(COLOURS).save(target, "PNG", optimize=True)
    return target.getvalue()


def _code(code: str) -> Image.Image:
    side = squares.side(code)
    drawn = Image.new("L", (side, side), 255)
    for x, y, length in squares.dark_runs(code):
        drawn.paste(0, (x, side - 1 - y, x + length, side - y))
    return drawn.resize((CODE_SIDE, CODE_SIDE), Image.Resampling.NEAREST).convert("RGB")


def _block(
    draw: ImageDraw.ImageDraw, words: str, top: float, look: tuple[str, int, str], *, lines: int
) -> float:
    """Write a text of a few centred lines below `top`; where it ends."""
    face, size, colour = look
    broken = _broken(words, face, size)
    while len(broken) > lines and size > 28:
        size -= 2
        broken = _broken(words, face, size)
    for line in broken[:lines]:
        _line(draw, line, top + size * 0.6, (face, size, colour))
        top += size * 1.25
    return top


def _broken(words: str, face: str, size: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _face(face, size).getlength(longer) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _line(draw: ImageDraw.ImageDraw, words: str, middle: float, look: tuple[str, int, str]) -> None:
    """One centred line, in smaller letters where it would not fit."""
    face, size, colour = look
    while _face(face, size).getlength(words) > WIDTH - 2 * EDGE and size > 20:
        size -= 2
    draw.text((WIDTH / 2, middle), words, font=_face(face, size), fill=colour, anchor="mm")


@cache
def _face(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(finders.find(f"fonts/ttf/{face}.ttf")), size)
