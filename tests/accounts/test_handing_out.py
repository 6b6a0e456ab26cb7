import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from accounts.encryption import CannotDecrypt
from accounts.handing_out import (
    FRAME_BYTES,
    give_up_unfinished,
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
def handed(db):
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


def test_handed_file_that_a_killed_worker_left_half_written_is_written_anew_in_its_place(db):
    handed = HandedFile.objects.create(
        kind="test-bytes",
        scope="1.",
        made_for=UserFactory(),
        name="x",
        content_type="x",
        made_at=timezone.now(),
        state="writing",
        rows_done=2,
        file="handed/2026/11/half.sealed",
    )
    left = handed.file.storage.save("handed/2026/11/half.sealed", ContentFile(b"t1:half"))

    write_handed_file.call(str(handed.pk))

    handed.refresh_from_db()
    assert (handed.state, handed.rows_done, handed.file.name) == ("ready", 3, left)
    assert b"".join(open_handed(handed)) == CONTENT


def test_handed_file_whose_workers_all_died_is_given_up_after_a_day(db):
    at = timezone.now()
    columns = {
        "kind": "test-bytes",
        "scope": "1.",
        "name": "x",
        "content_type": "x",
        "made_for": UserFactory(),
    }
    for hours in (1, 25):
        for state in ("waiting", "writing"):
            HandedFile.objects.create(made_at=at - timedelta(hours=hours), state=state, **columns)

    assert give_up_unfinished(at=at) == 2
    states = HandedFile.objects.order_by("-made_at", "state").values_list("state", flat=True)
    assert list(states) == ["waiting", "writing", "failed", "failed"]


def test_handed_file_that_cannot_be_deleted_now_is_shredded_later(handed, monkeypatch, caplog):
    name = handed.file.name
    is_away = True

    def delete(self, name):
        if is_away:
            raise ConnectionError("the store is away")
        return FileSystemStorage.delete(self, name)

    monkeypatch.setattr(type(handed.file.storage), "delete", delete)

    assert shred_old_files(at=handed.made_at + timedelta(days=91)) == 0
    assert f"the file {handed.pk} could not be deleted" in caplog.text
    is_away = False
    assert shred_old_files(at=handed.made_at + timedelta(days=91)) == 1
    assert not handed.file.storage.exists(name)


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


def test_hand_out_again_after_the_file_is_ready_is_a_new_file(handed):
    again = hand_out(
        kind="test-bytes", scope="1.", user=handed.made_for, name="x", content_type="x", at=timezone.now()
    )

    assert again != handed


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
