"""How fast are label sheets drawn, next to a loop that anyone would write?"""

from __future__ import annotations

import io

from django.utils import timezone
from qrcode import QRCode
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from bench import Sides, measured
from tests.factories.traceability import LotFactory
from traceability import label_sheets, squares
from traceability.labels import print_labels
from traceability.models import Lot

LABELS = 1_000
COLUMNS, ROWS, SIDE = 3, 8, 25 * mm


@measured(
    job=f"{LABELS:,} labels of single units on A4, with their words",
    floor="plain ReportLab: a rectangle for every dark square of the qrcode library",
    required=0.5,
    needs_database=True,
)
def labels() -> Sides:
    """Draw the same codes both ways."""
    LotFactory(amount_milli=LABELS * 1_000, product__unit="tui")
    lot = Lot.objects.get()
    printed = print_labels(lot=lot, kind="unit", count=LABELS, by=None, at=timezone.now())
    addresses = [squares.address(label.code) for label in printed]
    return Sides(
        job=lambda: label_sheets.draw(printed, io.BytesIO(), "a4"),
        floor=lambda: draw_plainly(addresses),
    )


def draw_plainly(addresses: list[str]) -> None:
    """One QR code after another, 24 a page."""
    canvas = Canvas(io.BytesIO(), pagesize=(210 * mm, 297 * mm), pageCompression=1)
    for number, address in enumerate(addresses):
        row, column = divmod(number % (COLUMNS * ROWS), COLUMNS)
        picture = QRCode(border=4)
        picture.add_data(address)
        picture.make()
        matrix = picture.get_matrix()
        square = SIDE / len(matrix)
        left, top = column * 70 * mm, (297 - row * 37) * mm
        for y, line in enumerate(matrix):
            for x, is_dark in enumerate(line):
                if is_dark:
                    canvas.rect(left + x * square, top - (y + 1) * square, square, square, stroke=0, fill=1)
        if row == ROWS - 1 and column == COLUMNS - 1:
            canvas.showPage()
    canvas.save()
