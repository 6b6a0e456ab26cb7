"""Which farmers are there: who produces and sells, and where?"""

from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import InspectView

from farmers import rights
from farmers.models import Certificate, Farm, Farmer
from market.desk.finding import BranchFilter, FoundList, OneOfFew, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.words import standing_words
from products.models import Product

MOST_SHOWN = 50


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

    template_name = "desk/farmer.html"
    page_title = gettext_lazy("Farmer")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        user, farmer = self.request.user, self.object
        certificates = rights.visible(Certificate, user).filter(farmer=farmer).order_by("-declared_at", "-pk")
        listings = rights.visible(Product, user).filter(farmer=farmer).select_related("offer")
        return super().get_context_data(**kwargs) | {
            "farmer": farmer,
            "farms": rights.visible(Farm, user).filter(farmer=farmer).order_by("pk")[:MOST_SHOWN],
            "certificates": [(paper, standing_words(paper)) for paper in certificates[:MOST_SHOWN]],
            "may_post": rights.may(user, rights.ENTER, farmer),
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
