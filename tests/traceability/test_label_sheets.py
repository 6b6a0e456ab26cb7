import io
import random

import pypdfium2
import pytest
import zxingcpp
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter
from qrcode import QRCode

from tests.factories.traceability import LotFactory
from traceability import label_sheets, squares
from traceability.codes import new_code, shown
from traceability.label_sheets import LAYOUTS
from traceability.label_texts import text_of
from traceability.labels import print_labels
from traceability.models import Label

pytestmark = pytest.mark.django_db

LONG = "Tiêu sọ phơi nắng hạt mẩy lựa tay từng hạt không lẫn tạp chất của làng nghề truyền thống lâu đời nhất xã Biển Hồ"
LONG_FARMER = (
    "Hợp tác xã Nông nghiệp – Dịch vụ – Thương mại – Vận tải Nam Yang Đak Đoa Chư Păh Biển Hồ Ia Grai Đức Cơ"
)


def made(lot, layout, *, kind="unit", count=5):
    labels = print_labels(lot=lot, kind=kind, count=count, by=None, at=timezone.now())
    target = io.BytesIO()
    label_sheets.draw(labels, target, layout)
    return labels, pypdfium2.PdfDocument(target.getvalue())


def pictures(pdf, dpi):
    return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in pdf]


def read(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def addresses(labels):
    return [f"HTTP://127.0.0.1:8000/T/{label.code}" for label in labels]


@pytest.mark.parametrize(
    ("layout", "dpi"),
    [("a4", 200), ("a4", 300), ("40x30", 203), ("40x30", 300), ("20x20", 203), ("20x20", 300)],
)
def test_every_code_is_read_from_the_rendered_paper(layout, dpi):
    labels, pdf = made(LotFactory(), layout, count=30)
    found = [text for picture in pictures(pdf, dpi) for text in read(picture)]

    assert sorted(found) == sorted(addresses(labels))


def test_a_longer_domain_is_read_from_the_smallest_sticker(settings):
    settings.PUBLIC_ADDRESS = "https://truyxuat.chonongdan.hoinongdangialai.org.vn"
    labels, pdf = made(LotFactory(), "20x20", count=20)
    found = [text for picture in pictures(pdf, 300) for text in read(picture)]

    assert found == [
        f"HTTPS://TRUYXUAT.CHONONGDAN.HOINONGDANGIALAI.ORG.VN/T/{label.code}" for label in labels
    ]


@pytest.mark.parametrize("harm", ["blur", "turn", "smudge"])
def test_smallest_stickers_are_read_when_harmed(harm):
    labels, pdf = made(LotFactory(), "20x20", count=30)
    draw = random.Random(7)
    found = [text for picture in pictures(pdf, 300) for text in read(harmed(picture, harm, draw))]

    assert len(set(found) & set(addresses(labels))) >= 29


def harmed(picture, harm, draw):
    if harm == "blur":
        return picture.filter(ImageFilter.GaussianBlur(2))
    if harm == "turn":
        return picture.rotate(15, fillcolor=255, expand=True, resample=Image.Resampling.BILINEAR)
    # A smudge over a sixth of the side, off the three corner marks, without which nobody finds the picture.
    left, top = (int(edge * draw.uniform(0.5, 0.65)) for edge in picture.size)
    wide = picture.width // 8
    ImageDraw.Draw(picture).ellipse([left, top - wide, left + wide, top], fill=255)
    return picture


def test_the_fixed_mask_is_read_as_well_as_a_chosen_one():
    codes = [new_code() for _ in range(60)]
    fixed = [square_picture(list(squares.dark_runs(code)), squares.side(code)) for code in codes]
    chosen = [chosen_picture(squares.address(code)) for code in codes]
    read_fixed, read_chosen = (
        sum(bool(read(picture.filter(ImageFilter.GaussianBlur(2.2)))) for picture in pictures_)
        for pictures_ in (fixed, chosen)
    )

    assert read_fixed >= read_chosen - 3
    assert read_fixed >= 55


def square_picture(runs, side, size=5):
    picture = Image.new("L", (side, side), 255)
    for x, y, length in runs:
        picture.paste(0, (x, side - 1 - y, x + length, side - y))
    return picture.resize((side * size, side * size), Image.Resampling.NEAREST)


def chosen_picture(text):
    picture = QRCode(border=4, box_size=5)
    picture.add_data(text)
    picture.make()
    return picture.make_image().get_image().convert("L")


def test_the_picture_holds_capitals_only_and_stays_small(settings):
    settings.PUBLIC_ADDRESS = "https://chonongdan.hoinongdangialai.vn"
    code = "7K3QHXB4MW92"

    assert squares.address(code) == f"HTTPS://CHONONGDAN.HOINONGDANGIALAI.VN/T/{code}"
    assert squares.side(code) == 29 + 8


def test_dark_runs_are_the_squares_of_the_library():
    code = "7K3QHXB4MW92"
    library = QRCode(mask_pattern=squares.MASK, border=4)  # the example fits level M alone
    library.add_data(squares.address(code))
    library.make()
    side = squares.side(code)
    drawn = [[False] * side for _ in range(side)]
    for x, y, length in squares.dark_runs(code):
        for square in range(x, x + length):
            drawn[side - 1 - y][square] = True

    assert drawn == library.get_matrix()


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_long_names_never_leave_the_label(layout, certify):
    lot = LotFactory(product__name=LONG, product__farm__farmer__name=LONG_FARMER, code="2611-123456789012345")
    certify(lot.product, scheme="ocop", stars=4)
    _, pdf = made(lot, layout, count=3)

    for cell, box in text_boxes(pdf, LAYOUTS[layout]):
        assert cell[0] <= box[0] <= box[2] <= cell[2]
        assert cell[1] <= box[1] <= box[3] <= cell[3]


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_a_word_without_spaces_never_leaves_the_label(layout):
    lot = LotFactory(product__name="Ư" * 120, product__farm__farmer__name="W" * 120)
    _, pdf = made(lot, layout, count=1)

    for cell, box in text_boxes(pdf, LAYOUTS[layout]):
        assert cell[0] <= box[0] <= box[2] <= cell[2]
        assert cell[1] <= box[1] <= box[3] <= cell[3]


def text_boxes(pdf, layout):
    """Each letter with the label it stands on, both as left, bottom, right, top in points."""
    mm = 72 / 25.4
    (width, height), (columns, rows) = layout.label, layout.grid
    low = (layout.page[1] - rows * height) / 2
    found = []
    for page in pdf:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            box = text.get_charbox(index)
            column = min(int(box[0] / mm / width), columns - 1)
            row = min(int((box[1] / mm - low) / height), rows - 1)
            cell = (column * width, low + row * height, (column + 1) * width, low + (row + 1) * height)
            found.append(([edge * mm for edge in cell], box))
    assert found
    return found


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_the_code_is_never_cut(layout):
    lot = LotFactory()
    label = Label.objects.create(
        code="WWWWWWWWWWWW", kind="lot", lot=lot, farm=lot.farm, printed_at=timezone.now()
    )
    target = io.BytesIO()
    label_sheets.draw([label], target, layout)
    text = pypdfium2.PdfDocument(target.getvalue())[0].get_textpage().get_text_bounded()

    assert shown(label.code) in text
    assert "127.0.0.1:8000/t" in text


def test_a4_holds_24_labels_a_page():
    _, pdf = made(LotFactory(), "a4", kind="lot", count=25)

    assert (len(pdf), [round(edge / 72 * 25.4) for edge in pdf[0].get_size()]) == (2, [210, 297])


def test_words_of_a_label(certify):
    lot = LotFactory(product__name="Cà phê nhân", product__farm__farmer__name="Rơ Châm H'Lan", code="2611-7")
    certificate = certify(lot.product)
    label = print_labels(lot=lot, kind="lot", count=1, by=None, at=timezone.now())[0]
    text = text_of(label, timezone.localdate())

    assert (text.title, text.farmer, text.place, text.site) == (
        "Cà phê nhân",
        "Rơ Châm H'Lan",
        "xã Biển Hồ, Gia Lai",
        "127.0.0.1:8000/t",
    )
    assert ("2611-7" in text.lot, "02/11/2026" in text.dated) == (True, True)
    assert ("VietGAP" in text.mark, f"{certificate.expires_on:%d/%m/%Y}" in text.mark) == (True, True)


@pytest.mark.parametrize(
    "how",
    [
        {"standing": "declared"},
        {"standing": "revoked"},
        {"confirmed": False},
        {"valid_from": "2020-01-01", "expires_on": "2020-12-31"},
        {"valid_from": "2999-01-01", "expires_on": "2999-12-31"},
    ],
)
def test_a_certificate_that_does_not_hold_leaves_no_mark(certify, how):
    lot = LotFactory()
    certify(lot.product, **how)
    label = print_labels(lot=lot, kind="lot", count=1, by=None, at=timezone.now())[0]

    assert text_of(label, timezone.localdate()).mark == ""


def test_a_farmer_who_did_not_agree_is_not_on_the_label():
    lot = LotFactory(product__farm__farmer__name="Siu Kín", product__farm__farmer__is_public=False)
    for kind in ("lot", "unit", "farm"):
        label = print_labels(lot=lot, kind=kind, count=1, by=None, at=timezone.now())[0]
        text = text_of(label, timezone.localdate())

        assert "Siu Kín" not in str(text)
        assert "xã Biển Hồ, Gia Lai" in text.place


# --- manage.py print_labels ----------------------------------------------------------------------------------


def test_the_command_writes_a_pdf_that_is_read(tmp_path, capsys):
    lot, out = LotFactory(), tmp_path / "tem.pdf"
    call_command(
        "print_labels", lot.code, "--count", "3", "--kind", "unit", "--layout", "20x20", "--out", out
    )
    labels = list(Label.objects.order_by("pk"))

    assert [read(picture) for picture in pictures(pypdfium2.PdfDocument(out), 300)] == [
        [address] for address in addresses(labels)
    ]
    assert capsys.readouterr().out == f"{out}: 3 labels, 3 codes, lot {lot.code}\n"
    assert list(tmp_path.iterdir()) == [out]


def test_the_command_prints_one_code_for_the_lot_unless_told(tmp_path):
    call_command("print_labels", LotFactory().code, "--count", "30", "--out", tmp_path / "tem.pdf")

    assert [(label.kind, label.printed_by) for label in Label.objects.all()] == [("lot", None)]


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        ({"lot": "2611-NONE"}, "Codes look like"),
        ({"out": "no/such/folder/tem.pdf"}, "Choose another place with --out."),
        ({"kind": "unit", "count": "301"}, "300"),
    ],
)
def test_the_command_names_the_remedy_and_makes_no_code(tmp_path, changes, remedy):
    asked = {"lot": LotFactory().code, "count": "3", "kind": "lot", "out": "tem.pdf"} | changes
    out = tmp_path / asked["out"]
    with pytest.raises(CommandError, match=remedy):
        call_command(
            "print_labels", asked["lot"], "--count", asked["count"], "--kind", asked["kind"], "--out", out
        )

    assert (Label.objects.count(), out.exists()) == (0, False)
