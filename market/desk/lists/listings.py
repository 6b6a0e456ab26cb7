"""Which listings wait, are on sale, were returned?"""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from market.desk.finding import BranchFilter, FoundList, OneOfFew, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.report_filter import CertifiedFilter
from market.desk.words import price_words
from products.models import Product


class ListingFilters(WagtailFilterSet):
    """By branch and state."""

    branch = BranchFilter(to_branch="farm__branch")
    state = OneOfFew(choices=Product.State.choices, label=gettext_lazy("State"))
    certified = CertifiedFilter()

    class Meta:
        model = Product
        fields: list[str] = []


class ListingList(FoundList):
    """Listings from the farms of the officer's branches; a row opens its review."""

    folded = ("search_folded", "farmer__name_folded")
    joined = ("farmer", "offer", "category")

    def get_edit_url(self, instance: Product) -> str:
        return reverse("desk:listing", args=(instance.pk,))


class ListingHistory(ToldHistory):
    """The history, with the way back to the review."""

    def get_edit_url(self, instance: Product) -> str:
        return reverse("desk:listing", args=(instance.pk,))


class ListingViewSet(GuardedViewSet):
    """Tin đăng."""

    model = Product
    name = "desk_listings"
    url_prefix = "tin-dang"
    icon = "tag"
    menu_name = "desk-listings"
    menu_order = 240
    menu_label = gettext_lazy("Listings")
    index_view_class = ListingList
    history_view_class = ListingHistory
    filterset_class = ListingFilters
    ordering = ("-pk",)
    list_display = (
        "name",
        Column("farmer", label=gettext_lazy("Farmer")),
        Column("category", label=gettext_lazy("Category")),
        Column("price", label=gettext_lazy("Price"), accessor=price_words, classname="desk-number"),
        StandingColumn("state", label=gettext_lazy("State"), accessor="get_state_display", key="state"),
        DateColumn("submitted_at", label=gettext_lazy("Sent"), sort_key="submitted_at"),
    )
