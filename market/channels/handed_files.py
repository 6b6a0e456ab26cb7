"""Which files left the house: who took what, when, how many rows, and why?

Everybody sees the own ones; who answers for a branch sees those that hold records of it or of what lies below.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.handing_out import OWN_DATA
from accounts.models import HandedFile, User
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.member_columns import COLUMNS
from farmers.models import Branch
from farmers.reporting.listing import KIND as LISTED
from farmers.reporting.periods import Period
from market.channels.profiles import FILES, profile_of

ROWS_PER_PAGE = 20
MOST_PAGED = 1_000  # beyond that nobody pages
HASH_SHOWN = 12


@dataclass(frozen=True)
class Departure:
    """One file as the list tells of it; `is_own` ones can be opened."""

    handed: HandedFile
    what: str
    branch: str
    details: tuple[str, ...]
    is_own: bool

    @property
    def short_hash(self) -> str:
        """Enough of the digest to compare by eye."""
        return self.handed.sha256[:HASH_SHOWN]


def files_seen_by(user: User) -> "QuerySet[HandedFile]":
    """The files an officer may know of, newest first."""
    if user.is_superuser:
        seen = Q()
    else:
        seen = Q(made_for=user)
        for branch in rights.branches_for(user, rights.APPOINT):
            seen |= Q(scope__startswith=branch.path)
    files = HandedFile.objects.filter(seen).exclude(kind=OWN_DATA)
    return files.select_related("made_for").order_by("-made_at", "pk")


def what_is_in(handed: HandedFile) -> str:
    """What a file holds, in words."""
    if handed.kind == "members":
        return _("List of members")
    if handed.kind == "person":
        return _("Data of one person, at their request")
    if handed.kind == LISTED:
        listed = _("Newly admitted") if handed.options["list"] == "admitted" else _("Decrease of members")
        return f"{listed}, {Period.read(handed.options['period'])}"
    return profile_of(handed.kind).name if handed.kind in FILES else handed.kind


def details_of(handed: HandedFile) -> tuple[str, ...]:
    """What was chosen: filters, columns."""
    options = handed.options
    keys = options.get("columns", [])
    columns = ", ".join(COLUMNS[key].whole_header for key in keys if key in COLUMNS)
    searched = [_("Found by search words")] if options.get("words") else []
    return (*options.get("told", []), *searched, *([columns] if columns else []))


class HandedFiles(WagtailAdminTemplateMixin, TemplateView):
    """The list."""

    request: SignedInRequest
    http_method_names = ["get", "head"]
    template_name = "channels/handed_files.html"
    header_icon = "history"

    def get_header_title(self) -> str:
        return _("Files that left")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(files_seen_by(self.request.user)[:MOST_PAGED], ROWS_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        names = _branch_names({handed.scope for handed in page})
        departures = [_departure(handed, names, self.request.user) for handed in page]
        return super().get_context_data(**kwargs) | {"departures": departures, "page": page}


def _branch_names(paths: set[str]) -> dict[str, str]:
    return dict(Branch.objects.filter(path__in=paths).values_list("path", "name"))


def _departure(handed: HandedFile, names: Mapping[str, str], user: User) -> Departure:
    is_own = handed.made_for_id == user.pk
    return Departure(handed, what_is_in(handed), names.get(handed.scope, ""), details_of(handed), is_own)
