"""What stands around a printed list: heading and title above it, total and signatures beneath, the page's number."""

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts.official_forms import OfficialForm
from accounts.paper_texts import BOLD, PLAIN
from accounts.sheets import Sheet

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
EDGE = 12 * mm
FOOT = 14 * mm
TOP = PAGE_HEIGHT - EDGE
INNER_WIDTH = PAGE_WIDTH - 2 * EDGE
LEFT_MIDDLE, RIGHT_MIDDLE = 0.24, 0.74  # of the halves of the heading and of the signatures, in widths
LINE = 5 * mm
ROOM_TO_SIGN = 20 * mm
WORDS, SMALL, TITLE = 10, 8, 14


class Frame:
    """Draws what is not a row. Heights are asked for before anything is drawn."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self.canvas, self.form, self.above = canvas, sheet.form, list(sheet.above)
        self.left = EDGE

    @property
    def head_height(self) -> float:
        """Of what stands above the header of the first page."""
        height = len(self.above) * LINE
        if self.form:
            height += (len(self.form.heading) + len(self.form.subtitles)) * LINE + 5 * LINE / 2 + TITLE
        return height

    @property
    def tail_height(self) -> float:
        """Of what stands beneath the last row."""
        if self.form is None:
            return 0
        signed = max((len(signature.who) + 1 for signature in self.form.signatures), default=0)
        room = ROOM_TO_SIGN if signed else 0
        return (3 + (self.form.total is not None) + signed) * LINE + room

    def draw_head(self) -> float:
        """Draw the heading; how far down it reaches."""
        top = TOP
        if self.form:
            top = self._draw_heading(self.form, top)
        self.canvas.setFont(PLAIN, WORDS)
        for line in self.above:
            top -= LINE
            self.canvas.drawString(EDGE, top + 2, line)
        return TOP - self.head_height

    def _draw_heading(self, form: OfficialForm, top: float) -> float:
        strong = len(form.left) - 1, len(form.right) - 1
        for row, (left, right) in enumerate(form.heading):
            top -= LINE
            self._centred(left, LEFT_MIDDLE, top, BOLD if row == strong[0] else PLAIN)
            self._centred(right, RIGHT_MIDDLE, top, BOLD if row == strong[1] else PLAIN)
            if row == strong[1]:
                self._underline(right, RIGHT_MIDDLE, top)
        top -= LINE + TITLE
        self._centred(form.title, 0.5, top, BOLD, TITLE)
        for line in form.subtitles:
            top -= LINE
            self._centred(line, 0.5, top, PLAIN)
        return top - LINE / 2

    def draw_tail(self, top: float, count: int) -> None:
        """Draw total, place and day, and who signs."""
        if self.form is None:
            return
        if self.form.total:
            top -= LINE * 1.3
            self.canvas.setFont(BOLD, WORDS)
            self.canvas.drawString(EDGE, top, self.form.total(count))
        top -= LINE * 1.4
        self._centred(self.form.place_and_day, RIGHT_MIDDLE, top, PLAIN)
        for middle, signature in zip((LEFT_MIDDLE, RIGHT_MIDDLE), self.form.signatures, strict=False):
            baseline = top
            for line in signature.who:
                baseline -= LINE
                self._centred(line, middle, baseline, BOLD)
            self._centred(signature.how, middle, baseline - LINE, PLAIN, SMALL)

    def draw_number(self, number: int, pages: int) -> None:
        """Draw the page's number at its foot."""
        words = _("Page %(number)s of %(pages)s") % {"number": number, "pages": pages}
        self._centred(words, 0.5, EDGE - 2 * mm, PLAIN, SMALL)

    def _centred(self, text: str, middle: float, baseline: float, font: str, size: float = WORDS) -> None:
        if text:
            self.canvas.setFont(font, size)
            self.canvas.drawCentredString(EDGE + INNER_WIDTH * middle, baseline, text)

    def _underline(self, text: str, middle: float, baseline: float) -> None:
        """The line under the motto, as long as its words (Decree 30/2020/NĐ-CP, annex I)."""
        half = self.canvas.stringWidth(text, BOLD, WORDS) / 2
        self.canvas.setLineWidth(0.6)
        self.canvas.setStrokeGray(0)
        across = EDGE + INNER_WIDTH * middle
        self.canvas.line(across - half, baseline - 4.5, across + half, baseline - 4.5)
