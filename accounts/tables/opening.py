"""May this file be opened as a table, and what was it saved as? Looks at its outside alone, in milliseconds.

What is inside is read by a child process with limits of its own (`reading`); nothing here unpacks a sheet.
"""

import zipfile
from pathlib import Path

from accounts.tables.bounds import Kind, Limits
from accounts.tables.refusing import Unreadable, limits

__all__ = ["Kind", "Unreadable", "check_upload"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_upload(path: Path, name: str) -> Kind:
    """What kind of table lies at a path; `name` is what the sender called it. Unreadable says what to do."""
    bounds = limits()
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > bounds.upload_bytes:
        raise Unreadable("too_large", megabytes=bounds.upload_bytes // 1_000_000)
    with path.open("rb") as file:
        start = file.read(4_096)
    if start.startswith(b"PK"):
        return _zipped(path, bounds)
    if start.startswith(_OLE):
        return Kind.XLS
    if b"<table" in start.lower() or b"<html" in start.lower():
        return Kind.HTML
    return Kind.CSV


def _zipped(path: Path, bounds: Limits) -> Kind:
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("broken") from error
    if "mimetype" in names:
        return Kind.ODS
    return Kind.XLSX
