"""Which texts of a page does a person read or hear, and which of them are English?"""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings

# Common English words that are no Vietnamese syllables and stand in no name, number or address.
ENGLISH = frozenset(
    """
    about account action actions add after again all already and any are area as ascending back be been before below
    bold branch breadcrumb breadcrumbs but cannot certificate certificates change changes check checked choose clear
    close code comments confirm copy could count create created date dates days declared delete descending dialog
    disabled download edit editing enter error errors every expired farm farmer farmers file files filter filters find
    first for found from go has have header height history home hour hours if image images info insert is issued item
    items javascript keyboard label labels last left less lines link list listing listings load log lot lots main
    manage march match matches may members menu minimap minutes monday more move name names new next nothing number of
    off on-sale only open opened options order other our page pages pagination panel paper paste period permission
    phone photos preview previous print published query reason record records redo reload reply required results
    returned revoke revoked save saved scan search section see select selected selection sent settings shortcut
    shortcuts show side sidebar since skip sort standing start state status submit sunday system term than that the
    their then there these they this those time title today toggle try undo unsaved until updated upload use user
    valid verified view wait waiting waits was were what when where which will with without words would write yes you
    your
    none true false january february april june july august september october november december tuesday wednesday
    thursday friday saturday ago am pm
    """.split()  # noqa: SIM905 easier to read and to add to
)
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
# Addresses, tokens, digests, codes of invitations.
NO_WORDS = re.compile(r"https?://\S+|[\w-]{24,}|\b[0-9a-f]{12,}\b|\b[A-Z\d]{5}-[A-Z\d]{5}\b")
# Words of our own texts that are also names, abbreviations or Vietnamese without accents.
BOTH = frozenset({"may", "am", "ctrl"})
SHORTEST = 4
SHOWN_ATTRIBUTES = {
    "title",
    "aria-label",
    "placeholder",
    "alt",
    "aria-description",
    "data-w-progress-active-value",
}
SILENT = {"script", "style", "noscript"}


class Shown(HTMLParser):
    """The texts of a page that a person reads or hears, and the sidebar's, which a script draws."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[str] = []
        self.data_of = ""

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.texts += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]
        if tag == "input" and named.get("type") in {"submit", "button"}:
            self.texts.append(named.get("value") or "")
        if tag in SILENT:
            self.within.append(tag)
            self.data_of = named.get("id") or ""

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.texts.append(data)
        elif self.data_of == "wagtail-sidebar-props":
            self.texts += labels_of(json.loads(data))
        elif self.data_of == "wagtail-config":
            strings = json.loads(data)["STRINGS"]
            self.texts += [*strings["MONTHS"], *strings["WEEKDAYS"], *strings["WEEKDAYS_SHORT"]]


def labels_of(packed) -> list[str]:
    """Every label in the sidebar's data."""
    if isinstance(packed, dict):
        own = [packed["label"]] if isinstance(packed.get("label"), str) else []
        return own + [text for value in packed.values() for text in labels_of(value)]
    if isinstance(packed, list):
        return [text for value in packed for text in labels_of(value)]
    return []


@cache
def english_words() -> frozenset[str]:
    """The list above, and every word of our own English texts that stands in no Vietnamese one."""
    catalogue = Path(settings.LOCALE_PATHS[0], "vi", "LC_MESSAGES", "django.po").read_text(encoding="utf-8")
    said: dict[str, set[str]] = {"msgid": set(), "msgstr": set()}
    of = ""
    for line in catalogue.splitlines():
        if line.startswith(("msgid", "msgstr")):
            of = line[:6].rstrip()
            of = "msgstr" if of == "msgstr" else "msgid"
        if of and '"' in line:
            text = re.sub(r"%\(\w+\)s|%\w|\\n", " ", line[line.index('"') :])
            said[of] |= set(WORDS.findall(text.casefold()))
    own = {word for word in said["msgid"] - said["msgstr"] if len(word) >= SHORTEST and word.isascii()}
    return (ENGLISH | own) - BOTH


def english_in(markup: str) -> list[str]:
    """Texts of a page that hold an English word."""
    shown = Shown()
    shown.feed(markup)
    found = {" ".join(text.split()) for text in shown.texts if english_words() & words_of(text)}
    return sorted(found)


def words_of(text: str) -> set[str]:
    """The words of a text; an address, a token, a digest is none."""
    return set(WORDS.findall(NO_WORDS.sub("", text).casefold()))
