import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.encryption import CannotDecrypt
from accounts.handing_out import (
    FRAME_BYTES,
    hand_out,
    open_handed,
    shred_old_files,
    take,
    write_handed_file,
    writes,
)
from accounts.models import HandedFile
from tests.factories.accounts import UserFactory

CONTENT = bytes(range(256)) * (FRAME_BYTES // 100)


@writes("test-bytes")
def _write_bytes(handed, target, progress):
    target.write(CONTENT)
    progress(3)


@writes("test-failure")
def _fail(handed, target, progress):
    raise OSError("no space left")


def order(kind, **columns):
    return hand_out(
        kind=kind,
        scope="1.",
        user=UserFactory(),
        name="x.bin",
        content_type="application/octet-stream",
        at=columns.get("at", timezone.now()),
    )


@pytest.fixture
def handed(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ordered = order("test-bytes")
    ordered.refresh_from_db()
    return ordered


def test_handed_file_is_written_in_the_background_with_its_digest(handed):
    assert (handed.state, handed.rows_done, handed.sha256) == (
        "ready",
        3,
        hashlib.sha256(CONTENT).hexdigest(),
    )


def test_handed_file_is_encrypted_where_it_lies(handed):
    with handed.file.open("rb") as kept:
        sealed = kept.read()

    assert CONTENT[:64] not in sealed
    assert sealed.count(b"\n") == len(CONTENT) // FRAME_BYTES + 1


def test_handed_file_opens_to_the_bytes_that_were_written(handed):
    assert b"".join(open_handed(handed)) == CONTENT


def test_handed_file_with_its_end_cut_off_does_not_open(handed):
    with handed.file.open("rb") as kept:
        lines = kept.readlines()
    with Path(handed.file.path).open("wb") as kept:
        kept.writelines(lines[:-1])

    with pytest.raises(CannotDecrypt):
        list(open_handed(handed))


def test_handed_file_with_frames_swapped_does_not_open(handed):
    with handed.file.open("rb") as kept:
        first, second, *rest = kept.readlines()
    with Path(handed.file.path).open("wb") as kept:
        kept.writelines([second, first, *rest])

    with pytest.raises(CannotDecrypt):
        list(open_handed(handed))


def test_handed_file_notes_its_first_download_only(handed):
    first = timezone.now()

    list(take(handed, at=first))
    list(take(handed, at=first + timedelta(hours=1)))

    handed.refresh_from_db()
    assert handed.taken_at == first


def test_handed_file_written_twice_is_written_once(handed):
    name = handed.file.name

    write_handed_file.call(str(handed.pk))

    handed.refresh_from_db()
    assert (handed.state, handed.file.name) == ("ready", name)


@pytest.mark.django_db
def test_handed_file_that_could_not_be_written_says_so():
    handed = HandedFile.objects.create(
        kind="test-failure",
        scope="1.",
        made_for=UserFactory(),
        name="x",
        content_type="x",
        made_at=timezone.now(),
    )

    with pytest.raises(OSError, match="no space left"):
        write_handed_file.call(str(handed.pk))

    handed.refresh_from_db()
    assert handed.state == "failed"


@pytest.mark.django_db
def test_hand_out_refuses_a_kind_that_nobody_writes():
    with pytest.raises(LookupError, match="nobody writes files of kind 'poems'"):
        order("poems")


def test_handed_file_is_shredded_after_90_days_and_keeps_its_digest(handed):
    digest = handed.sha256

    assert shred_old_files(at=handed.made_at + timedelta(days=89)) == 0
    assert shred_old_files(at=handed.made_at + timedelta(days=91)) == 1

    handed.refresh_from_db()
    assert (handed.state, handed.file.name, handed.sha256) == ("shredded", "", digest)
