"""Is the code read from the screen, from the picture that is sent on, and from the sign of a stall?"""

import io
import re
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.factories.farmers import FarmerPersonFactory, FarmFactory, officer
from tests.factories.traceability import LabelFactory, LotFactory
from traceability import codes, squares
from traceability.code_pictures import CODE_TOP, path_of, picture_of
from traceability.models import Label
from traceability.stall_signs import SHEETS, draw_sign

ON = date(2026, 11, 24)
LONG = (
    "Hợp tác xã Nông nghiệp – Dịch vụ – Thương mại – Vận tải Nam Yang Đak Đoa Chư Păh Biển Hồ Ia Grai Đức Cơ"
)

pytestmark = pytest.mark.django_db


def read(picture):
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def address(label):
    return f"HTTP://127.0.0.1:8000/T/{label.code}"


def sign_of(label, sheet="a4"):
    target = io.BytesIO()
    draw_sign(label, target, sheet=sheet, on=ON)
    return pypdfium2.PdfDocument(target.getvalue())


def farm_label(**farm):
    return LabelFactory(kind="farm", lot=None, farm=FarmFactory(**farm))


def test_the_path_on_the_screen_is_the_code():
    label = LabelFactory()
    side = squares.side(label.code)
    picture = Image.new("L", (side, side), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path_of(label.code)):
        picture.paste(0, (int(x), int(y), int(x) + int(length), int(y) + 1))

    assert read(picture.resize((side * 5, side * 5), Image.Resampling.NEAREST)) == [address(label)]


@pytest.mark.parametrize("name", ["Cà phê", LONG])
def test_the_picture_sent_on_is_read_also_when_shrunk_and_pressed(name):
    lot = LotFactory(product__name=name, product__farm__farmer__name=name)
    label = Label.objects.for_sheet().get(pk=LabelFactory(lot=lot).pk)

    content = picture_of(label, ON)

    picture = Image.open(io.BytesIO(content)).convert("RGB")
    assert (picture.size, len(content) < 60_000) == ((1080, 1350), True)
    above = picture.crop((0, CODE_TOP - 6, picture.width, CODE_TOP)).convert("L")
    assert above.getextrema()[0] > 240  # no word is cut by the code
    pressed = io.BytesIO()
    picture.resize((540, 675)).save(pressed, "JPEG", quality=50)
    assert read(picture) == read(Image.open(pressed)) == [address(label)]


@pytest.mark.parametrize("name", ["Nhà Rơ Châm", LONG])
@pytest.mark.parametrize("sheet", list(SHEETS))
def test_the_sign_is_read_from_the_paper_and_stays_on_it(name, sheet):
    label = farm_label(farmer__name=name, name=name[:60])

    pdf = sign_of(label, sheet)

    picture = pdf[0].render(scale=2, grayscale=True).to_pil()
    assert len(pdf) == 1
    assert tuple(round(side) for side in pdf[0].get_size()) == tuple(
        round(side * 72 / 25.4) for side in SHEETS[sheet]
    )
    assert read(picture) == [address(label)]
    white = picture.crop((0, picture.height - 8, picture.width, picture.height))
    assert white.getextrema() == (255, 255)


def test_the_sign_names_farm_and_commune_and_nothing_on_sale():
    label = farm_label(farmer__name="Nhà Rơ Châm", name="Rẫy trên")
    lot = LotFactory(product__farm=label.farm, product__name="Cà phê nhân")

    words = sign_of(label)[0].get_textpage().get_text_range()

    for expected in ("Nhà Rơ Châm", "Rẫy trên", "Biển Hồ", codes.shown(label.code), "127.0.0.1:8000/t"):
        assert expected in words
    assert lot.product.name not in words


def test_the_sign_of_somebody_who_did_not_agree_names_the_place_alone():
    label = farm_label(farmer__name="Nhà Rơ Châm", name="Rẫy trên", farmer__is_public=False)

    words = sign_of(label)[0].get_textpage().get_text_range()

    assert "Biển Hồ" in words
    assert "Rơ Châm" not in words
    assert "Rẫy trên" not in words


def test_the_sign_is_fetched_by_who_acts_for_the_farm_and_its_code_is_made_once(client):
    farm = FarmFactory()
    person = FarmerPersonFactory(farmer=farm.farmer)
    client.force_login(person.user)

    answers = [client.get(f"/ban-hang/bien-quay/{farm.pk}/{query}") for query in ("", "?giay=a5", "?giay=x")]

    label = Label.objects.get()
    assert [answer.headers["Content-Disposition"] for answer in answers] == [
        f'attachment; filename="bien-quay-{label.code}-{sheet}.pdf"' for sheet in ("a4", "a5", "a4")
    ]
    for answer in answers:
        picture = pypdfium2.PdfDocument(answer.content)[0].render(scale=2).to_pil()
        assert read(picture) == [address(label)]
    for stranger in (FarmerPersonFactory().user, officer()):
        client.force_login(stranger)
        assert client.get(f"/ban-hang/bien-quay/{farm.pk}/").status_code == 404
