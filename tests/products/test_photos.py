import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, ImageChops, ImageOps

from products.models import ProductPhoto
from products.photos import (
    LARGEST_BYTES,
    check_image,
    check_scan,
    forget_renditions,
    make_renditions,
    prepare_photo,
    take_photo,
    take_scan,
    thumbnail,
)
from tests.factories.products import ProductFactory

ORIENTATION, RESOLUTION, PLACE = 0x0112, 0x011A, 0x8825
TEXT, SHORT, BYTES = 2, 3, 7


def drawn(size=(400, 300), *, form="JPEG", mode="RGB", **saving):
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new(mode, size, "blue" if mode != "CMYK" else (100, 0, 0, 0))
    picture.paste("red" if mode != "CMYK" else (0, 100, 0, 0), (0, 0, size[0] // 2, size[1]))
    target = BytesIO()
    picture.save(target, form, **saving)
    return target.getvalue()


def lying_photo():
    """A 12-megapixel photo as a phone held upright takes it: lying on its left side, with its place."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(PLACE)[1] = "N"
    exif.get_ifd(PLACE)[2] = (13.0, 58.0, 40.0)
    return drawn((4000, 3000), exif=exif, comment=b"taken by me")


def header_bomb(width, height):
    """A PNG of a few dozen bytes that says it is large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def colours(content):
    """The colours at the middle of the four edges: top, right, bottom, left."""
    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGB")
        width, height = picture.size
        places = ((width // 2, 3), (width - 4, height // 2), (width // 2, height - 4), (3, height // 2))
        return ["red" if r > b else "blue" for r, g, b in map(picture.getpixel, places)]


@pytest.mark.parametrize(
    ("form", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_check_image_finds_the_kind_by_the_bytes(form, media_type):
    file = ContentFile(drawn(form=form), name="anh.txt")

    assert check_image(file) == media_type
    assert file.tell() == 0


def test_check_image_takes_the_double_pictures_of_some_phones():
    target = BytesIO()
    Image.new("RGB", (40, 30)).save(
        target, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")]
    )

    assert check_image(ContentFile(target.getvalue())) == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"Gi\xc3\xa1 c\xc3\xa0 ph\xc3\xaa h\xc3\xb4m nay\n" * 9, "kind"),
        (b"%PDF-1.7\n", "kind"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"),
        (b"\xff\xd8\xff\xe0 and no more than that", "broken"),
        (header_bomb(20_000, 10_000), "pixels"),
        (header_bomb(10_000, 7_000), "pixels"),
    ],
    ids=["empty", "text", "pdf", "heic", "cut", "200 megapixels", "70 megapixels"],
)
def test_check_image_refuses(content, code):
    with pytest.raises(ValidationError) as refusal:
        check_image(ContentFile(content, name="anh.jpg"))

    assert refusal.value.code == code


def test_check_image_refuses_what_is_larger_than_20_megabytes():
    file = ContentFile(drawn())
    file.size = LARGEST_BYTES + 1

    with pytest.raises(ValidationError) as refusal:
        check_image(file)

    assert refusal.value.code == "large"


def test_check_scan_takes_a_pdf_and_refuses_a_text():
    assert check_scan(ContentFile(b"%PDF-1.7\n1 0 obj")) == "application/pdf"
    assert check_scan(ContentFile(drawn(form="PNG"))) == "image/png"
    with pytest.raises(ValidationError) as refusal:
        check_scan(ContentFile(b"<html><script>"))
    assert refusal.value.code == "kind"


def test_take_photo_stands_upright_small_and_bare():
    taken = take_photo(ContentFile(lying_photo()))

    with Image.open(BytesIO(taken.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1920, 2560))
        assert dict(picture.getexif()) == {}
        assert set(picture.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    # Turned to the right by a quarter: what was left is on top.
    assert colours(taken.content)[0::2] == ["red", "blue"]
    assert (taken.media_type, taken.ending) == ("image/jpeg", ".jpg")


def test_take_photo_drops_what_hides_behind_the_end():
    hidden = b"PK\x03\x04<script>alert(1)</script>"

    taken = take_photo(ContentFile(drawn() + hidden))

    assert hidden not in taken.content
    assert taken.sha256 != take_photo(ContentFile(drawn())).sha256


def test_take_photo_refuses_a_photo_that_breaks_off():
    with pytest.raises(ValidationError) as refusal:
        take_photo(ContentFile(drawn()[:1500]))

    assert refusal.value.code == "broken"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_take_photo_reads_every_way_a_png_keeps_colours(mode):
    target = BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).convert(mode).save(target, "PNG")

    with Image.open(BytesIO(take_photo(ContentFile(target.getvalue())).content)) as picture:
        assert (picture.mode, picture.size) == ("RGB", (60, 40))
        if mode in {"RGBA", "LA"}:
            assert picture.getpixel((30, 20)) == (255, 255, 255)


def test_take_photo_keeps_a_small_profile_and_reads_print_colours():
    phone = drawn(icc_profile=b"p" * 500)
    with Image.open(BytesIO(take_photo(ContentFile(phone)).content)) as picture:
        assert picture.info["icc_profile"] == b"p" * 500
    with Image.open(BytesIO(take_photo(ContentFile(drawn(icc_profile=b"p" * 5000))).content)) as picture:
        assert "icc_profile" not in picture.info
    with Image.open(BytesIO(take_photo(ContentFile(drawn(mode="CMYK"))).content)) as picture:
        assert picture.mode == "RGB"


def test_take_scan_writes_a_picture_anew_and_keeps_a_pdf():
    pdf = b"%PDF-1.7\n1 0 obj"
    picture = take_scan(ContentFile(drawn((3200, 200), form="PNG")))

    assert take_scan(ContentFile(pdf)).content == pdf
    assert take_scan(ContentFile(pdf)).ending == ".pdf"
    with Image.open(BytesIO(picture.content)) as scan:
        assert (scan.format, scan.size) == ("JPEG", (3000, 188))


def test_thumbnail_is_a_small_webp():
    with Image.open(BytesIO(thumbnail(BytesIO(drawn((1600, 1200)))))) as picture:
        assert (picture.format, picture.size) == ("WEBP", (320, 240))


def test_make_renditions_have_the_widths_they_are_named_by():
    renditions = make_renditions(BytesIO(lying_photo()))

    assert {width: size for width, (_, size) in renditions.items()} == {
        1600: (1600, 2133),
        800: (800, 1067),
        320: (320, 427),
    }
    assert colours(renditions[320][0])[0::2] == ["red", "blue"]
    with Image.open(BytesIO(renditions[1600][0])) as picture:
        assert dict(picture.getexif()) == {}


def test_make_renditions_never_enlarge():
    renditions = make_renditions(BytesIO(drawn((500, 300))))

    assert {width: size for width, (_, size) in renditions.items()} == {
        1600: (500, 300),
        800: (500, 300),
        320: (320, 192),
    }


def photo_of(content):
    photo = ProductPhoto(product=ProductFactory())
    photo.original.save("a.jpg", ContentFile(content), save=False)
    photo.save()
    return photo


def kept(photo):
    """Which renditions lie in public storage, and how large they are."""
    public = storages["default"]
    found = {}
    for width in (320, 800, 1600):
        name = photo.rendition_name(width)
        if public.exists(name):
            found[width] = public.size(name)
    return found


@pytest.mark.django_db
def test_prepare_photo_makes_it_ready_however_often_it_runs():
    photo = photo_of(lying_photo())
    storages["default"].save(photo.rendition_name(320), ContentFile(b"cut off by a power failure"))

    prepare_photo.enqueue(photo.pk)
    photo.refresh_from_db()
    first = kept(photo)
    prepare_photo.enqueue(photo.pk)

    assert (photo.state, photo.width_px, photo.height_px) == ("ready", 1600, 2133)
    assert set(first) == {320, 800, 1600}
    assert first[320] > 100
    assert kept(photo) == first


@pytest.mark.django_db
def test_prepare_photo_says_when_a_picture_cannot_be_read():
    photo = photo_of(drawn()[:1500])

    prepare_photo.enqueue(photo.pk)
    photo.refresh_from_db()

    assert (photo.state, kept(photo)) == ("failed", {})


@pytest.mark.django_db
def test_prepare_photo_of_a_photo_that_is_gone_does_nothing():
    result = prepare_photo.enqueue(987_654)

    assert result.return_value is None


@pytest.mark.django_db
def test_prepare_photo_leaves_nothing_public_of_a_photo_removed_meanwhile(monkeypatch):
    photo, public = photo_of(drawn()), storages["default"]
    save = public.save

    def save_as_it_is_removed(name, content):
        ProductPhoto.objects.filter(pk=photo.pk).delete()
        forget_renditions(photo)
        return save(name, content)

    monkeypatch.setattr(public, "save", save_as_it_is_removed)

    prepare_photo.enqueue(photo.pk)

    assert kept(photo) == {}


@pytest.mark.django_db
def test_forget_renditions_leaves_nothing_public():
    photo = photo_of(drawn())
    prepare_photo.enqueue(photo.pk)

    forget_renditions(photo)

    assert kept(photo) == {}


@pytest.mark.parametrize("kind", [TEXT, BYTES])
def test_picture_is_taken_and_turned_whatever_else_the_camera_added(kind):
    lying = struct.pack("<HHII", ORIENTATION, SHORT, 1, 6)
    words_for_a_number = struct.pack("<HHI4s", RESOLUTION, kind, 4, b"abc\0")
    exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0" + lying + words_for_a_number + b"\0" * 12

    taken = take_photo(BytesIO(drawn((40, 30), exif=exif)))

    with Image.open(BytesIO(taken.content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((30, 40), {})


@pytest.mark.parametrize("turn", range(1, 9))
def test_picture_is_turned_as_it_was_held(turn):
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    lying = Image.open(BytesIO(drawn((40, 30), exif=exif)))

    with Image.open(BytesIO(take_photo(BytesIO(drawn((40, 30), exif=exif))).content)) as picture:
        expected = ImageOps.exif_transpose(lying).convert("RGB")
        assert picture.size == expected.size
        difference = ImageChops.difference(picture, expected)
        assert max(high for _low, high in difference.getextrema()) < 32
