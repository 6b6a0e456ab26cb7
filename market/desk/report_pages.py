"""Where does an officer look at reports: which there are, one of them, the same as a file?"""

import io
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch
from farmers.reporting import Column, Period, Report
from farmers.reporting.listing import order_list
from market.desk.charts import bars_of_columns, bars_of_units
from market.desk.figures import topmost
from market.desk.finding import LONGEST_ID, branches_offered
from market.desk.map import Map, map_of
from market.desk.report_files import CONTENT_TYPES, write_report
from market.desk.report_list_form import ListForm
from market.desk.report_tables import BY_NAME, table_of
from market.desk.reports import BY_ADDRESS, KINDS, Kind, charted

YEARS_BACK = 5


def branch_asked(request: SignedInRequest) -> Branch:
    """The branch named in the address, else the topmost of one's own; another's is as absent as none."""
    named = request.GET.get("branch", "")
    if not named:
        mine = topmost(rights.branches_for(request.user, rights.VIEW))
        if not mine:
            raise Http404
        return mine[0]
    if not named.isdecimal() or len(named) > LONGEST_ID:
        raise Http404
    branch: Branch = rights.get_or_404(Branch, request.user, named)
    return branch


def period_asked(request: HttpRequest) -> Period:
    """The period named in the address, else the quarter of today; 404 for what is none."""
    named = request.GET.get("period", "")
    if not named:
        return Period.around(timezone.localdate())
    try:
        return Period.read(named)
    except ValueError as error:
        raise Http404 from error


def periods_offered(chosen: Period) -> list[Period]:
    """The quarters and years to choose from, the newest first, and the one chosen."""
    now = Period.around(timezone.localdate())
    offered = []
    for year in range(now.year, now.year - YEARS_BACK, -1):
        quarters = range(now.last_quarter if year == now.year else 4, 0, -1)
        offered += [Period(year), *(Period(year, quarter) for quarter in quarters)]
    return offered if chosen in offered else [chosen, *offered]


class ReportsPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of reports share: the way back to all of them."""

    request: SignedInRequest
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*super().get_breadcrumbs_items(), {"url": reverse("desk:reports"), "label": _("Reports")}]
        title = self.get_header_title()
        return [*items, {"url": "", "label": title}] if title else items


class ReportIndex(ReportsPage):
    """The reports there are."""

    template_name = "desk/reports.html"

    def get_header_title(self) -> str:
        return _("Reports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return super().get_breadcrumbs_items()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "kinds": list(KINDS.values()),
            "may_enter": bool(rights.branches_for(user, rights.ENTER)),
            "may_give_tokens": bool(rights.branches_for(user, rights.APPOINT)),
        }


class ReportPage(ReportsPage):
    """One report of a branch and a period: charts beside the table, every figure opening its list."""

    template_name = "desk/report.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = kind_asked(self.kwargs["address"])
        self.branch = branch_asked(self.request)
        self.period = period_asked(self.request)

    @cached_property
    def part(self) -> str:
        """Which part of a wide report is looked at; "" where it has none."""
        if not self.kind.parts:
            return ""
        named = self.request.GET.get("part", "")
        return named if named in self.kind.parts else next(iter(self.kind.parts))

    @cached_property
    def report(self) -> Report:
        parts = (self.part,) if self.part else ()
        return self.kind.for_user(self.request.user, self.branch, self.period, parts)

    @cached_property
    def sorted_by(self) -> str:
        """The column the table is sorted by, which the bars and the map show too; "" is by name."""
        named = self.request.GET.get("sort", "")
        return named if named in [column.key for column in self.report.columns] else BY_NAME

    @cached_property
    def shown(self) -> str:
        """The column that is drawn."""
        keys = [column.key for column in self.report.columns if column.kind != "word"]
        wished = self.sorted_by or self.kind.main
        return wished if wished in keys else keys[0]

    def address(self, **changed: str) -> str:
        """The address of the page with something else asked of it."""
        asked = {"branch": str(self.branch.pk), "sort": self.sorted_by, "part": self.part}
        if not self.kind.is_of_today:
            asked["period"] = self.period.code
        kept = {name: value for name, value in (asked | changed).items() if value}
        return f"{reverse('desk:report', args=(self.kind.address,))}?{urlencode(kept)}"

    def get_header_title(self) -> str:
        return f"{self.kind.title}: {self.branch}"

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Order the list of the people behind the report."""
        if not self.kind.has_list:
            raise Http404
        if not self.list_form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        typed = self.list_form.cleaned_data
        try:
            handed = order_list(
                slug=self.kind.slug,
                branch=self.branch,
                period=self.period,
                file_format=typed["format"],
                reason=typed["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            self.list_form.add_error("reason", error.messages)
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect("handed:file", pk=handed.pk)

    @cached_property
    def list_form(self) -> ListForm:
        """How the list of the people is wanted."""
        may_see_ids = rights.may(self.request.user, rights.SENSITIVE, self.branch)
        return ListForm(self.request.POST or None, may_see_ids=may_see_ids)

    def drawn_map(self) -> Map | None:
        """The shown column on the map of a province."""
        return map_of(self.report, self.shown) if self.branch.level == Branch.Level.PROVINCE else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, place = self.report, self.report.place(self.shown)
        bars, others = bars_of_units(report, self.shown)
        offered = [
            *topmost(rights.branches_for(self.request.user, rights.VIEW)),
            *branches_offered(self.request),
        ]
        files = {"branch": self.branch.pk, "period": self.period.code}
        return super().get_context_data(**kwargs) | {
            "kind": self.kind,
            "report": report,
            "branch": self.branch,
            "branches": list(dict.fromkeys([*offered, self.branch])),
            "period": self.period,
            "periods": periods_offered(self.period),
            "table": table_of(report, by=self.sorted_by, address=lambda key: self.address(sort=key)),
            "sums": bars_of_columns(report, charted(self.kind, report)),
            "bars": bars if any(row.unit and row.unit.pk != self.branch.pk for row in report.rows) else [],
            "others": others,
            "shown": whole_header(report.columns[place]),
            "map": self.drawn_map(),
            "parts": [
                (words, self.address(part=key, sort=""), key == self.part)
                for key, words in self.kind.parts.items()
            ],
            "is_rounded": any(cell.is_rounded for cell in report.total.cells),
            "list_form": self.list_form if self.kind.has_list else None,
            "counts_moves": not self.kind.is_of_today,
            "files": [
                (words, f"{reverse('desk:report_file', args=(self.kind.address, ending))}?{urlencode(files)}")
                for ending, words in (("pdf", _("Print (PDF)")), ("xlsx", _("Excel")), ("csv", _("CSV")))
            ],
        }


def whole_header(column: Column) -> str:
    """The head of a column with what it has in common with its neighbours: "Hội viên: nữ"."""
    if not column.group:
        return str(capfirst(column.header))
    return f"{column.group}: {column.header}"


def kind_asked(address: str) -> Kind:
    """The report of an address; 404 for none."""
    if address not in BY_ADDRESS:
        raise Http404
    return BY_ADDRESS[address]


def report_file(request: SignedInRequest, address: str, ending: str) -> FileResponse:
    """A report in the association's form, as a file."""
    if ending not in CONTENT_TYPES:
        raise Http404
    kind, branch, period = kind_asked(address), branch_asked(request), period_asked(request)
    report = kind.for_user(request.user, branch, period)
    target = io.BytesIO()
    write_report(target, kind, report, ending, timezone.localdate())
    target.seek(0)
    name = f"{address}-{branch.place_code or branch.pk}-{period.code}.{ending}"
    response = FileResponse(
        target, as_attachment=ending != "pdf", filename=name, content_type=CONTENT_TYPES[ending]
    )
    response["Cache-Control"] = "no-store"
    return response
