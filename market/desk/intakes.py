"""How does an officer bring a list into the register: choose the file, wait, confirm the columns, check, write, undo?

One page for each list; what it shows follows from its state. A page that waits loads itself again.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from accounts.signed_in import SignedInRequest
from accounts.tables.refusing import Unreadable, limits
from accounts.workbooks import XLSX
from farmers import rights
from farmers.importing.bringing import bring, drop, look_again, order_undo, order_write, take_report, take_up
from farmers.importing.kinds import kind_of, label_of
from farmers.importing.reporting import report_name
from farmers.importing.states import AT_WORK, State, is_stranded, seconds_left
from farmers.models import Intake, IntakeRow
from market.desk.intake_columns import ColumnsForm
from market.desk.intake_forms import BringForm, WhereForm
from market.desk.review import HISTORY_SHOWN

MOST_LISTED, MOST_BAD_SHOWN = 20, 50
WAIT_SECONDS = 3
# What each state offers; anything else that is posted is absent.
DEEDS = {
    State.MAPPING: {"confirm", "look_again", "drop"},
    State.CHECKED: {"confirm", "write", "write_good", "drop"},
    State.FAILED: {"look_again", "drop"},
    State.DONE: {"undo"},
    **{state: {"take_up"} for state in AT_WORK},
}
# Of each kind of list: where another one is brought in, where what was written is listed, and what that is called.
AROUND = {
    "members": ("desk:intake_new", "desk_members:index", gettext_lazy("See the members")),
    "certificates": (
        "desk:certificate_intake_new",
        "desk_certificates:index",
        gettext_lazy("See the certificates"),
    ),
}


def intakes_of(request: SignedInRequest) -> QuerySet[Intake]:
    """The lists that were brought in below the officer's branches, for whoever enters records there."""
    found: QuerySet[Intake] = rights.visible(Intake, request.user, rights.ENTER)
    return found.select_related("branch", "made_by")


class BringList(WagtailAdminTemplateMixin, TemplateView):
    """Choose a file; below, the lists that were brought before."""

    request: SignedInRequest
    template_name = "desk/intake_new.html"
    header_icon = "upload"
    kind = Intake.Kind.MEMBERS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not rights.branches_for(self.request.user, rights.ENTER):
            raise Http404
        self.form = BringForm(request.POST or None, request.FILES or None, user=self.request.user)

    def get_header_title(self) -> str:
        return _("Bring in a list of members")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        members = {"url": reverse("desk_members:index"), "label": _("Members")}
        return [*super().get_breadcrumbs_items(), members, {"url": "", "label": self.get_header_title()}]

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the file in; nothing is written into the register by that."""
        if self.form.is_valid():
            file = self.form.cleaned_data["file"]
            try:
                intake = bring(
                    file=file,
                    name=file.name,
                    branch=self.form.cleaned_data["branch"],
                    kind=self.kind,
                    by=request.user,
                    at=timezone.now(),
                )
            except Unreadable as refused:
                self.form.add_error("file", refused.messages)
            else:
                return redirect("desk:intake", pk=intake.pk)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brought = intakes_of(self.request).filter(kind=self.kind)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "megabytes": limits().upload_bytes // 1_000_000,
            "intakes": brought.order_by("-made_at")[:MOST_LISTED],
        }


class IntakePage(WagtailAdminTemplateMixin, TemplateView):
    """One list on its way. Each button posts the name of a deed that its state offers."""

    request: SignedInRequest
    template_name = "desk/intake.html"
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.intake: Intake = get_object_or_404(intakes_of(self.request), pk=self.kwargs["pk"])

    def get_header_title(self) -> str:
        return self.intake.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        lists = {"url": reverse(AROUND[self.intake.kind][0]), "label": _("Lists brought in")}
        return [*super().get_breadcrumbs_items(), lists, {"url": "", "label": self.intake.name}]

    @cached_property
    def columns_form(self) -> ColumnsForm:
        """The columns and questions, as they were sent if they were."""
        sent = self.request.POST if self.request.POST.get("deed") == "confirm" else None
        return ColumnsForm(sent, intake=self.intake, by=self.request.user)

    @cached_property
    def where_form(self) -> WhereForm:
        """Where the table is, as it was sent if it was."""
        sent = self.request.POST if self.request.POST.get("deed") == "look_again" else None
        return WhereForm(sent, intake=self.intake)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.intake.state in AT_WORK:
            response["Refresh"] = str(WAIT_SECONDS)
        response["Cache-Control"] = "no-store"
        return response

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says; where somebody was faster, show how it stands now."""
        deed = request.POST.get("deed", "")
        if deed not in {name for names in DEEDS.values() for name in names}:
            raise Http404
        if deed not in DEEDS.get(State(self.intake.state), set()):
            messages.warning(request, _("This list has moved on meanwhile."))
            return redirect("desk:intake", pk=self.intake.pk)
        try:
            is_done = getattr(self, f"do_{deed}")()
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            is_done = False
        if not is_done:
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect("desk:intake", pk=self.intake.pk)

    def do_confirm(self) -> bool:
        """Say what the columns hold; all rows are checked then, and nothing is written."""
        return self.columns_form.is_valid() and self.columns_form.confirm(at=self.at)

    def do_look_again(self) -> bool:
        """Read the file anew, where the officer says the table is."""
        if not self.where_form.is_valid():
            return False
        look_again(intake=self.intake, where=self.where_form.cleaned_data, by=self.request.user, at=self.at)
        return True

    def do_write(self) -> bool:
        """Write all rows."""
        order_write(intake=self.intake, keeps_good=False, by=self.request.user, at=self.at)
        return True

    def do_write_good(self) -> bool:
        """Write the good rows and leave the others to be corrected."""
        order_write(intake=self.intake, keeps_good=True, by=self.request.user, at=self.at)
        return True

    def do_undo(self) -> bool:
        """Take back what was written."""
        order_undo(intake=self.intake, by=self.request.user, at=self.at)
        return True

    def do_drop(self) -> bool:
        """Give the list up."""
        drop(intake=self.intake, by=self.request.user, at=self.at)
        return True

    def do_take_up(self) -> bool:
        """Have it worked on again."""
        take_up(intake=self.intake, by=self.request.user, at=self.at)
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intake, state = self.intake, self.intake.state
        entries = ModelLogEntry.objects.for_instance(intake).select_related("user")
        again, written, words = AROUND[intake.kind]
        shows_columns = state in {State.MAPPING, State.CHECKED}
        return super().get_context_data(**kwargs) | {
            "intake": intake,
            "found": intake.found,
            "is_at_work": state in AT_WORK,
            "is_stranded": is_stranded(intake, at=self.at),
            "seconds_left": seconds_left(intake, at=self.at),
            "counts": self._counts(),
            "columns_form": self.columns_form if shows_columns else None,
            "where_form": self.where_form if state in {State.MAPPING, State.FAILED} else None,
            "bad_rows": self._bad_rows(),
            "has_report": bool(intake.report),
            "may_undo": state == State.DONE and bool(self._counts()),
            "history": entries[:HISTORY_SHOWN],
            "again_url": reverse(again),
            "written_url": f"{reverse(written)}?branch={intake.branch_id}",
            "written_words": words,
        }

    def _counts(self) -> list[tuple[str, str, int]]:
        """The number of rows of each outcome: code, words, number."""
        counts = self.intake.found.get("counts", {})
        return [
            (code, str(label), counts.get(code, 0)) for code, label in IntakeRow.Outcome.choices if counts
        ]

    def _bad_rows(self) -> list[tuple[int, list[tuple[str, str]]]]:
        """The first rows that have to be corrected: the row's number, then field and sentence."""
        if self.intake.state not in {State.CHECKED, State.DONE}:
            return []
        kind = kind_of(self.intake)
        rows = self.intake.rows.filter(outcome=IntakeRow.Outcome.BAD).order_by("number")[:MOST_BAD_SHOWN]
        return [(row.number, [(label_of(kind, name), said) for name, said in row.reasons]) for row in rows]


@require_safe
def intake_report(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """The workbook of the rows that have to be corrected; who took it is kept."""
    intake = get_object_or_404(intakes_of(request), pk=pk)
    if not intake.report:
        raise Http404
    pieces = take_report(intake=intake, by=request.user, at=timezone.now())
    response = StreamingHttpResponse(pieces, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=report_name(intake)
    )
    response["Cache-Control"] = "no-store"
    return response
