"""Which members does a list at the desk show, and how does just this list become a file?

The filters are those of the list itself, so a file holds what was seen, within the branch it was ordered for.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.filters import WagtailFilterSet

from accounts.handing_out import Progress, writes
from accounts.models import HandedFile, User
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.exporting import KIND, Choice, MemberList, members_under
from farmers.member_search import members_matching
from farmers.models import Branch, Member
from market.desk.finding import branches_offered
from market.desk.lists.members import MemberViewSet

BRANCH = "branch"  # the filter that becomes the branch a file is ordered for
WORDS = "q"

Filters = Mapping[str, Sequence[str]]


def filters_in(query: QueryDict) -> dict[str, list[str]]:
    """What of an address of the list are its filters, without the branch."""
    names = tuple(name for name in MemberViewSet.filterset_class.base_filters if name != BRANCH)
    return {
        name: [value for value in values if value]
        for name, values in query.lists()
        # A filter of two ends has two names: admitted_on_from, admitted_on_to.
        if any(name == one or name.startswith(f"{one}_") for one in names) and any(values)
    }


def filtered(user: User, branch: Branch, filters: Filters) -> WagtailFilterSet:
    """The members of a branch whom the user may see, through the filters; ValidationError when one is none."""
    mine = rights.within(user, rights.VIEW, rights.path_to_branch(Member))
    query = QueryDict(mutable=True)
    for name, values in filters.items():
        query.setlist(name, list(values))
    request = SimpleNamespace(user=user, GET=query)
    # Some filters ask which branch is meant. The highest of one's own is offered by none: it stands for no filter.
    if filters and branches_offered(cast("SignedInRequest", request)).filter(pk=branch.pk).exists():
        query[BRANCH] = str(branch.pk)
    found = MemberViewSet.filterset_class(query, members_under(branch.path).filter(mine), request=request)
    if not found.is_valid():
        raise ValidationError(_("A filter has a value that it does not know. Set it anew."), code="filter")
    return cast("WagtailFilterSet", found)


def members_found(narrowed: WagtailFilterSet, words: str) -> "QuerySet[Any]":
    """Those of the filtered members who were searched for."""
    found: QuerySet[Any] = narrowed.qs
    return members_matching(found, words) if words else found


def told(filterset: WagtailFilterSet) -> list[str]:
    """The filters in words, as they stand over a list: "Giới tính: Nữ"; the branch has a place of its own there."""
    lines = []
    for name, value in filterset.form.cleaned_data.items():
        field = filterset.form.fields[name]
        if name == BRANCH or value in field.empty_values or field.widget.is_hidden:
            continue
        words = dict(getattr(field, "choices", ())) if not hasattr(field, "queryset") else {}
        values = value if isinstance(value, list) else [value]
        shown = ", ".join(
            f"{one:%d/%m/%Y}" if isinstance(one, date) else str(capfirst(words.get(one, one)))
            for one in values
        )
        lines.append(f"{field.label}: {shown}")
    return lines


@writes(KIND)
def write_handed_members(handed: HandedFile, target: IO[bytes], progress: Progress) -> None:
    """The file an officer ordered."""
    branch = Branch.objects.get(path=handed.scope)
    choice = Choice.of(handed)
    with override("vi"):
        members = members_found(filtered(handed.made_for, branch, choice.filters), choice.words)
        HandedFile.objects.filter(pk=handed.pk).update(rows_expected=members.count())
        listed = MemberList(branch, members, choice, timezone.localdate(handed.made_at))
        progress(listed.write(target, progress))
