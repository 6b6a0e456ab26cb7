"""Which pages are looked at, as whom, in which shapes? Reads tools/screens.toml."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass, field
from typing import Any

from tools.environment import ROOT

LIST = ROOT / "tools" / "screens.toml"
SIZES = {"phone": (360, 740), "desktop": (1366, 768)}
THEMES = ("light", "dark")
LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Page:
    """One entry of the list; see the head of tools/screens.toml for the fields."""

    name: str
    path: str
    user: str = ""
    languages: tuple[str, ...] = LANGUAGES
    steps: tuple[dict[str, str], ...] = field(default=(), hash=False)
    status: int = 200


@dataclass(frozen=True)
class Shot:
    """One page in one shape."""

    page: Page
    size: str
    theme: str
    language: str

    @property
    def file(self) -> str:
        """The name of its picture."""
        return f"{self.page.name}-{self.size}-{self.theme}-{self.language}.png"

    @property
    def path(self) -> str:
        """Where the walk to it begins."""
        return self.page.path if self.language == "vi" else f"/{self.language}{self.page.path}"


@dataclass(frozen=True)
class Listed:
    """The whole list: who signs in, what is done before the pictures, and the pages."""

    users: dict[str, dict[str, Any]]
    before: list[Page]
    pages: list[Page]


def as_page(entry: dict[str, Any]) -> Page:
    """One entry of the list."""
    fields: dict[str, Any] = {}
    for name, value in entry.items():
        fields[name] = tuple(value) if isinstance(value, list) else value
    return Page(**fields)


def read() -> Listed:
    """The list, or the end with what is wrong in it."""
    data = tomllib.loads(LIST.read_text(encoding="utf-8"))
    listed = Listed(data["users"], *([as_page(entry) for entry in data[kind]] for kind in ("before", "page")))
    names = [page.name for page in listed.pages]
    twice = {name for name in names if names.count(name) > 1}
    strangers = {page.user for page in [*listed.before, *listed.pages]} - set(listed.users) - {""}
    if twice or strangers:
        raise SystemExit(f"{LIST.name}: named twice {sorted(twice)}, unknown users {sorted(strangers)}")
    return listed


def shots(pages: list[Page], sizes: list[str], themes: list[str], languages: list[str]) -> list[Shot]:
    """Every page in every wished shape."""
    return [
        Shot(page, size, theme, language)
        for page in pages
        for size, theme, language in itertools.product(sizes, themes, languages)
        if language in page.languages
    ]
