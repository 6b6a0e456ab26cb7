"""Which records are of one person, and which of two stays? Pairs, two records side by side, and what was merged."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.merging import merge_members, unmerge_member
from farmers.models import Branch, Member, MembershipStep
from farmers.pairing import KIND_LABELS, PAIRS_SHOWN, pairs
from market.desk.finding import branches_offered
from market.desk.member_facts import COVERED, differing
from market.desk.member_record import JOINED

LONGEST_ID = 18
MERGED_SHOWN = 50


class TwinPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of duplicates share: only who enters has any."""

    request: SignedInRequest
    header_icon = "copy"
    title = gettext_lazy("Duplicates")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at: datetime = timezone.now()
        if not rights.branches_for(self.request.user, rights.ENTER):
            raise Http404

    def get_header_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = [
            {"url": reverse("desk_members:index"), "label": _("Members")},
            {"url": reverse("desk:twins"), "label": _("Duplicates")},
        ]
        here = {"url": "", "label": self.title}
        return [*self.breadcrumbs_items, *(steps if self.title != TwinPage.title else steps[:1]), here]


class Twins(TwinPage):
    """Pairs of records that may be of one person, by certainty."""

    template_name = "desk/member_twins.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, query = self.request.user, self.request.GET
        kind = query.get("kind", "paper")
        if kind not in KIND_LABELS:
            raise Http404
        offered = branches_offered(self.request)
        branch = self._branch(query.get("branch", ""))
        # Thousands in a province share a name and a year: they are looked through commune by commune.
        is_too_wide = kind == "birth" and branch is None and self._is_above()
        before = query.get("before", "")
        found = (
            []
            if is_too_wide
            else pairs(kind, user, branch.path if branch else "", int(before) if _is_id(before) else None)
        )
        last = found[-1].younger.pk if len({pair.younger.pk for pair in found}) >= PAIRS_SHOWN else None
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "kinds": KIND_LABELS.items(),
            "pairs": found,
            "before": last,
            "branch": branch,
            "branches": offered,
            "is_too_wide": is_too_wide,
        }

    def _branch(self, named: str) -> Branch | None:
        if not named:
            return None
        return get_object_or_404(
            rights.visible(Branch, self.request.user), pk=named if _is_id(named) else None
        )

    def _is_above(self) -> bool:
        """Whether the officer's branches hold more than a commune."""
        own = rights.branches_for(self.request.user, rights.ENTER)
        return any(branch.level == Branch.Level.PROVINCE for branch in own)


class ComparePair(TwinPage):
    """Two records side by side; one of them stays, the other points at it."""

    template_name = "desk/member_compare.html"
    title = gettext_lazy("Compare")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.left, self.right = (self._member(self.kwargs[side]) for side in ("left", "right"))
        if self.left.pk == self.right.pk:
            raise Http404

    def _member(self, pk: int) -> Member:
        mine = rights.visible(Member, self.request.user, rights.ENTER).filter(
            merged_into=None, anonymised_at=None
        )
        return get_object_or_404(mine.select_related(*JOINED), pk=pk)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Merge towards the record that is kept."""
        sides = {"left": (self.left, self.right), "right": (self.right, self.left)}
        chosen = sides.get(request.POST.get("keep", ""))
        if chosen is None:
            raise Http404
        keep, other = chosen
        try:
            merge_members(keep=keep, other=other, by=request.user, at=self.at)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("desk:twins")
        told = _("Merged: %(name)s. It can be taken back under “Merged records”.")
        messages.success(request, told % {"name": keep.full_name})
        return redirect("desk_members:inspect", pk=keep.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        both = [self.left, self.right]
        return super().get_context_data(**kwargs) | {
            "sides": both,
            "groups": list(differing(self.left, self.right)),
            "counts": [
                (
                    _("Steps of the membership"),
                    [MembershipStep.objects.filter(member=one).count() for one in both],
                ),
                (_("Loans and support"), [one.supports.count() for one in both]),
            ],
        }


class MergedMembers(TwinPage):
    """Records that point at another, the last first; each can stand for itself again."""

    template_name = "desk/member_merged.html"
    title = gettext_lazy("Merged records")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take one merging back."""
        named = request.POST.get("member", "")
        pk = named if _is_id(named) else None
        member = rights.get_or_404(Member, request.user, pk, rights.ENTER)
        if member.merged_into is not None:
            rights.get_or_404(Member, request.user, member.merged_into_id, rights.ENTER)
        try:
            unmerge_member(member=member, by=request.user, at=self.at)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("Stands for itself again: %(name)s.") % {"name": member.full_name})
        return redirect("desk:merged")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        both = Q(rights.within(user, rights.ENTER, "branch")) & Q(
            rights.within(user, rights.ENTER, "merged_into__branch")
        )
        merged = Member.objects.filter(both, merged_into__isnull=False)
        if _is_id(before := self.request.GET.get("before", "")):
            merged = merged.filter(pk__lt=int(before))
        joined = (
            "branch",
            "branch__parent",
            "merged_into",
            "merged_into__branch",
            "merged_into__branch__parent",
        )
        covered = [*COVERED, *(f"merged_into__{name}" for name in COVERED)]
        shown = list(merged.select_related(*joined).defer(*covered).order_by("-pk")[:MERGED_SHOWN])
        return super().get_context_data(**kwargs) | {
            "merged": shown,
            "before": shown[-1].pk if len(shown) == MERGED_SHOWN else None,
        }


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID
