"""How does the sign of a stall look? One page with the farm's code, to be printed once and hung up for good.

What is on sale is not printed: the page behind the code says it. Measures are millimetres of an A4 sheet from its
lower left corner; other sheets of the same shape are drawn smaller.
"""

from datetime import date
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from traceability import codes, squares
from traceability.fitting import fitted
from traceability.label_sheets import BOLD, LEADING, PLAIN, ready_letters
from traceability.label_texts import text_of
from traceability.models import Label

SHEETS = {"a4": (210, 297), "a5": (148.5, 210)}
WIDTH, HEIGHT, EDGE = 210, 297, 15
BAND = 46
CODE_SIDE, CODE_FOOT = 150, 82
LEAF, INK = HexColor(0x1F5B37), HexColor(0x21281F)


def draw_sign(label: Label, target: IO[bytes], *, sheet: str, on: date) -> None:
    """Write the sign of a farm's label as a PDF; the code is drawn, not a picture, so that it stays sharp."""
    ready_letters()
    wide, high = SHEETS[sheet]
    canvas = Canvas(target, pagesize=(wide * mm, high * mm), pageCompression=1)
    canvas.setTitle(label.code)
    canvas.setCreator("Chợ Nông Dân")
    canvas.scale(wide / WIDTH, wide / WIDTH)
    canvas.setFillColor(LEAF)
    canvas.rect(0, (HEIGHT - BAND) * mm, WIDTH * mm, BAND * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    with override("vi"):
        _write(canvas, _("Scan to see where it comes from"), HEIGHT - 10, (BOLD, 34, 20))
        _write(canvas, _("Who grew it, where, with which certificate"), HEIGHT - 29, (PLAIN, 19, 12))
    canvas.setFillColor(INK)
    _names(canvas, label, on)
    _picture(canvas, label.code)
    _write(canvas, codes.shown(label.code), CODE_FOOT + 1, (BOLD, 30, 20))
    _write(canvas, text_of(label, on).site, CODE_FOOT - 14, (PLAIN, 17, 10))
    canvas.showPage()
    canvas.save()


def _names(canvas: Canvas, label: Label, on: date) -> None:
    """Who and where; the farm's own name too, where the farmer agreed to be named."""
    text = text_of(label, on)
    top = _write(canvas, text.title, CODE_FOOT - 28, (BOLD, 28, 16), lines=2)
    if label.farm.farmer.is_public:
        top = _write(canvas, label.farm.name, top, (PLAIN, 18, 12))
    _write(canvas, text.place, top, (PLAIN, 18, 12))


def _picture(canvas: Canvas, code: str) -> None:
    square = CODE_SIDE * mm / squares.side(code)
    canvas.saveState()
    canvas.setFillColorRGB(0, 0, 0)
    canvas.translate((WIDTH - CODE_SIDE) / 2 * mm, (CODE_FOOT + 6) * mm)
    canvas.scale(square, square)
    path = PDFPathObject([f"{left} {low} {length} 1 re" for left, low, length in squares.dark_runs(code)])
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _write(
    canvas: Canvas, words: str, top: float, look: tuple[str, float, float], *, lines: int = 1
) -> float:
    """Write centred lines below `top`, in smaller letters where they would not fit; where they end."""
    face, size, smallest = look
    chosen, broken = fitted(words, face, (size, smallest), (WIDTH - 2 * EDGE) * mm, lines)
    canvas.setFont(face, chosen)
    for line in broken:
        top -= chosen * LEADING / mm
        canvas.drawCentredString(WIDTH / 2 * mm, (top + chosen * 0.25 / mm) * mm, line)
    return top
