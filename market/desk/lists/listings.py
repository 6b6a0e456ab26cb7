"""Which listings wait for me, are on sale, were returned and why, have a price that waits or a complaint?"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from farmers import rights
from farmers.models import Branch
from market.desk.board import may_enter_prices
from market.desk.finding import BranchFilter, FoundList, OneOfFew, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.listing_reasons import reason_choices
from market.desk.queues import due_day, listings_waiting, reviews_anything
from market.desk.report_filter import CertifiedFilter
from market.desk.words import price_words
from products.models import PriceChange, Product
from products.settling import OPEN

OWN_WORDS = "own"
OPEN_THINGS = (
    ("late", gettext_lazy("Late")),
    ("price", gettext_lazy("A new price waits")),
    ("take_down", gettext_lazy("There is a complaint")),
    ("halted", gettext_lazy("Paused by an officer")),
)


class ListingFilters(WagtailFilterSet):
    """By what waits for the officer, branch, state, certificate, what is open, and the reason given."""

    waiting = OneOfFew(
        choices=[("true", gettext_lazy("me"))], label=gettext_lazy("Waiting for"), method="keep_waiting"
    )
    branch = BranchFilter(to_branch="farm__branch")
    state = OneOfFew(choices=Product.State.choices, label=gettext_lazy("State"))
    certified = CertifiedFilter()
    open = OneOfFew(choices=OPEN_THINGS, label=gettext_lazy("To look after"), method="keep_open")
    reason = OneOfFew(
        choices=[*reason_choices(), (OWN_WORDS, gettext_lazy("In own words alone"))],
        label=gettext_lazy("Reason"),
        method="keep_reason",
    )

    class Meta:
        model = Product
        fields: list[str] = []

    def keep_waiting(self, queryset: models.QuerySet[Any], _name: str, value: str) -> models.QuerySet[Any]:
        """The officer's own queue in its order, what is due soonest first, unless another order is asked for."""
        if not value or self.request is None:
            return queryset
        queue = listings_waiting(self.request.user, timezone.now())
        found = queue.records.filter(pk__in=queryset.order_by().values("pk"))
        return found.order_by(*queryset.query.order_by) if self.request.GET.get("ordering") else found

    def keep_open(self, queryset: models.QuerySet[Any], _name: str, value: str) -> models.QuerySet[Any]:
        """Those about which something is open."""
        if value == "late":
            today = timezone.localdate()
            days = timedelta(days=settings.LISTING_DUE_DAYS)
            return queryset.filter(state=Product.State.SUBMITTED, submitted_at__date__lt=today - days)
        if value == "price":
            waiting = PriceChange.objects.filter(state=PriceChange.State.WAITING)
            return queryset.filter(pk__in=waiting.values("product"))
        if value == "take_down":
            return queryset.filter(take_downs__state__in=OPEN)
        return queryset.filter(state=Product.State.PAUSED).exclude(reason="") if value else queryset

    def keep_reason(self, queryset: models.QuerySet[Any], _name: str, value: str) -> models.QuerySet[Any]:
        """By the ready sentence with which a listing was returned, paused or taken down."""
        if value == OWN_WORDS:
            return queryset.filter(reason_code="").exclude(reason="")
        return queryset.filter(reason_code=value) if value else queryset


class ListingList(FoundList):
    """Listings from the farms of the officer's branches; a row opens its review."""

    folded = ("search_folded", "farmer__name_folded")
    joined = ("farmer", "offer", "category")
    template_name = "desk/listings.html"

    def get_edit_url(self, instance: Product) -> str:
        return reverse("desk:listing", args=(instance.pk,))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Posting for a farmer, for who enters data."""
        user = self.request.user
        if not user.is_superuser and not rights.branches_for(user, rights.ENTER):
            return []
        url = reverse("desk:post_for_find")
        return [HeaderButton(label=_("Post for a farmer"), url=url, icon_name="edit")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """What is done about listings beyond one of them, as far as it is this officer's."""
        user, found = self.request.user, []
        if reviews_anything(user):
            found.append((_("Prices to look at"), "desk:price_changes", "tag"))
            found.append((_("Listings with a complaint"), "desk:take_downs", "warning"))
        if may_enter_prices(user):
            found.append((_("Prices of farm produce"), "desk:board", "tag"))
        heads = rights.branches_for(user, rights.APPOINT)
        if any(branch.level == Branch.Level.PROVINCE for branch in heads):
            found.append((_("Bounds of prices"), "desk:price_bounds", "cog"))
        return [
            Button(label, url=reverse(name), icon_name=icon, priority=place)
            for place, (label, name, icon) in enumerate(found)
        ]


class ListingHistory(ToldHistory):
    """The history, with the way back to the review."""

    def get_edit_url(self, instance: Product) -> str:
        return reverse("desk:listing", args=(instance.pk,))


class DueColumn(Column):
    """By when a listing is to be looked at; empty for one that waits for nobody."""

    cell_template_name = "desk/due_cell.html"

    def get_cell_context_data(self, instance: Product, parent_context: Any) -> dict[str, Any]:
        due_on = None
        if instance.state == Product.State.SUBMITTED and instance.submitted_at:
            due_on = due_day(instance.submitted_at, settings.LISTING_DUE_DAYS)
        return super().get_cell_context_data(instance, parent_context) | {
            "value": date_format(due_on, "SHORT_DATE_FORMAT") if due_on else "",
            "is_late": due_on is not None and due_on < timezone.localdate(),
        }


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
        DueColumn("due", label=gettext_lazy("Look at it by"), classname="desk-whole"),
    )
