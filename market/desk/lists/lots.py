"""Which lots exist, and who prints their labels?"""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables import DateColumn as Moment

from market.desk.finding import BranchFilter, FoundList, OneOfFew, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.words import amount_words, harvest_words
from traceability.models import Lot


class LotFilters(WagtailFilterSet):
    """By branch and state."""

    branch = BranchFilter(to_branch="farm__branch")
    state = OneOfFew(choices=Lot.State.choices, label=gettext_lazy("State"))

    class Meta:
        model = Lot
        fields: list[str] = []


class LotList(FoundList):
    """Lots from the farms of the officer's branches."""

    folded = ("product__search_folded", "farm__farmer__name_folded")
    sorted_by = "code"
    joined = ("product", "farm", "farm__farmer")

    def search_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """By the beginning of the code, or by words of the listing or of the farmer's name."""
        typed = self.search_query.strip()
        if typed[:1].isdigit():
            return queryset.filter(code__startswith=typed.upper())
        return super().search_queryset(queryset)

    def get_edit_url(self, instance: Lot) -> str:
        return reverse("desk:lot", args=(instance.pk,))


class LotHistory(ToldHistory):
    """The history, with the way back to the lot."""

    def get_edit_url(self, instance: Lot) -> str:
        return reverse("desk:lot", args=(instance.pk,))


class LotViewSet(GuardedViewSet):
    """Lô."""

    model = Lot
    name = "desk_lots"
    url_prefix = "lo"
    icon = "tasks"
    menu_name = "desk-lots"
    menu_order = 250
    menu_label = gettext_lazy("Lots")
    index_view_class = LotList
    history_view_class = LotHistory
    filterset_class = LotFilters
    ordering = ("-pk",)
    list_display = (
        "code",
        Column("product", label=gettext_lazy("Listing")),
        Column("farmer", label=gettext_lazy("Farmer"), accessor="farm.farmer"),
        Column("harvest", label=gettext_lazy("Harvested"), accessor=harvest_words),
        Column("amount", label=gettext_lazy("Amount"), accessor=amount_words, classname="desk-number"),
        StandingColumn("state", label=gettext_lazy("State"), accessor="get_state_display", key="state"),
        Moment("opened_at", label=gettext_lazy("Opened")),
    )
