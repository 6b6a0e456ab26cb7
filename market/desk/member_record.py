"""About which member is a page? One of the officer's branches, with what may be done there; all else is absent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Member
from market.desk.member_facts import with_covers

JOINED = ("branch", "branch__parent", "trade_branch", "merged_into")


class AboutMember(WagtailAdminTemplateMixin, TemplateView):
    """A page about one member to whom the officer may do `action`."""

    request: SignedInRequest
    model: type[Member] | None = None
    action = rights.ENTER
    title: Promise | str = ""
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        members = with_covers(rights.visible(Member, self.request.user, self.action))
        self.member: Member = get_object_or_404(members.select_related(*JOINED), pk=self.kwargs["pk"])

    def get_header_title(self) -> str:
        return f"{self.title}: {self.member}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_members:index"), "label": _("Members")},
            {"url": reverse("desk_members:inspect", args=(self.member.pk,)), "label": self.member.full_name},
            {"url": "", "label": self.get_header_title()},
        ]

    def show_again(self) -> HttpResponse:
        """The page with what was typed, and what is wrong with it."""
        return self.render_to_response(self.get_context_data(), status=422)

    def to_member(self) -> HttpResponse:
        """On to the page of the member."""
        return redirect("desk_members:inspect", pk=self.member.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"member": self.member}
