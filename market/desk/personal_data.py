"""What do the pages about personal data share? Only who answers for a branch opens them; three tabs, one menu item."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights


@dataclass(frozen=True)
class Tab:
    """One of the lists."""

    title: str
    url: str
    is_here: bool


class PersonalDataPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for heads. `tab` is the address name of the list it belongs to."""

    request: SignedInRequest
    header_icon = "lock"
    tab = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        self.branches = rights.branches_for(self.request.user, rights.APPOINT)
        if not self.branches:
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk:data_requests"), "label": _("Personal data")},
        ]
        return [*items, {"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = (
            ("desk:data_requests", _("Requests")),
            ("desk:incidents", _("Breaches")),
            ("desk:readings", _("Looks at private data")),
        )
        tabs = [Tab(title, reverse(name), is_here=name == self.tab) for name, title in names]
        return super().get_context_data(**kwargs) | {"tabs": tabs, "today": self.today, "at": self.at}
