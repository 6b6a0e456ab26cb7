"""Which scans lie in a ZIP that an officer brought, and how is it kept in one file with its table?

A ZIP is not believed: its files are counted and measured before and while they are read, and none is ever written under
the name it gives itself. Names come in three letterings; they are compared folded.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vietnam.text import fold

MOST_BYTES = 200_000_000
MOST_FILES = 2_000
LARGEST_FILE = 20 * 1024 * 1024
MOST_INFLATED = 2_000_000_000
# A picture hardly shrinks; what shrinks so much is made to fill a disk.
MOST_RATIO, RATIO_FROM = 200, 1_000_000
TABLE, SCANS = "table", "scans.zip"

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_ASIDE = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")
_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class Scans:
    """The files of a ZIP, found by the names that a table gives them. ValidationError where it may not be opened."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            members = [info for info in self._zip.infolist() if not info.is_dir()]
        except _BROKEN as error:
            message = _("This is no ZIP file, or it is damaged. Pack the scans into a new one.")
            raise ValidationError(message, code="no_zip") from error
        _measure(members)
        self._whole: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
        self._stems: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
        for info in members:
            name = PurePosixPath(_name(info).replace("\\", "/"))
            if name.name and not any(fold(part) in _ASIDE or part.startswith("._") for part in name.parts):
                self._whole[_folded(name.name)].append(info)
                self._stems[_folded(name.stem)].append(info)

    def __len__(self) -> int:
        return sum(map(len, self._whole.values()))

    def read(self, name: str) -> bytes:
        """The file that a table calls so, with or without its ending. ValidationError says what is wrong."""
        wanted = _folded(PurePosixPath(name.replace("\\", "/")).name)
        found = self._whole.get(wanted) or self._stems.get(wanted) or []
        if not found:
            raise ValidationError(_("There is no file of this name in the ZIP."), code="no_file")
        if len(found) > 1:
            raise ValidationError(_("The ZIP has several files of this name. Rename them."), code="several")
        try:
            with self._zip.open(found[0]) as member:
                content = member.read(LARGEST_FILE + 1)
        except _BROKEN as error:
            raise ValidationError(_("This file in the ZIP is damaged."), code="broken") from error
        if len(content) > LARGEST_FILE:
            raise ValidationError(_("This file is larger than 20 MB."), code="large")
        return content


def pack(table: IO[bytes], scans: IO[bytes] | None, target: IO[bytes]) -> None:
    """Put a table and the ZIP of its scans into one file, as they are."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, file in ((TABLE, table), (SCANS, scans)):
            if file is None:
                continue
            file.seek(0)
            with packed.open(name, "w", force_zip64=True) as member:
                while piece := file.read(1 << 20):
                    member.write(piece)


def unpack_table(packed: Path, ending: str, folder: Path) -> Path:
    """The table of a packed file, laid into a folder."""
    path = folder / f"certificates{ending}"
    with zipfile.ZipFile(packed) as archive, archive.open(TABLE) as table, path.open("wb") as plain:
        while piece := table.read(1 << 20):
            plain.write(piece)
    return path


@contextmanager
def scans_in(packed: Path) -> Iterator[Scans]:
    """The scans of a packed file; none where none were brought."""
    with zipfile.ZipFile(packed) as archive:
        if SCANS in archive.namelist():
            with archive.open(SCANS) as scans:
                yield Scans(scans)
        else:
            empty = io.BytesIO()
            zipfile.ZipFile(empty, "w").close()
            yield Scans(empty)


def _measure(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES:
        message = _("The ZIP has more than %(most)s files. Bring several lists.")
        raise ValidationError(message, code="many", params={"most": MOST_FILES})
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise ValidationError(_("The ZIP has a password. Pack it without one."), code="password")
    inflated = sum(info.file_size for info in members)
    swollen = any(
        info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1)
        for info in members
    )
    if inflated > MOST_INFLATED or swollen:
        message = _("The files in the ZIP are far larger than scans are. Pack only the scans.")
        raise ValidationError(message, code="swollen")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was typed: where it isn't marked as UTF-8 it may be that all the same, or of an old Windows."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for lettering in ("utf-8", "cp1258"):
        try:
            return raw.decode(lettering)
        except UnicodeDecodeError:
            continue
    return info.filename


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[_\-–]+", " ", fold(name)).split())
