"""Which rows stand on one page of a list, the newest first, and where are newer and older ones?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list paged by key, and the addresses of its neighbours (empty: there is none)."""

    rows: list[Any]
    newer_url: str
    older_url: str


def page_of(found: QuerySet[Any], asked: Mapping[str, str], size: int) -> Page:
    """The page that an address asks for: before a key ("truoc"), after one ("sau"), or the first."""
    older_than, newer_than = number(asked.get("truoc")), number(asked.get("sau"))
    if newer_than is not None:
        rows = list(found.filter(pk__gt=newer_than).order_by("pk")[: size + 1])
        has_newer, has_older = len(rows) > size, True
        shown = rows[:size][::-1]
    else:
        older = found if older_than is None else found.filter(pk__lt=older_than)
        rows = list(older.order_by("-pk")[: size + 1])
        has_newer, has_older = older_than is not None, len(rows) > size
        shown = rows[:size]
    return Page(
        rows=shown,
        newer_url=f"?sau={shown[0].pk}" if shown and has_newer else "",
        older_url=f"?truoc={shown[-1].pk}" if shown and has_older else "",
    )


def number(text: str | None) -> int | None:
    """A key in an address, or nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
