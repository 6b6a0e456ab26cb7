"""What would a browser send from the forms of a page, had somebody filled in every field and ticked every box?"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.utils import timezone

SENT_AS = {"number": "1", "tel": "0905 123 456", "text": "Chữ thử", "search": "thu", "url": "https://vi.du/"}
NEVER_SENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """One form as it lies in the page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def posts(self) -> list[dict[str, Any]]:
        """What is sent, once for every button."""
        filled = {name: values for name, values in self.fields.items() if name != "csrfmiddlewaretoken"}
        named = [(name, value) for name, value in self.buttons if name]
        return [filled | {name: [value]} for name, value in named] or [filled]


class Forms(HTMLParser):
    """The forms of a page; a field may stand outside of its own and name it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: dict[str, Form] = {}
        self.inside: str | None = None
        self.select: tuple[str, Form] | None = None
        self.area: tuple[str, Form] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = named.get("id") or f"#{len(self.forms)}"
            self._form(self.inside, named)
            return
        form = self._form(named["form"]) if "form" in named else self.forms.get(self.inside or "")
        if tag == "option" and self.select:
            self._choose(named)
        elif form is not None and tag in {"input", "button", "select", "textarea"}:
            self._take(tag, named, form)

    def _form(self, key: str, named: dict[str, str] | None = None) -> Form:
        """The form of this id; a field may have named it before it begins."""
        form = self.forms.setdefault(key, Form(self.address, "get"))
        if named is not None:
            form.action = urldefrag(urljoin(self.address, named.get("action", ""))).url
            form.method = named.get("method", "get").lower()
        return form

    def _take(self, tag: str, named: dict[str, str], form: Form) -> None:
        name, kind = named.get("name", ""), named.get("type", "text").lower()
        if tag == "button" or kind in {"submit", "image"}:
            if named.get("type", "submit") != "button":
                form.buttons.append(((named.get("formaction", "") and "") or name, named.get("value", "")))
        elif not name or kind in NEVER_SENT:
            return
        elif tag == "select":
            self.select = (name, form)
        elif tag == "textarea":
            form.fields[name] = ["Chữ thử"]
        elif kind == "checkbox":
            form.fields.setdefault(name, []).append(named.get("value", "on"))
        elif kind == "radio":
            form.fields.setdefault(name, [named.get("value", "on")])
        else:
            form.fields.setdefault(name, []).append(named.get("value") or self._typed(kind))

    def _choose(self, named: dict[str, str]) -> None:
        assert self.select is not None
        name, form = self.select
        value = named.get("value", "")
        if value and (name not in form.fields or "selected" in named):
            form.fields[name] = [value]

    def _typed(self, kind: str) -> str:
        now = timezone.localtime()
        if kind == "date":
            return f"{now:%Y-%m-%d}"
        if kind == "datetime-local":
            return f"{now:%Y-%m-%dT%H:%M}"
        return SENT_AS.get(kind, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None


def posts_of(page: str, address: str) -> list[tuple[str, dict[str, Any]]]:
    """Where each form of a page that changes something is sent, and what with."""
    found = Forms(address)
    found.feed(page)
    return [
        (form.action, sent) for form in found.forms.values() if form.method == "post" for sent in form.posts()
    ]
