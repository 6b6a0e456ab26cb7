"""How fast does a photo of a phone become what buyers see, beside Pillow used plainly?"""

from io import BytesIO

from PIL import Image, ImageOps

from bench import Sides, measured
from products.models.photo import WIDTHS_PX
from products.photos import make_renditions


@measured(job="the renditions of a 12-megapixel JPEG", floor="plain Pillow for the same", required=0.67)
def photos() -> Sides:
    """A noisy picture lying on its side: noise is the worst case for every step."""
    photo = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(photo, "JPEG", quality=85, exif=exif)

    def plainly() -> None:
        with Image.open(BytesIO(photo.getvalue())) as opened:
            upright = ImageOps.exif_transpose(opened)
            for width in WIDTHS_PX:
                height = round(upright.height * width / upright.width)
                upright.resize((width, height), Image.Resampling.LANCZOS).save(BytesIO(), "WEBP", quality=80)

    return Sides(job=lambda: make_renditions(BytesIO(photo.getvalue())), floor=plainly)
