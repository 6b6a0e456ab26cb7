"""Which listings are being looked into because something is wrong with them? The one that is due soonest first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from products.models import TakeDown
from products.settling import OPEN

MOST_SHOWN = 50
CLOSED_SHOWN = 10


@dataclass(frozen=True)
class Open:
    """A report with how long it may still take: below a day in hours and minutes, `is_late` when that is over."""

    case: TakeDown
    hours: int
    minutes: int
    is_late: bool


class TakeDowns(WagtailAdminTemplateMixin, TemplateView):
    """Open reports below the officer's branch, and those closed last."""

    request: SignedInRequest
    template_name = "desk/take_downs.html"
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.request.user.is_superuser and not rights.branches_for(self.request.user, rights.REVIEW):
            raise Http404

    def get_header_title(self) -> str:
        return _("Listings with a complaint")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_listings:index"), "label": _("Listings")},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        mine = rights.visible(TakeDown, self.request.user, rights.REVIEW).select_related("product__farmer")
        shown = list(mine.filter(state__in=OPEN).order_by("due_at", "pk")[: MOST_SHOWN + 1])
        closed = mine.exclude(state__in=OPEN).select_related("decided_by").order_by("-decided_at", "-pk")
        return super().get_context_data(**kwargs) | {
            "cases": [_left(case, case.due_at - at) for case in shown[:MOST_SHOWN]],
            "has_more": len(shown) > MOST_SHOWN,
            "closed": closed[:CLOSED_SHOWN],
        }


def _left(case: TakeDown, left: timedelta) -> Open:
    minutes = max(0, int(left.total_seconds() // 60))
    return Open(case, minutes // 60, minutes % 60, left < timedelta())
