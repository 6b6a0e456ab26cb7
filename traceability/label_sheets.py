"""How are labels laid on paper? A PDF of drawn squares and embedded letters, nothing of it a picture.

Measures are millimetres from the lower left corner of the label; letters are in points.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import IO

from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from traceability import codes, squares
from traceability.fitting import fitted
from traceability.label_texts import LabelText, text_of
from traceability.models import Label

PLAIN, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-Bold"
LEADING = 1.22  # of one line to the next, in letter sizes
RISE = 0.96  # of letters with two marks above the baseline, in letter sizes


@dataclass(frozen=True)
class Box:
    """A text of LabelText: letters from `size` down to `smallest`, at most so many lines."""

    text: str
    size: float
    smallest: float
    lines: int = 1
    font: str = PLAIN
    is_framed: bool = False


@dataclass(frozen=True)
class Column:
    """Texts one below the other from an upper left corner on, `gap` apart; empty ones take no room."""

    x: float
    top: float
    width: float
    boxes: tuple[Box, ...]
    gap: float = 0
    is_centred: bool = False


@dataclass(frozen=True)
class Layout:
    """A kind of paper. `picture` is the lower left corner and the side of the QR code with its quiet zone."""

    name: str
    title: Promise
    page: tuple[float, float]
    label: tuple[float, float]
    grid: tuple[int, int]
    picture: tuple[float, float, float]
    code: Column
    columns: tuple[Column, ...]


def _code(x: float, top: float, width: float, sizes: tuple[float, float]) -> Column:
    """Where the code stands: the widest, twelve times W, still fits at the smaller size."""
    return Column(x, top, width, (Box("code", *sizes, font=BOLD),), is_centred=True)


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout(
            name="a4",
            title=_("A4 sheet, 24 labels of 70 × 37 mm"),
            page=(210, 297),
            label=(70, 37),
            grid=(3, 8),
            picture=(3.5, 8.5, 25),
            code=_code(2.5, 9.2, 27, (7, 5.25)),
            columns=(
                Column(2.5, 6.2, 27, (Box("site", 5, 3.5),), is_centred=True),
                Column(
                    30.5,
                    33.5,
                    35,
                    (
                        Box("title", 9, 6.5, lines=2, font=BOLD),
                        Box("farmer", 6.5, 5.5, lines=2),
                        Box("place", 6.5, 5),
                        Box("lot", 6.5, 5),
                        Box("dated", 6.5, 5),
                        Box("mark", 7, 5, font=BOLD, is_framed=True),
                    ),
                    gap=0.6,
                ),
            ),
        ),
        Layout(
            name="40x30",
            title=_("Roll of 40 × 30 mm"),
            page=(40, 30),
            label=(40, 30),
            grid=(1, 1),
            picture=(0.4, 8, 21),
            code=_code(0.4, 7.9, 21, (6, 4)),
            columns=(
                Column(0.9, 5, 20, (Box("site", 4.5, 3),), is_centred=True),
                Column(
                    21.8,
                    29,
                    17.4,
                    (
                        Box("title", 6, 5, lines=3, font=BOLD),
                        Box("farmer", 5, 4.25, lines=2),
                        Box("place", 5, 4),
                        Box("lot", 5, 4),
                        Box("dated", 5, 4, lines=2),
                        Box("mark", 4.75, 4, lines=2, font=BOLD, is_framed=True),
                    ),
                    gap=0.3,
                ),
            ),
        ),
        Layout(
            name="20x20",
            title=_("Roll of 20 × 20 mm"),
            page=(20, 20),
            label=(20, 20),
            grid=(1, 1),
            picture=(2, 3.9, 16),
            code=_code(0.2, 4.2, 19.6, (5, 3.75)),
            columns=(Column(0.5, 2.2, 19, (Box("site", 4, 2.5),), is_centred=True),),
        ),
    )
}


@cache
def ready_letters() -> None:
    """Make the two faces known to ReportLab, once in a process."""
    for face in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(face, finders.find(f"fonts/ttf/{face}.ttf")))


def draw(
    labels: Sequence[Label],
    target: IO[bytes],
    layout: str = "a4",
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write a PDF with one sticker per label, in their order; `progress` hears of every page how many are done."""
    ready_letters()
    paper = LAYOUTS[layout]
    width, height = paper.page
    canvas = Canvas(target, pagesize=(width * mm, height * mm), pageCompression=1)
    canvas.setTitle(labels[0].lot.code if labels[0].lot else labels[0].code)
    canvas.setCreator("Chợ Nông Dân")
    canvas.setViewerPreference("PrintScaling", "None")  # scaled paper no longer meets the stickers
    columns, rows = paper.grid
    printer = _Printer(canvas, paper)
    for start in range(0, len(labels), columns * rows):
        for place, label in enumerate(labels[start : start + columns * rows]):
            printer.stick(label, place)
        canvas.showPage()
        if progress:
            progress(min(start + columns * rows, len(labels)))
    canvas.save()


class _Printer:
    """Puts labels on the pages of one file; words that many labels share are written once and referred to."""

    def __init__(self, canvas: Canvas, paper: Layout) -> None:
        self.canvas, self.paper = canvas, paper
        self.today = timezone.localdate()
        self.forms: dict[tuple[int | None, int], str] = {}

    def stick(self, label: Label, place: int) -> None:
        """Draw one label at its place on the page, left to right, top to bottom."""
        canvas, (columns, rows) = self.canvas, self.paper.grid
        row, column = divmod(place, columns)
        form = self._form_of(label)
        left, top = (self.paper.page[0] - columns * self.paper.label[0]) / 2, self.paper.page[1]
        top -= (self.paper.page[1] - rows * self.paper.label[1]) / 2
        canvas.saveState()
        canvas.translate(
            (left + column * self.paper.label[0]) * mm, (top - (row + 1) * self.paper.label[1]) * mm
        )
        canvas.doForm(form)
        self._write(self.paper.code, {"code": codes.shown(label.code)})
        self._picture(label.code)
        canvas.restoreState()

    def _picture(self, code: str) -> None:
        x, y, width = self.paper.picture
        square = width * mm / squares.side(code)
        self.canvas.translate(x * mm, y * mm)
        self.canvas.scale(square, square)
        path = PDFPathObject([f"{left} {low} {length} 1 re" for left, low, length in squares.dark_runs(code)])
        self.canvas.drawPath(path, stroke=0, fill=1)

    def _form_of(self, label: Label) -> str:
        key = (label.lot_id, label.farm_id)
        if key not in self.forms:
            self.forms[key] = f"words{len(self.forms)}"
            self._write_form(self.forms[key], text_of(label, self.today))
        return self.forms[key]

    def _write_form(self, name: str, text: LabelText) -> None:
        width, height = self.paper.label
        self.canvas.beginForm(name, 0, 0, width * mm, height * mm)
        if self.paper.grid != (1, 1):
            self.canvas.setLineWidth(0.25)
            self.canvas.setStrokeGray(0.75)
            self.canvas.rect(0, 0, width * mm, height * mm, stroke=1, fill=0)
        for column in self.paper.columns:
            self._write(column, asdict(text))
        self.canvas.endForm()

    def _write(self, column: Column, texts: dict[str, str]) -> None:
        top = column.top * mm
        for box in column.boxes:
            if words := texts[box.text]:
                top -= self._write_box(column, box, words, top) + column.gap * mm

    def _write_box(self, column: Column, box: Box, words: str, top: float) -> float:
        """Write one text below `top`; the height it took, in points."""
        padding = 1.2 * mm if box.is_framed else 0
        left, width = column.x * mm + padding, column.width * mm - 2 * padding
        size, lines = fitted(words, box.font, (box.size, box.smallest), width, box.lines)
        baseline = top - padding / 2 - RISE * size
        self.canvas.setFont(box.font, size)
        for line in lines:
            if column.is_centred:
                self.canvas.drawCentredString(left + width / 2, baseline, line)
            else:
                self.canvas.drawString(left, baseline, line)
            baseline -= LEADING * size
        height = LEADING * size * len(lines) + padding
        if box.is_framed:
            wide = max(pdfmetrics.stringWidth(line, box.font, size) for line in lines) + 2 * padding
            self.canvas.setLineWidth(0.6)
            self.canvas.setStrokeGray(0)
            self.canvas.roundRect(left - padding, top - height, wide, height, mm, stroke=1, fill=0)
        return height
