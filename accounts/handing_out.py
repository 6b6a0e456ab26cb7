"""How does a file leave the house: written in the background, encrypted where it lies, downloaded by one person, logged.

A writer for each kind of file registers itself (`writes`). The file is kept as lines, one per frame of up to 1 MiB,
each encrypted under a label that holds its number, so frames can't be swapped, and the last one is marked, so the
end can't be cut off unseen.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks import task

from accounts.encryption import decrypt_bytes, encrypt_bytes
from accounts.models import HandedFile, User

FRAME_BYTES = 1024 * 1024
OWN_DATA = "own_data"  # the kind of file that somebody orders of their own
KEPT_FOR = timedelta(days=90)
WRITTEN_WITHIN = timedelta(days=1)  # by then every attempt of the task is over
Progress = Callable[[int], None]
Writer = Callable[[HandedFile, IO[bytes], Progress], None]

logger = logging.getLogger(__name__)
_writers: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the writer of a kind of file: it writes to a binary target and reports rows done."""

    def register(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return register


@transaction.atomic
def hand_out(  # noqa: PLR0913 what the record of a file says
    *,
    kind: str,
    scope: str,
    user: User,
    name: str,
    content_type: str,
    at: datetime,
    options: dict[str, Any] | None = None,
    reason: str = "",
) -> HandedFile:
    """Order a file for a user; a worker writes it. `scope` is the path of the branch whose records it holds.

    `options` is what was chosen, as the writer of its kind understands it; no personal data. Ordered again while it is
    being written, it is the same file. Locks the user, so that a double click counts once.
    """
    if kind not in _writers:
        raise LookupError(f"nobody writes files of kind {kind!r}")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    wanted = {"kind": kind, "scope": scope, "options": options or {}, "reason": reason, "made_for": user}
    under_way = HandedFile.objects.filter(
        **wanted,
        state__in=[HandedFile.State.WAITING, HandedFile.State.WRITING],
        made_at__gt=at - WRITTEN_WITHIN,
    ).first()
    if under_way is not None:
        return under_way
    handed = HandedFile.objects.create(**wanted, name=name, content_type=content_type, made_at=at)
    # In the same transaction: either both are there or neither, whenever the process dies.
    write_handed_file.enqueue(str(handed.pk))
    return handed


@task()
def write_handed_file(handed_id: str) -> None:
    """Write an ordered file (idempotent: a ready one is left alone, a broken-off one is written anew)."""
    handed = HandedFile.objects.get(pk=UUID(handed_id))
    if handed.state in {HandedFile.State.READY, HandedFile.State.SHREDDED}:
        return
    # The row names its file before the first byte is written, so that what a killed worker left is found again.
    name = handed.file.name or handed.file.field.generate_filename(handed, f"{handed.pk}.sealed")
    with _marking_aside(handed) as mark:
        mark(state=HandedFile.State.WRITING, rows_done=0, file=name)
        try:
            name, digest = _write(handed, name, lambda rows: mark(rows_done=rows))
            mark(state=HandedFile.State.READY, sha256=digest, file=name)
        except Exception:
            mark(state=HandedFile.State.FAILED)
            raise


def _write(handed: HandedFile, name: str, progress: Progress) -> tuple[str, str]:
    """Write, seal and keep a file in the place of what an earlier attempt left; its name and digest."""
    with tempfile.TemporaryFile() as plain, tempfile.TemporaryFile() as sealed:
        _writers[handed.kind](handed, plain, progress)
        plain.seek(0)
        digest = _seal(handed, plain, sealed)
        sealed.seek(0)
        handed.file.storage.delete(name)
        return handed.file.storage.save(name, File(sealed)), digest


@contextmanager
def _marking_aside(handed: HandedFile) -> Iterator[Callable[..., None]]:
    """A way to write columns of a file's row on a connection of its own while the writer reads on this one.

    A connection of SQLite that is in the middle of reading may not write any more once another one has written.
    """
    if connection.in_atomic_block:  # then this one holds the lock and is let through
        yield partial(_mark, handed)
        return
    with ThreadPoolExecutor(max_workers=1) as aside:
        try:
            yield lambda **columns: aside.submit(_mark, handed, **columns).result()
        finally:
            aside.submit(connections.close_all).result()


def _mark(handed: HandedFile, **columns: object) -> None:
    HandedFile.objects.filter(pk=handed.pk).update(**columns)


def _label(handed: HandedFile, number: int, *, is_last: bool) -> str:
    return f"handed/{handed.pk}/{number}{'/last' if is_last else ''}"


def _seal(handed: HandedFile, plain: IO[bytes], sealed: IO[bytes]) -> str:
    digest = hashlib.sha256()
    number, frame = 0, plain.read(FRAME_BYTES)
    while True:
        following = plain.read(FRAME_BYTES)
        digest.update(frame)
        label = _label(handed, number, is_last=not following)
        sealed.write(encrypt_bytes(frame, field=label).encode() + b"\n")
        if not following:
            return digest.hexdigest()
        number, frame = number + 1, following


def open_handed(handed: HandedFile) -> Iterator[bytes]:
    """The plain bytes of a ready file, frame by frame."""
    with handed.file.open("rb") as sealed:
        lines = iter(sealed)
        line = next(lines)
        number = 0
        while True:
            following = next(lines, None)
            label = _label(handed, number, is_last=following is None)
            yield decrypt_bytes(line.decode().strip(), field=label)
            if following is None:
                return
            number, line = number + 1, following


def take(handed: HandedFile, *, at: datetime) -> Iterator[bytes]:
    """Download a ready file; the first time is noted."""
    HandedFile.objects.filter(pk=handed.pk, taken_at__isnull=True).update(taken_at=at)
    return open_handed(handed)


def give_up_unfinished(*, at: datetime) -> int:
    """Say that a file failed whose workers died, time after time, before they could; the number of those files."""
    unfinished = HandedFile.objects.filter(
        state__in=[HandedFile.State.WAITING, HandedFile.State.WRITING], made_at__lt=at - WRITTEN_WITHIN
    )
    return unfinished.update(state=HandedFile.State.FAILED)


def shred_old_files(*, at: datetime) -> int:
    """Delete what is older than 90 days, keeping its digest; the number deleted."""
    old = HandedFile.objects.filter(made_at__lt=at - KEPT_FOR).exclude(file="")
    shredded = 0
    for handed in list(old):
        try:
            shred(handed)
        except Exception:
            # A store of files that is away must not end the worker; it is asked again at the next clearing.
            logger.exception("the file %s could not be deleted", handed.pk)
            continue
        shredded += 1
    return shredded


def shred(handed: HandedFile) -> None:
    """Delete one file, keeping its digest."""
    handed.file.delete(save=False)
    _mark(handed, state=HandedFile.State.SHREDDED, file="")


def own_scope(user_id: int) -> str:
    """The scope of a file that holds what is a user's own: no branch's, so that no officer sees it."""
    return f"user/{user_id}"


def today_in(name: str) -> str:
    """The file's name with today's date in it: "hoi-vien-2026-11-24.xlsx"."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{timezone.localdate():%Y-%m-%d}.{ending}"
