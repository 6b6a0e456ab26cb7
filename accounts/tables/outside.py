"""What was a file saved as, and is its outside that of an honest table? Looks at it without unpacking a sheet.

No Django here: the child process asks this, because even the list of a zip's parts can be made to hurt.
"""

import re
import zipfile
from pathlib import Path

from accounts.tables.bounds import Kind, Limits, Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_A_TABLE = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_SMALL_PART = 1_000_000
_CARRIED = {
    "macros": re.compile(r"vbaproject\.bin$|/macrosheets/", re.IGNORECASE),
    "links": re.compile(r"/externallinks/|/connections\.xml$", re.IGNORECASE),
    "objects": re.compile(r"/embeddings/|/activex/", re.IGNORECASE),
}


def kind_of(path: str, bounds: Limits) -> tuple[str, list[str]]:
    """What the file is, and what it carries besides cells (macros, links, objects); Refused where it is no table."""
    with Path(path).open("rb") as file:
        start = file.read(65_536)
    if start.startswith(b"PK"):
        return _zipped(path, bounds)
    if start.startswith(_OLE):
        return _compound(Path(path).read_bytes())
    return _text(start).value, []


def _zipped(path: str, bounds: Limits) -> tuple[str, list[str]]:
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            _measure(parts, bounds)
            kind = _zipped_kind(book, {part.filename for part in parts})
            _refuse_doctypes(book, parts)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError) as error:
        raise Refused("broken") from error
    names = ["/" + part.filename for part in parts]
    return kind.value, [what for what, shape in _CARRIED.items() if any(map(shape.search, names))]


def _measure(parts: list[zipfile.ZipInfo], bounds: Limits) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    is_doubled = len({part.filename for part in parts}) < len(parts)
    is_bomb = any(
        part.file_size > _SMALL_PART and part.file_size > bounds.ratio * max(part.compress_size, 1)
        for part in parts
    )
    total = sum(part.file_size for part in parts)
    if is_doubled or is_bomb or len(parts) > bounds.parts or total > bounds.inflated_bytes:
        raise Refused("suspicious")


def _zipped_kind(book: zipfile.ZipFile, names: set[str]) -> Kind:
    low = {name.lower() for name in names}
    if "mimetype" in names:
        if b"opendocument.spreadsheet" not in _beginning(book, "mimetype"):
            raise Refused("other_kind")
        if "META-INF/manifest.xml" in names and b"encryption-data" in book.read("META-INF/manifest.xml"):
            raise Refused("password")
        return Kind.ODS
    if "xl/workbook.bin" in low:
        raise Refused("binary_workbook")
    if "xl/workbook.xml" in low:
        return Kind.XLSX
    raise Refused("word" if "word/document.xml" in low else "other_kind")


def _refuse_doctypes(book: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """A workbook's parts never declare entities; whoever does wants a parser to unfold them."""
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in _beginning(book, part):
            raise Refused("suspicious")


def _beginning(book: zipfile.ZipFile, part: str | zipfile.ZipInfo) -> bytes:
    with book.open(part) as file:
        return file.read(2_048)


def _compound(data: bytes) -> tuple[str, list[str]]:
    """An old Excel file, an old Word file, or a new workbook locked up with a password."""
    if _has_stream(data, "EncryptedPackage"):
        raise Refused("password")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return Kind.XLS.value, ["macros"] if _has_stream(data, "_VBA_PROJECT_CUR") else []
    raise Refused("word" if _has_stream(data, "WordDocument") else "other_kind")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of a compound file has an entry: 128 bytes, the name first, its size at 64."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == len(wanted).to_bytes(2, "little"):
            return True
        at = data.find(wanted, at + 2)
    return False


def _text(start: bytes) -> Kind:
    if start.startswith(_NOT_A_TABLE):
        raise Refused("other_kind")
    plain = _narrow(start)
    if _CONTROLS.search(plain):
        raise Refused("other_kind")
    low = plain.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in low and b"<html" not in low:
        raise Refused("xml_workbook")
    if b"<frameset" in low:
        raise Refused("web_frames")
    if b"<html" in low or b"<table" in low:
        return Kind.HTML
    if low.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
        raise Refused("other_kind")
    return Kind.CSV


def _narrow(start: bytes) -> bytes:
    """Text of two bytes a letter in one byte a letter, so that its words can be looked for."""
    if b"\0" not in start:
        return start
    order = "utf-16-be" if start.startswith((b"\xfe\xff", b"\0")) else "utf-16-le"
    said = start.decode(order, errors="replace").removeprefix("\ufeff")
    return said.encode("latin-1", errors="replace")
