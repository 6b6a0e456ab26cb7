"""Where does a branch enter what the register cannot count: villages, households, labour, funds, grade?"""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch, BranchFigures
from farmers.reporting import Period
from farmers.reporting.entering import COLUMNS, enter_figures
from farmers.reporting.strength import ENTERED
from market.desk.figure_links import ADDRESSES
from market.desk.figures import topmost
from market.desk.finding import LONGEST_ID
from market.desk.report_pages import ReportsPage, period_asked, periods_offered

MOST_BRANCHES = 300


class FiguresForm(forms.ModelForm):
    """The figures of one quarter; what is not known stays empty."""

    class Meta:
        model = BranchFigures
        fields = COLUMNS
        widgets = {"grade": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "grade":
                field.widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        grades = [
            (BranchFigures.Grade(code).value, capfirst(words)) for code, words in BranchFigures.Grade.choices
        ]
        cast("forms.ChoiceField", self.fields["grade"]).choices = [
            ("", gettext_lazy("Not graded yet")),
            *grades,
        ]

    def recall(self, last: BranchFigures) -> None:
        """Say beside each figure what was entered for an earlier quarter."""
        period = Period(last.year, last.quarter)
        for name in ENTERED:
            if (value := getattr(last, name)) is not None:
                words = {"period": period, "number": number_format(value, force_grouping=True)}
                self.fields[name].help_text = _("In %(period)s: %(number)s") % words

    def _post_clean(self) -> None:
        """The verb checks the record; the form reads what was typed."""


class BranchFiguresPage(ReportsPage):
    """The figures of a branch in a quarter, to be entered or corrected by its clerk."""

    template_name = "desk/branch_figures.html"
    header_icon = "edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        mine = rights.visible(Branch, self.request.user, rights.ENTER)
        named = request.GET.get("branch", "")
        if named:
            self.branch = get_object_or_404(
                mine, pk=named if named.isdecimal() and len(named) <= LONGEST_ID else None
            )
        else:
            own = topmost(rights.branches_for(self.request.user, rights.ENTER))
            if not own:
                raise Http404
            self.branch = own[0]
        asked = period_asked(request)
        self.period = Period(asked.year, asked.last_quarter)
        if self.period.first_day > timezone.localdate(self.at):
            self.period = Period.around(timezone.localdate(self.at))

    @cached_property
    def figures(self) -> BranchFigures | None:
        """What was entered so far."""
        found = BranchFigures.objects.filter(
            branch=self.branch, year=self.period.year, quarter=self.period.last_quarter
        )
        return found.select_related("entered_by").first()

    @cached_property
    def form(self) -> FiguresForm:
        """As it was sent, or as it was entered before; beside each figure the one of the quarter before."""
        form = FiguresForm(self.request.POST or None, instance=self.figures)
        earlier = BranchFigures.objects.filter(branch=self.branch).filter(
            Q(year__lt=self.period.year) | Q(year=self.period.year, quarter__lt=self.period.last_quarter)
        )
        if last := earlier.order_by("-year", "-quarter").first():
            form.recall(last)
        return form

    def get_header_title(self) -> str:
        # Outside the braces, where the texts are not collected.
        title = _("Figures of a quarter")
        return f"{title}: {self.branch}"

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Enter the figures."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            enter_figures(
                branch=self.branch,
                period=self.period,
                columns=self.form.cleaned_data,
                by=request.user,
                at=self.at,
            )
        except ValidationError as error:
            self.form.add_error(None, error.messages)
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("Saved: %(name)s.") % {"name": f"{self.branch}, {self.period}"})
        return redirect(f"{reverse('desk:branch_figures')}?branch={self.branch.pk}&period={self.period.code}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = rights.visible(Branch, self.request.user, rights.ENTER).filter(
            path__startswith=self.branch.path
        )
        near = Branch.objects.filter(pk__in=[self.branch.pk, self.branch.parent_id])
        offered = (mine | (near & rights.visible(Branch, self.request.user, rights.ENTER))).distinct()
        report = reverse("desk:report", args=(ADDRESSES["strength"],))
        return super().get_context_data(**kwargs) | {
            "branch": self.branch,
            "branches": offered.order_by("path")[:MOST_BRANCHES],
            "period": self.period,
            "periods": [period for period in periods_offered(self.period) if period.quarter],
            "form": self.form,
            "figures": self.figures,
            "report_url": f"{report}?branch={self.branch.pk}&period={self.period.code}&part=entered",
        }
