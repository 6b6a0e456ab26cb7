"""How is a list laid on paper? A PDF of A4 sheets lying on their side, with the association's heading and signatures.

Letters are embedded, nothing of it is a picture. The header stands on every page with the page's number. No text is
cut: it is broken into lines, and a row is as high as its highest cell.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts.paper_columns import fitted
from accounts.paper_frames import FOOT, INNER_WIDTH, TOP, Frame
from accounts.paper_texts import BOLD, PLAIN, broken, know_letters
from accounts.sheet_rows import clean, is_number
from accounts.sheets import Column, Kind, Sheet, TooManyRows, runs_of

PDF = "application/pdf"
MOST_ROWS = 5_000
LEADING = 1.3  # of one line to the next, in letter sizes
RISE = 0.95  # of letters with two marks above the baseline
SIDE, ABOVE = 1.1 * mm, 0.8 * mm  # between lines and letters
ROUNDING = 0.05
GROUND, LINES = (0.894, 0.937, 0.886), 0.6  # of the header, of the lines
KEPT_TOGETHER = 2  # rows that go along when the signatures need a new page

Cells = tuple[tuple[str, ...], ...]


def write_printed_list(target: IO[bytes], sheet: Sheet, progress: Callable[[int], None] | None = None) -> int:
    """Write a table as a PDF; the number of rows. TooManyRows and TooManyColumns say what to choose instead."""
    rows = list(islice(sheet.rows, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        message = _("A printed list holds at most %(most)s rows. Choose a smaller branch, or XLSX.")
        raise TooManyRows(message % {"most": number_format(MOST_ROWS, force_grouping=True)})
    know_letters()
    canvas = Canvas(target, pagesize=landscape(A4), pageCompression=1)
    canvas.setTitle(sheet.form.title if sheet.form else sheet.name)
    canvas.setCreator("Chợ Nông Dân")
    _List(canvas, sheet, rows).draw(progress or (lambda done: None))
    canvas.save()
    return len(rows)


def refuse_what_no_paper_holds(columns: Sequence[Column]) -> None:
    """TooManyColumns for columns that do not fit, whatever the rows will be."""
    know_letters()
    fitted(columns, (), INNER_WIDTH, 2 * SIDE + ROUNDING)


class _List:
    """The rows of one list, shared out over pages."""

    def __init__(self, canvas: Canvas, sheet: Sheet, rows: Sequence[Sequence[Any]]) -> None:
        self.canvas, self.sheet = canvas, sheet
        self.frame = Frame(canvas, sheet)
        texts = [_texts(sheet.columns, row) for row in rows]
        self.size, self.widths = fitted(sheet.columns, texts, INNER_WIDTH, 2 * SIDE + ROUNDING)
        self.edges = [self.frame.left + sum(self.widths[:place]) for place in range(len(self.widths) + 1)]
        self.rows = [self._broken(row) for row in texts]
        self.header = self._broken([column.header for column in sheet.columns], BOLD)
        self.group_height = self._height_of([(group,) for group, *_ in runs_of(sheet.columns)])

    def _broken(self, texts: Sequence[str], font: str = PLAIN) -> Cells:
        return tuple(
            broken(text, font, self.size, width - 2 * SIDE)
            for text, width in zip(texts, self.widths, strict=True)
        )

    def _height_of(self, cells: Sequence[Sequence[str]]) -> float:
        return max(len(lines) for lines in cells) * self.size * LEADING + 2 * ABOVE

    @property
    def header_height(self) -> float:
        """Of the header, with the words of groups above it."""
        return self._height_of(self.header) + (self.group_height if self.sheet.is_grouped else 0)

    def pages(self) -> list[list[Cells]]:
        """Which rows stand on which page; the signatures have room on the last one, and rows above them."""
        pages: list[list[Cells]] = [[]]
        room = TOP - self.frame.head_height - self.header_height - FOOT
        for row in self.rows:
            height = self._height_of(row)
            if pages[-1] and height > room:
                pages.append([])
                room = TOP - self.header_height - FOOT
            pages[-1].append(row)
            room -= height
        if room < self.frame.tail_height:
            taken = pages[-1][-KEPT_TOGETHER:]
            if len(taken) < len(pages[-1]):
                pages[-1] = pages[-1][: -len(taken)]
                pages.append(taken)
            else:
                pages.append([])
        return pages

    def draw(self, progress: Callable[[int], None]) -> None:
        """Draw every page."""
        pages, done = self.pages(), 0
        for number, rows in enumerate(pages, start=1):
            top = self.frame.draw_head() if number == 1 else TOP
            if rows or number == 1:
                top = self._draw_header(top)
            for row in rows:
                top = self._draw_row(row, top)
            if number == len(pages):
                self.frame.draw_tail(top, len(self.rows))
            self.frame.draw_number(number, len(pages))
            self.canvas.showPage()
            done += len(rows)
            progress(done)

    def _draw_header(self, top: float) -> float:
        height, own = self.header_height, self._height_of(self.header)
        self.canvas.setFillColorRGB(*GROUND)
        self.canvas.rect(
            self.edges[0], top - height, self.edges[-1] - self.edges[0], height, stroke=0, fill=1
        )
        self.canvas.setFillGray(0)
        for group, first, last in runs_of(self.sheet.columns):
            left, right = self.edges[first], self.edges[last + 1]
            if group:
                self._box(left, right, top, self.group_height)
                self._text((group,), (left, right), top - ABOVE, "mark", BOLD)
            for place in range(first, last + 1):
                tall = own if group else height
                cell_top = top - height + tall
                self._box(self.edges[place], self.edges[place + 1], cell_top, tall)
                spare = tall - self._height_of([self.header[place]])
                sides = (self.edges[place], self.edges[place + 1])
                self._text(self.header[place], sides, cell_top - ABOVE - spare / 2, "mark", BOLD)
        return top - height

    def _draw_row(self, row: Cells, top: float) -> float:
        height = self._height_of(row)
        for place, lines in enumerate(row):
            sides = (self.edges[place], self.edges[place + 1])
            self._box(*sides, top, height)
            self._text(lines, sides, top - ABOVE, self.sheet.columns[place].kind, PLAIN)
        return top - height

    def _box(self, left: float, right: float, top: float, height: float) -> None:
        self.canvas.setLineWidth(0.4)
        self.canvas.setStrokeGray(LINES)
        self.canvas.rect(left, top - height, right - left, height, stroke=1, fill=0)

    def _text(
        self, lines: Sequence[str], sides: tuple[float, float], top: float, kind: Kind, font: str
    ) -> None:
        self.canvas.setFont(font, self.size)
        left, right = sides
        baseline = top - RISE * self.size
        for line in lines:
            if kind in {"mark", "year", "date"}:
                self.canvas.drawCentredString((left + right) / 2, baseline, line)
            elif kind == "number":
                self.canvas.drawRightString(right - SIDE, baseline, line)
            elif line:
                self.canvas.drawString(left + SIDE, baseline, line)
            baseline -= self.size * LEADING


def _texts(columns: Sequence[Column], row: Sequence[Any]) -> list[str]:
    return [_text_of(column.kind, value) for column, value in zip(columns, row, strict=True)]


def _text_of(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if kind == "number" and is_number(value):
        return str(number_format(value, force_grouping=True))
    return clean(str(value))
