"""The demo's pictures: drawn produce (CC0, our own), and sheets of paper that say that they are examples."""

import io
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, ImageDraw, ImageFont

from farmers.models import Certificate
from market.demo.content import FOLDER
from products.models import Product, ProductPhoto
from products.models.photo import WIDTHS_PX
from products.photos import prepare_photo

CREDIT = "Tranh vẽ của Chợ Nông Dân, CC0"
SHEET_PX = (1240, 1754)


def hang_pictures(product: Product, stems: list[str]) -> None:
    """Give a product its drawn pictures, renditions included."""
    for position, stem in enumerate(stems):
        photo = ProductPhoto(product=product, position=position, credit=CREDIT, description=product.name)
        photo.original.save(f"{stem}.webp", ContentFile(_picture(stem)))
        first = _prepared.get(stem)
        if first is None:
            prepare_photo.call(photo.pk)
            _prepared[stem] = photo.pk
        else:
            _copy_renditions(ProductPhoto.objects.get(pk=first), photo)


_prepared: dict[str, int] = {}


@cache
def _picture(stem: str) -> bytes:
    return (FOLDER / "pictures" / f"{stem}.webp").read_bytes()


def _copy_renditions(made: ProductPhoto, photo: ProductPhoto) -> None:
    public = storages["default"]
    for width_px in WIDTHS_PX:
        with public.open(made.rendition_name(width_px)) as rendition:
            public.save(photo.rendition_name(width_px), ContentFile(rendition.read()))
    photo.state, photo.width_px, photo.height_px = made.state, made.width_px, made.height_px
    photo.save(update_fields=["state", "width_px", "height_px"])


def certificate_scan(certificate: Certificate) -> bytes:
    """A JPEG of a sheet that carries the certificate's data and says that it is an example."""
    sheet = Image.new("RGB", SHEET_PX, "#fbf7ec")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((50, 50, SHEET_PX[0] - 50, SHEET_PX[1] - 50), outline="#1f5b37", width=6)
    draw.rectangle((66, 66, SHEET_PX[0] - 66, SHEET_PX[1] - 66), outline="#8a5a00", width=2)
    lines = [
        (170, 34, "Regular", certificate.issuer),
        (300, 64, "Bold", "GIẤY CHỨNG NHẬN"),
        (390, 46, "Bold", str(certificate.title)),
        (560, 34, "Regular", "Cấp cho"),
        (620, 44, "Bold", certificate.farmer.name),
        (690, 34, "Regular", certificate.farmer.commune_name + ", tỉnh Gia Lai"),
        (860, 36, "Regular", f"Số: {certificate.number}"),
        (
            930,
            36,
            "Regular",
            f"Có hiệu lực từ {certificate.valid_from:%d/%m/%Y} đến hết {certificate.expires_on:%d/%m/%Y}",
        ),
        (1500, 38, "Bold", "BẢN MẪU DÙNG ĐỂ TRÌNH DIỄN, KHÔNG CÓ GIÁ TRỊ"),
    ]
    for top, size, weight, text in lines:
        draw.text((SHEET_PX[0] / 2, top), text, fill="#21281f", font=_font(weight, size), anchor="mm")
    draw.ellipse((820, 1150, 1040, 1370), outline="#b3261e", width=8)
    draw.text((930, 1260), "MẪU", fill="#b3261e", font=_font("Bold", 52), anchor="mm")
    paper = io.BytesIO()
    sheet.save(paper, "JPEG", quality=70)
    return paper.getvalue()


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    path: Path = settings.ROOT / "static" / "fonts" / "ttf" / f"BeVietnamPro-{weight}.ttf"
    return ImageFont.truetype(str(path), size)
