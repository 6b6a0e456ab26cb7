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
    link: tuple[str, ...] = ()
    fill: dict[str, str] = field(default_factory=dict, hash=False)
    click: str = ""
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


def as_tuple(value: str | list[str]) -> tuple[str, ...]:
    """A single word or a list, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def read() -> tuple[dict[str, dict[str, Any]], list[Page]]:
    """The users and the pages of the list."""
    data = tomllib.loads(LIST.read_text(encoding="utf-8"))
    pages = []
    for entry in data["page"]:
        for name in ("languages", "link"):
            if name in entry:
                entry[name] = as_tuple(entry[name])
        pages.append(Page(**entry))
    names = [page.name for page in pages]
    twice = {name for name in names if names.count(name) > 1}
    strangers = {page.user for page in pages} - set(data["users"]) - {""}
    if twice or strangers:
        raise SystemExit(f"{LIST.name}: named twice {sorted(twice)}, unknown users {sorted(strangers)}")
    return data["users"], pages


def shots(pages: list[Page], sizes: list[str], themes: list[str], languages: list[str]) -> list[Shot]:
    """Every page in every wished shape."""
    return [
        Shot(page, size, theme, language)
        for page in pages
        for size, theme, language in itertools.product(sizes, themes, languages)
        if language in page.languages
    ]
