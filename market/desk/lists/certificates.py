"""Which certificates wait for me, were declared, verified, returned, revoked, and which run out?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.db import models
from django.db.models import Count
from django.forms import RadioSelect
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.widgets.button import HeaderButton

from farmers import rights
from farmers.models import Certificate
from farmers.querysets import CertificateQuerySet
from market.desk.finding import BranchFilter, FoundList, OneOfFew, StandingColumn, ToldHistory
from market.desk.guard import GuardedViewSet
from market.desk.queues import certificates_waiting, due_day, reviews_anything
from market.desk.reasons import CERTIFICATE_RETURNED, CERTIFICATE_REVOKED
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
OWN_WORDS = "own"
REASONS = (*CERTIFICATE_RETURNED, *CERTIFICATE_REVOKED, (OWN_WORDS, gettext_lazy("In own words alone")))


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


class ReasonFilter(OneOfFew):
    """By the ready sentence with which a certificate was returned or revoked."""

    def filter(self, qs: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        if value == OWN_WORDS:
            return qs.filter(reason_code="").exclude(reason="")
        return qs.filter(reason_code=value) if value else qs


class WaitingFilter(OneOfFew):
    """The officer's own queue in its order, what is due soonest first, unless another order is asked for."""

    def filter(self, qs: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        request = self.parent.request
        if not value or request is None:
            return qs
        queue = certificates_waiting(request.user, timezone.now())
        found = queue.records.filter(pk__in=qs.order_by().values("pk"))
        return found.order_by(*qs.query.order_by) if request.GET.get("ordering") else found


class CertificateFilters(WagtailFilterSet):
    """By what waits for the officer, branch, standing, scheme and reason."""

    waiting = WaitingFilter(choices=[("true", gettext_lazy("me"))], label=gettext_lazy("Waiting for"))
    branch = BranchFilter(to_branch="farmer__branch")
    standing = StandingFilter(
        choices=STANDINGS,
        label=gettext_lazy("Standing"),
        empty_label=gettext_lazy("All"),
        widget=RadioSelect,
    )
    scheme = OneOfFew(choices=Certificate.Scheme.choices, label=gettext_lazy("Scheme"))
    reason = ReasonFilter(choices=REASONS, label=gettext_lazy("Reason"))

    class Meta:
        model = Certificate
        fields: list[str] = []


@dataclass(frozen=True)
class Counted:
    """How often a reason was given, and where those certificates are."""

    label: str
    count: int
    url: str


class CertificateList(FoundList):
    """Certificates of the farmers of the officer's branches; a row opens its review."""

    folded = ("number_folded", "farmer__name_folded")
    joined = ("farmer",)
    template_name = "desk/certificates.html"
    results_template_name = "desk/certificate_results.html"

    @cached_property
    def may_review(self) -> bool:
        """Whether there is a branch for which this user decides about certificates."""
        return reviews_anything(self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        return [TickColumn("tick"), *super().columns] if self.may_review else super().columns

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not rights.branches_for(self.request.user, rights.ENTER):
            return []
        url = reverse("desk:certificate_intake_new")
        return [HeaderButton(label=_("Bring in paper certificates"), url=url, icon_name="upload")]

    def get_edit_url(self, instance: Certificate) -> str:
        return reverse("desk:certificate", args=(instance.pk,))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return context | {"may_review": self.may_review, "reasons": self._reasons()}

    def _reasons(self) -> list[Counted]:
        """Why certificates were returned or revoked, the commonest first; for a list of those alone."""
        asked = self.request.GET.get("standing")
        if asked not in {"returned", "revoked"} or self.request.GET.get("reason"):
            return []
        listed = self.filter_queryset(self.get_base_queryset()).select_related(None).order_by()
        counts = listed.values_list("reason_code").annotate(Count("pk"))
        labels, found = dict(REASONS), []
        for code, count in sorted(counts, key=lambda row: -row[1]):
            query = QueryDict(mutable=True)
            query.update({"standing": asked, "reason": code or OWN_WORDS})
            url = f"{self.index_url}?{query.urlencode()}"
            found.append(Counted(str(labels.get(code or OWN_WORDS, code)), count, url))
        return found


class CertificateHistory(ToldHistory):
    """The history, with the way back to the review."""

    def get_edit_url(self, instance: Certificate) -> str:
        return reverse("desk:certificate", args=(instance.pk,))


class TickColumn(BaseColumn):
    """A box for each certificate that can be decided about; the boxes belong to the form below the list."""

    header_template_name = "desk/tick_head.html"
    cell_template_name = "desk/tick_cell.html"


class DueColumn(Column):
    """By when a certificate is to be checked; empty once it was."""

    cell_template_name = "desk/due_cell.html"

    def get_cell_context_data(self, instance: Certificate, parent_context: Any) -> dict[str, Any]:
        due_on = due_of(instance)
        return super().get_cell_context_data(instance, parent_context) | {
            "value": date_format(due_on, "SHORT_DATE_FORMAT") if due_on else "",
            "is_late": due_on is not None and due_on < timezone.localdate(),
        }


def due_of(certificate: Certificate) -> date | None:
    """The last day for checking a certificate; of one that is in no queue there is none."""
    moment = getattr(certificate, "waits_since", None)
    if moment is None and certificate.standing == Certificate.Standing.DECLARED:
        moment = certificate.declared_at
    return due_day(moment, settings.CERTIFICATE_DUE_DAYS) if moment else None


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
        DueColumn("due", label=gettext_lazy("Check by"), classname="desk-whole"),
        StandingColumn(
            "standing", label=gettext_lazy("Standing"), accessor=standing_words, key="shown_standing"
        ),
    )
