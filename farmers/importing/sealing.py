"""How does a file that holds people lie on disk: sealed, in frames bound to their place, opened only while it is read?

The same way as files that leave (accounts/handing_out.py): one line a frame, each under a label with its number, the
last one marked, so that nothing can be swapped or cut off unseen.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.db.models.fields.files import FieldFile

from accounts.encryption import decrypt_bytes, encrypt_bytes

FRAME_BYTES = 1024 * 1024


def seal(plain: Iterable[bytes], sealed: IO[bytes], *, label: str) -> str:
    """Write pieces of up to a frame each sealed, and give the digest of what was plain."""
    digest = hashlib.sha256()
    pieces = iter(plain)
    number, piece = 0, next(pieces, b"")
    while True:
        following = next(pieces, None)
        digest.update(piece)
        named = _label(label, number, is_last=following is None)
        sealed.write(encrypt_bytes(piece, field=named).encode() + b"\n")
        if following is None:
            return digest.hexdigest()
        number, piece = number + 1, following


def opened(kept: FieldFile, *, label: str) -> Iterator[bytes]:
    """The plain bytes of a sealed file, frame by frame."""
    with kept.open("rb") as sealed:
        lines = iter(sealed)
        line = next(lines)
        number = 0
        while True:
            following = next(lines, None)
            named = _label(label, number, is_last=following is None)
            yield decrypt_bytes(line.decode().strip(), field=named)
            if following is None:
                return
            number, line = number + 1, following


def keep(kept: FieldFile, name: str, plain: IO[bytes], *, label: str) -> str:
    """Seal a file into its place in the private storage, without saving the record; the digest of what was plain."""
    with tempfile.TemporaryFile() as sealed:
        digest = seal(iter(lambda: plain.read(FRAME_BYTES), b""), sealed, label=label)
        sealed.seek(0)
        kept.save(name, File(sealed), save=False)
    return digest


@contextmanager
def laid_open(kept: FieldFile, name: str, *, label: str) -> Iterator[Path]:
    """The plain file in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        path = Path(folder) / f"table{Path(name).suffix.lower()}"
        with path.open("wb") as plain:
            for piece in opened(kept, label=label):
                plain.write(piece)
        yield path


def _label(label: str, number: int, *, is_last: bool) -> str:
    return f"{label}/{number}{'/last' if is_last else ''}"
