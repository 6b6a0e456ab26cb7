"""How far may prices move unseen? The head of the province says so."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch
from market.desk.review import HISTORY_SHOWN
from products.models import PriceBounds
from products.price_bounds import Bounds, bounds_at, set_price_bounds
from vietnam.money import format_vnd

EXAMPLE_VND = 100_000


class BoundsForm(forms.Form):
    """Percent up and down."""

    up_percent = forms.IntegerField(label=gettext_lazy("Up by at most (%)"), min_value=0, max_value=1000)
    down_percent = forms.IntegerField(label=gettext_lazy("Down by at most (%)"), min_value=0, max_value=99)


class PriceBoundsPage(WagtailAdminTemplateMixin, TemplateView):
    """The bounds of a province, with an example and who changed them when."""

    request: SignedInRequest
    template_name = "desk/price_bounds.html"
    header_icon = "tag"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = rights.branches_for(self.request.user, rights.APPOINT)
        branch = next((one for one in found if one.level == Branch.Level.PROVINCE), None)
        if branch is None:
            raise Http404
        self.branch = branch
        self.bounds = bounds_at(branch)
        now = {"up_percent": self.bounds.up_percent, "down_percent": self.bounds.down_percent}
        self.form = BoundsForm(request.POST or None, initial=now)

    def get_header_title(self) -> str:
        return _("How far prices may move unseen")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_listings:index"), "label": _("Listings")},
            {"url": "", "label": self.get_header_title()},
        ]

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """From now on."""
        if self.form.is_valid():
            try:
                bounds = Bounds(**self.form.cleaned_data)
                set_price_bounds(branch=self.branch, bounds=bounds, by=request.user, at=timezone.now())
            except ValidationError as error:
                self.form.add_error(None, error.messages)
            else:
                messages.success(request, _("Saved. Prices are held against it from now on."))
                return redirect("desk:price_bounds")
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = PriceBounds.objects.filter(branch=self.branch).select_related("set_by").first()
        lowest, highest = self.bounds.ends(EXAMPLE_VND)
        entries = ModelLogEntry.objects.for_instance(said).select_related("user") if said else ()
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "branch": self.branch,
            "said": said,
            "example": format_vnd(EXAMPLE_VND),
            "lowest": format_vnd(lowest),
            "highest": format_vnd(highest),
            "history": entries[:HISTORY_SHOWN],
        }
