import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from PIL import Image

from products.drafting import begin_draft, discard_draft
from products.models import Draft, DraftFile, Upload, UploadPiece
from products.uploading import (
    LARGEST_PIECE_BYTES,
    arrange_photos,
    begin_upload,
    forget_stale_uploads,
    take_piece,
)
from tests.factories.farmers import FarmerPersonFactory
from tests.products.conftest import photo

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
Kind = DraftFile.Kind


def begun(draft, content, kind=Kind.PHOTO):
    return begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=kind, size_bytes=len(content))


def send_all(upload, content, piece=700):
    for start in range(0, len(content), piece):
        upload = take_piece(upload=upload, start_byte=start, content=content[start : start + piece])
    return upload


def private_files():
    """Every private file that pieces and drafts have left, by folder."""
    storage = storages["private"]

    def within(folder):
        folders, files = storage.listdir(folder)
        return [f"{folder}/{name}" for name in files] + [
            found for one in folders for found in within(f"{folder}/{one}")
        ]

    return [found for folder in ("pieces", "drafts") if storage.exists(folder) for found in within(folder)]


def test_pieces_become_one_photo_of_the_draft_and_are_gone(draft):
    before = private_files()
    content = photo(size=(640, 480)).read()

    upload = send_all(begun(draft, content), content)

    kept = draft.files.get()
    assert (upload.file_id, upload.received_bytes, kept.kind) == (kept.pk, len(content), "photo")
    assert UploadPiece.objects.count() == 0
    assert set(private_files()) - set(before) == {kept.file.name}
    with kept.file.open("rb") as file, Image.open(file) as picture:
        assert picture.size == (640, 480)


def test_a_piece_sent_again_changes_nothing_and_says_where_to_go_on(draft):
    content = photo(size=(640, 480)).read()
    upload = begun(draft, content)
    take_piece(upload=upload, start_byte=0, content=content[:700])

    again = take_piece(upload=Upload.objects.get(pk=upload.pk), start_byte=0, content=content[:700])
    ahead = take_piece(upload=Upload.objects.get(pk=upload.pk), start_byte=1400, content=content[1400:2100])

    assert (again.received_bytes, ahead.received_bytes) == (700, 700)
    assert list(UploadPiece.objects.values_list("start_byte", flat=True)) == [0]


def test_a_piece_that_was_late_leaves_no_file_behind(draft):
    content = photo(size=(640, 480)).read()
    upload = begun(draft, content)
    late = Upload.objects.get(pk=upload.pk)
    take_piece(upload=upload, start_byte=0, content=content[:700])
    before = private_files()

    found = take_piece(upload=late, start_byte=0, content=content[:700])

    assert (found.received_bytes, private_files()) == (700, before)


def test_an_upload_that_lost_its_last_answer_becomes_whole_when_asked_again(draft):
    content = photo(size=(640, 480)).read()
    upload = begun(draft, content)
    send_all(upload, content[:700])
    name = storages["private"].save("pieces/aa/rest", photo())
    with storages["private"].open(name, "wb") as file:
        file.write(content[700:])
    UploadPiece.objects.create(upload=upload, start_byte=700, file=name)
    Upload.objects.filter(pk=upload.pk).update(received_bytes=len(content))

    found = take_piece(upload=Upload.objects.get(pk=upload.pk), start_byte=len(content), content=b"")

    assert found.file == draft.files.get()


def test_the_same_photo_in_two_uploads_is_one_file_also_when_the_draft_is_full(draft):
    contents = [photo((shade, 0, 0)).read() for shade in range(0, 200, 20)]
    for content in contents:
        send_all(begun(draft, content), content)

    again = send_all(begun(draft, contents[0]), contents[0])

    assert draft.files.count() == 10
    assert again.file == draft.files.order_by("position").first()


def test_an_eleventh_photo_is_refused_and_forgotten(draft):
    for shade in range(0, 200, 20):
        content = photo((shade, 0, 0)).read()
        send_all(begun(draft, content), content)
    eleventh = photo("blue").read()
    upload = begun(draft, eleventh)

    with pytest.raises(ValidationError, match="10"):
        send_all(upload, eleventh)

    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert draft.files.count() == 10


@pytest.mark.parametrize(
    "content",
    [b"<svg onload=alert(1)>" * 9, b"%PDF-1.4 " * 20, b"MZ" + b"\0" * 90],
    ids=["svg", "pdf", "program"],
)
def test_what_is_no_photo_is_refused_and_forgotten(draft, content):
    before = private_files()
    upload = begun(draft, content)

    with pytest.raises(ValidationError):
        take_piece(upload=upload, start_byte=0, content=content)

    assert (Upload.objects.count(), UploadPiece.objects.count(), draft.files.count()) == (0, 0, 0)
    assert private_files() == before


def test_a_scan_may_be_a_pdf(draft):
    content = b"%PDF-1.4 one page"

    upload = send_all(begun(draft, content, Kind.SCAN), content)

    assert (upload.file.kind, upload.file.media_type) == ("scan", "application/pdf")


def test_a_photo_with_a_program_behind_its_end_is_written_anew(draft):
    content = photo().read() + b"<script>alert(1)</script>"

    upload = send_all(begun(draft, content), content)

    with upload.file.file.open("rb") as file:
        assert b"<script>" not in file.read()


@pytest.mark.parametrize("size_bytes", [0, 20 * 1024 * 1024 + 1])
def test_a_file_of_no_size_or_too_large_is_refused_at_once(draft, size_bytes):
    with pytest.raises(ValidationError):
        begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=Kind.PHOTO, size_bytes=size_bytes)

    assert Upload.objects.count() == 0


def test_a_piece_larger_than_allowed_or_beyond_the_end_is_refused(draft):
    upload = begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=Kind.PHOTO, size_bytes=900_000)

    with pytest.raises(ValidationError):
        take_piece(upload=upload, start_byte=0, content=b"x" * (LARGEST_PIECE_BYTES + 1))
    with pytest.raises(ValidationError):
        take_piece(upload=upload, start_byte=899_999, content=b"xx")

    assert Upload.objects.get().received_bytes == 0


def test_an_upload_belongs_to_one_draft(draft, category):
    other = FarmerPersonFactory()
    others = begin_draft(draft_id=uuid.uuid4(), user=other.user, farmer=other.farmer)
    upload = begun(others, b"xyz")

    with pytest.raises(Upload.DoesNotExist):
        begin_upload(draft=draft, upload_id=upload.pk, kind=Kind.PHOTO, size_bytes=3)


def test_arranging_brings_the_photos_into_order_and_gives_back_the_rest(draft):
    contents = [photo(colour).read() for colour in ("red", "green", "blue")]
    red, green, blue = (send_all(begun(draft, content), content) for content in contents)

    left_out = arrange_photos(draft=draft, uploads=[blue.pk, red.pk])

    order = list(draft.files.filter(pk__in=[blue.file_id, red.file_id]).order_by("position"))
    assert [file.pk for file in order] == [blue.file_id, red.file_id]
    assert left_out == [green.file]


def test_arranging_photos_that_have_not_come_in_is_refused(draft):
    content = photo().read()
    whole = send_all(begun(draft, content), content)

    with pytest.raises(ValidationError, match="1"):
        arrange_photos(draft=draft, uploads=[whole.pk, begun(draft, b"xyz").pk])


def test_throwing_a_draft_away_takes_the_pieces_along(draft, django_capture_on_commit_callbacks):
    before = private_files()
    upload = begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=Kind.PHOTO, size_bytes=9000)
    take_piece(upload=upload, start_byte=0, content=b"x" * 700)

    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft)

    assert (Draft.objects.count(), Upload.objects.count(), private_files()) == (0, 0, before)


def test_stale_uploads_are_forgotten_and_others_stay(draft):
    before = private_files()
    content = photo().read()
    whole = send_all(begun(draft, content), content)
    stale, fresh = (
        begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=Kind.PHOTO, size_bytes=9000) for _ in range(2)
    )
    for upload in (stale, fresh):
        take_piece(upload=upload, start_byte=0, content=b"x" * 700)
    old = NOW - timedelta(days=31)
    Upload.objects.filter(pk__in=[stale.pk, whole.pk]).update(begun_at=old)
    Upload.objects.filter(pk=fresh.pk).update(begun_at=NOW)

    forget_stale_uploads(at=NOW)

    assert set(Upload.objects.values_list("pk", flat=True)) == {whole.pk, fresh.pk}
    kept = {whole.file.file.name, UploadPiece.objects.get().file.name}
    assert set(private_files()) - set(before) == kept


def test_an_upload_never_receives_more_than_its_size(draft):
    upload = begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=Kind.PHOTO, size_bytes=10)
    upload.received_bytes = 11

    with pytest.raises(ValidationError):
        upload.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(received_bytes=11)


def test_two_pieces_never_begin_at_the_same_byte(draft):
    upload = begin_upload(draft=draft, upload_id=uuid.uuid4(), kind=Kind.PHOTO, size_bytes=9000)
    take_piece(upload=upload, start_byte=0, content=b"x" * 700)
    twin = UploadPiece(upload=upload, start_byte=0, file="pieces/x")

    with pytest.raises(ValidationError):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_picture_lying_on_its_side_stands_upright_and_has_no_place(draft):
    target = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (640, 480)).save(target, "JPEG", exif=exif)
    content = target.getvalue()

    upload = send_all(begun(draft, content), content)

    with upload.file.file.open("rb") as file, Image.open(file) as picture:
        assert (picture.size, dict(picture.getexif())) == ((480, 640), {})
