"""How the people of a story come in and what they bring along."""

import io
import random
import re

from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Page

from accounts.tokens import token_at

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(page: Page, path: str, phone: str, said) -> None:
    """Go to a page behind the door, give the phone, and type the code that the console shows."""
    page.goto(path)
    page.locator("#id_phone").fill(phone)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#id_digits").wait_for()
    digits = re.findall(r"\b(\d{6})\b", said())[-1]
    page.locator("#id_digits").fill(digits)
    page.locator("main form button[type=submit]").first.click()


def prove(page: Page, secret: str = SECRET) -> None:
    """Type the code of the app."""
    page.locator("#id_code").fill(token_at(secret, timezone.now()))
    page.locator("main form button[type=submit]").first.click()


def photo_lying_on_its_side() -> bytes:
    """A 12-megapixel JPEG as a phone takes it: rotated by a note in it, with a place."""
    width, height = 4000, 3000
    dots = random.Random(7)
    small = Image.frombytes(
        "RGB", (width // 20, height // 20), dots.randbytes(width // 20 * (height // 20) * 3)
    )
    picture = small.resize((width, height))
    ImageDraw.Draw(picture).rectangle((0, 0, width, height // 2), fill="#7a1f1a")
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x8825] = {1: "N", 2: (14.0, 5.0, 2.0), 3: "E", 4: (108.0, 2.0, 13.0)}
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85, exif=notes)
    return target.getvalue()


def small_photo() -> bytes:
    """An ordinary photo."""
    target = io.BytesIO()
    Image.new("RGB", (1200, 900), "#6b4a2b").save(target, "JPEG")
    return target.getvalue()
