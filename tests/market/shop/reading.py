"""How a test reads a page: its address in one language, its words, its cards."""

import re
from html.parser import HTMLParser

from django.utils.translation import override

VOID = {"meta", "link", "img", "input", "br", "hr", "use", "source"}


def vi(thing) -> str:
    """The Vietnamese address, whatever language the last page left behind."""
    with override("vi"):
        return thing.get_absolute_url()


def en(thing) -> str:
    with override("en"):
        return thing.get_absolute_url()


def titles(answer) -> list[str]:
    return [card.title for card in answer.context["cards"]]


def main_of(answer) -> str:
    return re.search(r"<main.*?>(.*)</main>", answer.content.decode(), re.DOTALL)[1]


def words(answer) -> str:
    """What a reader sees of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main_of(answer)))


class _Listener(HTMLParser):
    """Collects what is said in the language of the page: what is marked as another language is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        is_silent = tag in {"script", "style"} or given.get("lang", self.language) != self.language
        if tag not in VOID:
            self.open.append((tag, is_silent))
        if not is_silent and not self.is_silent:
            self.said += [
                given[name] for name in ("aria-label", "alt", "placeholder", "title") if given.get(name)
            ]
            if tag == "meta" and "description" in (given.get("name") or given.get("property") or ""):
                self.said.append(given["content"])

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.is_silent:
            self.said.append(" ".join(data.split()))

    @property
    def is_silent(self) -> bool:
        return any(is_silent for _, is_silent in self.open)


def said(answer) -> list[str]:
    """Every text, label and description of a page, but what is marked as being in another language."""
    listener = _Listener()
    listener.feed(answer.content.decode())
    return listener.said
