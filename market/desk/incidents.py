"""What went wrong with personal data, is the authority told in time, and who was told?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.incidents import close_incident, note_authority_told, note_people_told, report_incident
from farmers.models import Branch, Incident
from market.desk.personal_data import PersonalDataPage
from market.desk.review import HISTORY_SHOWN

MOST_SHOWN = 50


class IncidentForm(forms.ModelForm):
    """What the authority asks: what, which data, how many people, how serious, when it was found."""

    use_required_attribute = False

    branch = forms.ModelChoiceField(
        label=gettext_lazy("Branch"),
        queryset=Branch.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    found_at = forms.DateTimeField(
        label=gettext_lazy("Found on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    class Meta:
        model = Incident
        fields = ("branch", "found_at", "what", "data", "people", "severity")
        widgets = {
            "what": forms.Textarea(attrs={"rows": 4}),
            "severity": forms.RadioSelect,
            "people": forms.NumberInput(attrs={"inputmode": "numeric", "min": "0"}),
        }
        help_texts = {
            "what": gettext_lazy("No names: how it happened, what was lost, seen or changed."),
            "data": gettext_lazy("For example: names and phones of a commune's list."),
        }

    def __init__(self, *args: Any, branches: list[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["branch"]
        field.queryset = Branch.objects.filter(pk__in=[branch.pk for branch in branches])  # type: ignore[attr-defined]
        self.fields["severity"].choices = Incident.Severity.choices  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """What was done about it."""

    use_required_attribute = False

    measures = forms.CharField(
        label=gettext_lazy("What was done"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )


class Incidents(PersonalDataPage):
    """Breaches of the branches the officer answers for, open ones first."""

    template_name = "desk/data_incidents.html"
    tab = "desk:incidents"

    def get_header_title(self) -> str:
        return _("Breaches of personal data")

    def get_header_buttons(self) -> list[HeaderButton]:
        url = reverse("desk:report_incident")
        return [HeaderButton(label=_("Note a breach"), url=url, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = rights.visible(Incident, self.request.user, rights.APPOINT).select_related("branch")
        open_ones = mine.filter(closed_at=None).order_by("notify_by", "pk")[:MOST_SHOWN]
        closed = mine.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:MOST_SHOWN]
        return super().get_context_data(**kwargs) | {"incidents": open_ones, "closed": closed}


class ReportIncident(PersonalDataPage):
    """Note what happened; the hours run from when it was found."""

    template_name = "desk/data_incident_report.html"
    tab = "desk:incidents"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        initial = {"branch": self.branches[0].pk, "found_at": timezone.localtime(self.at)}
        self.form = IncidentForm(request.POST or None, branches=self.branches, initial=initial)

    def get_header_title(self) -> str:
        return _("Note a breach")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep it and open its page."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            incident = report_incident(by=request.user, at=self.at, **self.form.cleaned_data)
        except ValidationError as error:
            self.form.add_error("found_at" if error.code == "future" else None, error.messages)
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect("desk:incident", pk=incident.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": self.form}


class IncidentPage(PersonalDataPage):
    """One breach: its clock, whom was told when, and closing it with what was done."""

    template_name = "desk/data_incident.html"
    tab = "desk:incidents"
    deeds = {"notified": note_authority_told, "people_told": note_people_told}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = rights.visible(Incident, self.request.user, rights.APPOINT)
        mine = mine.select_related("branch", "found_by", "closed_by")
        self.incident: Incident = get_object_or_404(mine, pk=self.kwargs["pk"])
        is_closing = request.POST.get("deed") == "close"
        self.form = CloseForm(request.POST if is_closing else None, prefix="close")

    def get_header_title(self) -> str:
        return self.incident.data

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says."""
        if self.form.is_bound:
            return self._close()
        deed = self.deeds.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            deed(incident=self.incident, by=request.user, at=self.at)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self._come_back()

    def _close(self) -> HttpResponseBase:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            measures = self.form.cleaned_data["measures"]
            close_incident(incident=self.incident, measures=measures, by=self.request.user, at=self.at)
        except ValidationError as error:
            self.form.add_error(None, error.messages)
            return self.render_to_response(self.get_context_data(), status=422)
        return self._come_back()

    def _come_back(self) -> HttpResponse:
        return redirect("desk:incident", pk=self.incident.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.incident).select_related("user")
        return super().get_context_data(**kwargs) | {
            "incident": self.incident,
            "is_late": self.incident.notified_at is None and self.at > self.incident.notify_by,
            "form": self.form,
            "history": entries[:HISTORY_SHOWN],
        }
