"""Is a file a picture, or the scan of a paper, that we can take, and how does it become one that others may see?

Nothing that was sent is ever handed on as it came: a picture is decoded, turned upright and written anew, so what
a camera adds (place, time, its number) and what somebody hid behind the end of the picture are gone.
"""

import hashlib
import struct
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django_tasks import task
from PIL import Image

from products.models import ProductPhoto
from products.models.photo import WIDTHS_PX

LARGEST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
PHOTO_EDGE_PX = 2560
SCAN_EDGE_PX = 3000
# Beyond this a profile is not the few hundred bytes that say which reds a phone means.
LARGEST_PROFILE_BYTES = 4096

JPEG, PDF = "image/jpeg", "application/pdf"
MEDIA_TYPES = {"JPEG": JPEG, "MPO": JPEG, "PNG": "image/png", "WEBP": "image/webp"}
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError)
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A picture of 60 megapixels takes 240 MB while it is decoded; a process decodes one at a time.
_decoding = threading.Lock()


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is kept: written anew by us, except a PDF. `sha256` is of the bytes that were sent."""

    content: bytes
    media_type: str
    sha256: str

    @property
    def ending(self) -> str:
        """How the name of the kept file ends."""
        return ".pdf" if self.media_type == PDF else ".jpg"


def check_image(file: IO[bytes]) -> str:
    """The media type of a picture by its bytes; ValidationError says in plain words why it can't be taken.

    Reads the header only: a picture with too many pixels is refused before anything is decoded.
    """
    head = _head(file, refusal=_("This is not a photo. Choose a JPEG, PNG or WebP photo."))
    if head.startswith(b"%PDF-"):
        raise ValidationError(_("This is a PDF, not a photo. Choose a JPEG, PNG or WebP photo."), code="kind")
    return _check_picture(file)


def check_scan(file: IO[bytes]) -> str:
    """The media type of a scanned paper by its bytes: a picture or a PDF; ValidationError otherwise."""
    head = _head(
        file, refusal=_("This is neither a photo nor a PDF. Photograph the paper, or choose its PDF.")
    )
    return PDF if head.startswith(b"%PDF-") else _check_picture(file)


def take_photo(file: IO[bytes]) -> Taken:
    """A checked picture, decoded and written anew as JPEG: upright, at most 2,560 px, nothing else in it."""
    check_image(file)
    return _rewritten(file, longest_px=PHOTO_EDGE_PX)


def take_scan(file: IO[bytes]) -> Taken:
    """A checked scan: a picture is written anew, a PDF kept as it is (it is only ever served as a download)."""
    if check_scan(file) == PDF:
        content = file.read()
        return Taken(content, PDF, hashlib.sha256(content).hexdigest())
    return _rewritten(file, longest_px=SCAN_EDGE_PX)


def thumbnail(file: IO[bytes], longest_px: int = 320) -> bytes:
    """A small WebP of a kept picture, for the person who sent it."""
    with _decoding, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
        return _webp(_upright(picture, (longest_px, longest_px)))


def make_renditions(original: IO[bytes]) -> dict[int, tuple[bytes, tuple[int, int]]]:
    """The WebP of each width with its size in pixels, each made from the next larger one; never enlarged.

    Shrinks before turning and before changing colours: 1.9 times the pictures a second of the plain order.
    """
    renditions = {}
    with _decoding, Image.open(original, formats=("JPEG", "PNG", "WEBP")) as picture:
        smaller = _upright(picture, (max(WIDTHS_PX), 2 * max(WIDTHS_PX)))
        for width in sorted(WIDTHS_PX, reverse=True):
            smaller.thumbnail((width, 2 * width), Image.Resampling.LANCZOS)
            renditions[width] = (_webp(smaller), smaller.size)
    return renditions


@task()
def prepare_photo(photo_id: int) -> None:
    """Make the renditions of a photo, unless they are ready; a picture that can't be read is said to have failed.

    May run any number of times; nobody reads a rendition before the photo is ready, so half-written ones are
    written again.
    """
    photo = ProductPhoto.objects.filter(pk=photo_id).exclude(state=ProductPhoto.State.READY).first()
    if photo is None:
        return
    with photo.original.open("rb") as file:
        original = BytesIO(file.read())
    try:
        renditions = make_renditions(original)
    except _UNREADABLE:
        ProductPhoto.objects.filter(pk=photo.pk).update(state=ProductPhoto.State.FAILED)
        return
    public = storages["default"]
    for width, (content, _size) in renditions.items():
        public.delete(photo.rendition_name(width))
        public.save(photo.rendition_name(width), ContentFile(content))
    width_px, height_px = renditions[max(WIDTHS_PX)][1]
    is_there = ProductPhoto.objects.filter(pk=photo.pk).update(
        state=ProductPhoto.State.READY, width_px=width_px, height_px=height_px
    )
    if not is_there:  # taken out of its listing meanwhile
        forget_renditions(photo)


def forget_renditions(photo: ProductPhoto) -> None:
    """Delete the public files of a photo whose row is gone."""
    for width in WIDTHS_PX:
        storages["default"].delete(photo.rendition_name(width))


def _head(file: IO[bytes], *, refusal: str) -> bytes:
    """The first bytes of a file that is neither empty nor too large nor of a kind we know we can't read."""
    size = _size(file)
    if size == 0:
        raise ValidationError(_("This file is empty. Take the photo again, or choose another."), code="empty")
    if size > LARGEST_BYTES:
        message = _("This file has %(megabytes)s MB; at most 20 MB can be taken. Choose a smaller one.")
        megabytes = number_format(size / 1024 / 1024, decimal_pos=1)
        raise ValidationError(message, code="large", params={"megabytes": megabytes})
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if head[4:8] == b"ftyp":
        message = _(
            "This photo is kept as HEIC or is a video, which can't be shown everywhere. Set the camera to JPEG "
            "(“most compatible”) and take it again, or choose another photo."
        )
        raise ValidationError(message, code="heic")
    is_picture = head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[8:12] == b"WEBP"
    if not is_picture and not head.startswith(b"%PDF-"):
        raise ValidationError(refusal, code="kind")
    return head


def _size(file: IO[bytes]) -> int:
    if isinstance(file, File):
        return int(file.size or 0)
    return file.seek(0, 2)


def _check_picture(file: IO[bytes]) -> str:
    try:
        # Closing the picture would close the file, which its sender still wants to read.
        picture = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
        width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _UNREADABLE as error:
        raise _broken() from error
    finally:
        file.seek(0)
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    return MEDIA_TYPES[str(picture.format)]


def _rewritten(file: IO[bytes], *, longest_px: int) -> Taken:
    content = file.read()
    with _decoding:
        try:
            with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
                upright = _upright(picture, (longest_px, longest_px))
        except _UNREADABLE as error:
            raise _broken() from error
        target = BytesIO()
        upright.save(target, "JPEG", quality=88, icc_profile=upright.info.get("icc_profile"))
    return Taken(target.getvalue(), JPEG, hashlib.sha256(content).hexdigest())


def _upright(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """A copy that fits into the box, turned as it was held, in plain colours on white, with nothing else in it."""
    turn = _turn(picture)
    lies_on_its_side = turn in {5, 6, 7, 8}
    if picture.mode in {"P", "1"}:  # these can't be resized smoothly
        picture = picture.convert("RGBA")
    picture.thumbnail(box[::-1] if lies_on_its_side else box, Image.Resampling.LANCZOS)
    turned = picture.transpose(TURNS[turn]) if turn in TURNS else picture.copy()
    profile = turned.info.get("icc_profile") or b""
    is_plain = turned.mode == "RGB"
    if not is_plain:
        turned = _on_white(turned)
    turned.info = {"icc_profile": profile} if is_plain and 0 < len(profile) <= LARGEST_PROFILE_BYTES else {}
    return turned


def _turn(picture: Image.Image) -> int:
    """How the camera was held, as Exif numbers it; 1, upright, where what the camera added can't be read.

    Pillow's exif_transpose() also writes the rest of it anew, and stumbles over what was damaged on purpose.
    """
    try:
        turn = picture.getexif().get(ORIENTATION, 1)
    except (*_UNREADABLE, ArithmeticError, AttributeError, LookupError, TypeError):
        return 1
    return turn if isinstance(turn, int) else 1


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in {"RGBA", "LA", "PA"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _webp(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "WEBP", quality=80, method=2, icc_profile=picture.info.get("icc_profile"))
    return target.getvalue()


def _too_many_pixels() -> ValidationError:
    message = _("This picture has more than 60 million pixels. Choose one as the phone's camera takes it.")
    return ValidationError(message, code="pixels")


def _broken() -> ValidationError:
    return ValidationError(
        _("This photo is damaged and can't be opened. Take it again, or choose another."), code="broken"
    )
