"""Which certificates were declared, verified, returned, revoked, and which run out?"""

from datetime import timedelta
from typing import Any

import django_filters
from django.db import models
from django.forms import RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import HistoryView

from farmers.models import Certificate
from farmers.querysets import CertificateQuerySet
from market.desk.finding import BranchFilter, FoundList, OneOfFew, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.words import standing_words

RUNS_OUT_WITHIN = timedelta(days=60)
STANDINGS = (
    ("declared", gettext_lazy("Waiting to be checked")),
    ("valid", gettext_lazy("Verified and valid")),
    ("runs_out", gettext_lazy("Runs out within 60 days")),
    ("expired", gettext_lazy("Expired")),
    ("returned", gettext_lazy("Returned")),
    ("revoked", gettext_lazy("Revoked")),
)


class StandingFilter(django_filters.ChoiceFilter):
    """By standing, *expired* worked out for today."""

    def filter(self, qs: CertificateQuerySet, value: str) -> models.QuerySet[Any]:
        today = timezone.localdate()
        if value == "valid":
            return qs.valid_on(today)
        if value == "runs_out":
            return qs.valid_on(today).filter(expires_on__lte=today + RUNS_OUT_WITHIN)
        if value == "expired":
            return qs.filter(standing=Certificate.Standing.VERIFIED, expires_on__lt=today)
        return qs.filter(standing=value) if value else qs


class CertificateFilters(WagtailFilterSet):
    """By branch, standing and scheme."""

    branch = BranchFilter(to_branch="farmer__branch")
    standing = StandingFilter(
        choices=STANDINGS,
        label=gettext_lazy("Standing"),
        empty_label=gettext_lazy("All"),
        widget=RadioSelect,
    )
    scheme = OneOfFew(choices=Certificate.Scheme.choices, label=gettext_lazy("Scheme"))

    class Meta:
        model = Certificate
        fields: list[str] = []


class CertificateList(FoundList):
    """Certificates of the farmers of the officer's branches; a row opens its review."""

    folded = ("number_folded", "farmer__name_folded")
    joined = ("farmer",)

    def get_edit_url(self, instance: Certificate) -> str:
        return reverse("desk:certificate", args=(instance.pk,))


class CertificateHistory(ToldHistory):
    """The history, with the way back to the review."""

    def get_edit_url(self, instance: Certificate) -> str:
        return reverse("desk:certificate", args=(instance.pk,))


class CertificateViewSet(GuardedViewSet):
    """Chứng nhận."""

    model = Certificate
    name = "desk_certificates"
    url_prefix = "chung-nhan"
    icon = "circle-check"
    menu_name = "desk-certificates"
    menu_order = 230
    menu_label = gettext_lazy("Certificates")
    index_view_class = CertificateList
    history_view_class: type[HistoryView] = CertificateHistory
    filterset_class = CertificateFilters
    ordering = ("-declared_at", "-pk")
    list_display = (
        "__str__",
        Column("farmer", label=gettext_lazy("Farmer")),
        Column("issuer", label=gettext_lazy("Issued by")),
        Column("expires_on", label=gettext_lazy("Last day"), sort_key="expires_on"),
        StandingColumn(
            "standing", label=gettext_lazy("Standing"), accessor=standing_words, key="shown_standing"
        ),
    )
