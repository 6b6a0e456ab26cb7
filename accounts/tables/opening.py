"""May this file be opened as a table, and what was it saved as? Looks at its outside alone, in milliseconds."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accounts.tables.asking import asked
from accounts.tables.bounds import Kind
from accounts.tables.refusing import Unreadable, limits

__all__ = ["Kind", "Unreadable", "check_upload", "remarks_on"]

_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".ods")
_REMARKS = {
    "macros": _("The file has macros. They are not run; only the cells are read."),
    "links": _("The file refers to other files. Those are not opened; what the cells showed last is read."),
    "objects": _("The file has objects inside. Only the cells are read."),
}


def check_upload(path: Path, name: str) -> Kind:
    """What kind of table lies at a path; `name` is what the sender called it. Unreadable says what to do."""
    bounds = limits()
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > bounds.upload_bytes:
        raise Unreadable("too_large", megabytes=bounds.upload_bytes // 1_000_000)
    kind, _carried = _outside(path)
    ending = Path(name).suffix.lower()
    if kind in {Kind.CSV, Kind.HTML} and ending in _WORKBOOK_ENDINGS:
        raise Unreadable("wrong_ending", ending=ending)
    return kind


def remarks_on(path: Path) -> list[str]:
    """What an officer should know of a checked file: that its macros are not run, its links not followed."""
    return [str(_REMARKS[what]) for what in _outside(path)[1]]


def _outside(path: Path) -> tuple[Kind, list[str]]:
    ((_, kind, carried),) = asked(path, "outside")
    return Kind(kind), carried
