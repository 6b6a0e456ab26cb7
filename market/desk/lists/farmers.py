"""Which farmers are there: who produces and sells, and where? Whom nobody speaks for is handed to a login here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.claiming import hand_over_farmer, may_be_handed_over
from farmers.models import Certificate, Farm, Farmer
from market.desk.finding import BranchFilter, FoundList, OneOfFew, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.member_deeds import PhoneForm
from market.desk.member_errors import tell
from market.desk.words import standing_words
from products.models import Product

MOST_SHOWN = 50
HAND_OVER = "hand_over"


class FarmerFilters(WagtailFilterSet):
    """By branch and kind."""

    branch = BranchFilter(to_branch="branch")
    kind = OneOfFew(choices=Farmer.Kind.choices, label=gettext_lazy("Kind"))

    class Meta:
        model = Farmer
        fields: list[str] = []


class FarmerList(FoundList):
    """Farmers of the officer's branches."""

    folded = ("name_folded",)
    sorted_by = "name_folded"
    joined = ("branch",)


class FarmerView(InspectView):
    """A farmer with farms, certificates and listings, as far as this officer may see them."""

    request: SignedInRequest
    template_name = "desk/farmer.html"
    page_title = gettext_lazy("Farmer")

    @cached_property
    def form(self) -> PhoneForm:
        """To whose phone the farmer is handed, as it was sent if it was."""
        return PhoneForm(self.request.POST or None, prefix=HAND_OVER, auto_id=f"{HAND_OVER}-%s")

    @cached_property
    def may_enter(self) -> bool:
        """Whether the officer enters data for this farmer."""
        return rights.may(self.request.user, rights.ENTER, self.object)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Hand the farmer over; where somebody was faster, show how it stands now."""
        if not self.may_enter or request.POST.get("deed") != HAND_OVER:
            raise Http404
        if not self.form.is_valid():
            return self.show_again()
        try:
            hand_over_farmer(farmer=self.object, by=request.user, at=timezone.now(), **self.form.cleaned_data)
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                messages.warning(request, " ".join(error.messages))
                return redirect(request.path)
            tell(self.form, error)
            return self.show_again()
        told = _("Handed over: %(name)s signs in with this phone.")
        messages.success(request, told % {"name": self.object.name})
        return redirect(request.path)

    def show_again(self) -> HttpResponse:
        """The page with what was typed, and what is wrong with it."""
        return self.render_to_response(self.get_context_data(), status=422)

    def hand_over(self) -> dict[str, object] | None:
        """The form to hand the farmer over, for who may, while nobody speaks for it."""
        if not self.may_enter or not may_be_handed_over(self.object):
            return None
        title, button = _("Hand the farmer to who speaks for it"), _("Hand over")
        return {"name": HAND_OVER, "title": title, "button": button, "form": self.form}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        user, farmer = self.request.user, self.object
        certificates = rights.visible(Certificate, user).filter(farmer=farmer).order_by("-declared_at", "-pk")
        listings = rights.visible(Product, user).filter(farmer=farmer).select_related("offer")
        return super().get_context_data(**kwargs) | {
            "farmer": farmer,
            "farms": rights.visible(Farm, user).filter(farmer=farmer).order_by("pk")[:MOST_SHOWN],
            "certificates": [(paper, standing_words(paper)) for paper in certificates[:MOST_SHOWN]],
            "may_post": self.may_enter,
            "hand_over": self.hand_over(),
            "listings": listings.order_by("-pk")[:MOST_SHOWN],
        }


class FarmerViewSet(GuardedViewSet):
    """Nhà nông."""

    model = Farmer
    name = "desk_farmers"
    url_prefix = "nha-nong"
    icon = "home"
    menu_name = "desk-farmers"
    menu_order = 220
    menu_label = gettext_lazy("Farmers")
    pages = (*GuardedViewSet.pages, "inspect")
    inspect_view_enabled = True
    index_view_class = FarmerList
    inspect_view_class = FarmerView
    history_view_class = ToldHistory
    filterset_class = FarmerFilters
    ordering = ("-pk",)
    list_display = (
        "name",
        Column("branch", label=gettext_lazy("Branch"), accessor="branch.name"),
        Column("village", label=gettext_lazy("Village")),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
    )
