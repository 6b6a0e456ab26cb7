"""Which addresses does the desk have, filled with whose records, and what does an answer tell?"""

import html
import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pypdfium2
from django.db import models
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.documents.models import Document
from wagtail.models import Page

from accounts.handing_out import open_handed
from accounts.models import HandedFile, User
from farmers import rights
from farmers.models import (
    Certificate,
    DataRequest,
    ExportLayout,
    Farmer,
    Incident,
    Intake,
    IntakeRow,
    Member,
    MemberConfidence,
    Officer,
    RecordedConsent,
)
from market.desk.report_files import CONTENT_TYPES
from market.desk.reports import BY_ADDRESS
from market.desk.wall import OUR_NAMESPACES
from market.pages.models import EditorialImage
from products.models import BoardPrice, Product
from tests.market.desk.foreign import CARD, CITIZEN_ID, MARK, PHONE, SENSITIVE_MARK, Foreign
from traceability.models import Lot
from vietnam.phones import format_local

# Which record a number of an address is of; a list's own views say so themselves.
RECORDS: dict[str, dict[str, type[models.Model]]] = {
    "desk:certificate": {"pk": Certificate},
    "desk:scan": {"pk": Certificate},
    "desk:listing": {"pk": Product},
    "desk:lot": {"pk": Lot},
    "desk:labels": {"pk": Lot},
    "desk:officer": {"pk": Officer},
    "desk:data_request": {"pk": DataRequest},
    "desk:incident": {"pk": Incident},
    "desk:post_for": {"pk": Farmer},
    "desk:board_price": {"pk": BoardPrice},
    "desk:intake": {"pk": Intake},
    "desk:intake_report": {"pk": Intake},
    "desk:compare": {"left": Member, "right": Member},
    "desk:confide": {"pk": Member},
    "handed:file": {"pk": HandedFile},
    "handed:take": {"pk": HandedFile},
    "handed:release": {"pk": HandedFile},
    "handed:take_received": {"pk": HandedFile},
}
# Words that stand in an address.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "desk:report": {"address": tuple(BY_ADDRESS)},
    "desk:report_file": {"address": tuple(BY_ADDRESS), "ending": tuple(CONTENT_TYPES)},
    "handed:order": {"kind": ("members", "postmart", "none")},
}
SECRETS = (MARK, SENSITIVE_MARK, PHONE, format_local(PHONE), "0905777333", CITIZEN_ID, CARD)
WAGTAILS: dict[str, type[models.Model]] = {"wagtailimages": EditorialImage, "wagtaildocs": Document}


# Models that the policy does not know, but that are of a branch all the same.
UNGUARDED: dict[type[models.Model], Callable[[str], models.Q]] = {
    HandedFile: lambda path: models.Q(scope__startswith=path),
    IntakeRow: lambda path: models.Q(intake__branch__path__startswith=path),
    MemberConfidence: lambda path: models.Q(member__branch__path__startswith=path),
    RecordedConsent: lambda path: (
        models.Q(member__branch__path__startswith=path) | models.Q(farmer__branch__path__startswith=path)
    ),
    ExportLayout: lambda path: models.Q(branch__path__startswith=path),
}


@dataclass(frozen=True)
class Route:
    """One pattern below /hoi/."""

    names: tuple[str, ...]
    path: str
    pattern: URLPattern

    @property
    def name(self) -> str:
        """As `reverse` knows it."""
        return ":".join([*self.names, self.pattern.name or self.path])

    @property
    def is_ours(self) -> bool:
        """Whether officers have business there; all else is Wagtail's, behind the wall."""
        return bool(self.names) and self.names[0] in OUR_NAMESPACES

    @property
    def arguments(self) -> list[str]:
        """What has to be filled in."""
        return re.findall(r"<(?:\w+:)?(\w+)>", self.path)

    @property
    def owners(self) -> set[type[models.Model]]:
        """Whose ids stand in the address."""
        if not self.is_ours:
            return {WAGTAILS.get(self.names[0] if self.names else "", Page)}
        words = WORDS.get(self.name, {})
        found = (self.model_of(argument) for argument in self.arguments if argument not in words)
        return {model for model in found if model}

    @property
    def unknown(self) -> list[str]:
        """Arguments of which nobody knows what they are: a new address has to be named in RECORDS or WORDS."""
        words = WORDS.get(self.name, {})
        return [one for one in self.arguments if self.is_ours and one not in words and not self.model_of(one)]

    def model_of(self, argument: str) -> type[models.Model] | None:
        """Which record the argument is of; a list's own views say so themselves."""
        own = getattr(self.pattern.callback, "view_initkwargs", {}).get("model") if argument == "pk" else None
        return RECORDS.get(self.name, {}).get(argument, own)

    def values_of(self, argument: str, foreign: Foreign) -> list[str]:
        """What the argument may be: words, or the ids of everything of its kind."""
        words = WORDS.get(self.name, {}).get(argument)
        model = self.model_of(argument)
        return list(words) if words else [str(one.pk) for one in foreign.records[model]] if model else []

    def addresses(self, foreign: Foreign) -> list[str]:
        """Every address of the pattern, filled with what belongs to somebody else."""
        if not self.is_ours:
            return [self._guessed(foreign)]
        # Of pairs, the first with each.
        named = [self.values_of(argument, foreign) for argument in self.arguments]
        choices = [values[:1] for values in named[:-1]] + named[-1:]
        return [
            reverse(self.name, kwargs=dict(zip(self.arguments, chosen, strict=True)))
            for chosen in product(*choices)
        ]

    def _guessed(self, foreign: Foreign) -> str:
        """An address of Wagtail's own, by the looks of its pattern."""
        pk = str(foreign.first(WAGTAILS.get(self.names[0] if self.names else "", Page)).pk)
        uuid = str(foreign.first(HandedFile).pk)
        values = {"uuid": uuid, "int": pk, "slug": "farmers", "str": "farmers", "path": "x"}
        address = re.sub(r"<(\w+):\w+>", lambda match: values[match[1]], self.path)
        address = re.sub(r"\(\?P<\w+>[^)]*\)|\[\^.*?\]\+|<\w+>", pk, address)
        return "/hoi/" + address.replace("^", "").replace("$", "").replace("\\Z", "").replace(".*", "any")


def routes() -> list[Route]:
    """Every pattern below /hoi/."""
    desk = next(
        part
        for part in get_resolver().url_patterns
        if isinstance(part, URLResolver) and str(part.pattern) == "hoi/"
    )
    return list(_below(desk, "", ()))


def _below(resolver: URLResolver, path: str, names: tuple[str, ...]) -> Iterator[Route]:
    for part in resolver.url_patterns:
        whole = path + str(part.pattern)
        if isinstance(part, URLPattern):
            yield Route(names, whole, part)
        else:
            yield from _below(part, whole, (*names, *([part.namespace] if part.namespace else [])))


def told(answer: HttpResponseBase) -> str:
    """All that an answer says: a page, a workbook, a printed list, and where it leads."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = " ".join(answer.get(name, "") for name in ("Location", "Content-Disposition", "Refresh"))
    return f"{headers}\n{read(content)}"


def status_of(answer: HttpResponseBase) -> int:
    """How an answer was meant. A file is read to its end, which closes it."""
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def read(content: bytes) -> str:
    """The text of a file."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(read(parts.read(name)) for name in parts.namelist())
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        return text
    return html.unescape(content.decode(errors="replace"))


def leaks(text: str, typed: Collection[Any] = ()) -> list[str]:
    """What of somebody else's stands in a text, and not because the walker typed it."""
    folded = text.casefold()
    return [secret for secret in SECRETS if secret not in typed and secret.casefold() in folded]


def kept(foreign: Foreign) -> dict[str, list[dict[str, Any]]]:
    """Every row of the branch and of all below it, as it lies in the tables."""
    return {
        model.__name__: list(model._default_manager.filter(_of(model, foreign)).order_by("pk").values())
        for model in foreign.records
    }


def _of(model: type[models.Model], foreign: Foreign) -> models.Q:
    """The rows of a model at the branch or below; of models without a branch, those that were there."""
    if model in UNGUARDED:
        return UNGUARDED[model](foreign.branch.path)
    try:
        to_branch = rights.path_to_branch(model)
    except KeyError:
        return models.Q(pk__in=[record.pk for record in foreign.records[model]])
    return models.Q(
        **{f"{to_branch}__path__startswith" if to_branch else "path__startswith": foreign.branch.path}
    )


def left_with(user: User) -> str:
    """The text of every file that was made for a user."""
    files = HandedFile.objects.filter(made_for=user, state=HandedFile.State.READY)
    return "\n".join(read(b"".join(open_handed(file))) for file in files)
