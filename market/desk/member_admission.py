"""Who waits to become a member, since when, until when? Admitted together by one decision; late ones come first.

Whoever decides sees the applicants below the own branches with a box for each; all others see theirs, and when the
decision is due. A decision has a page of its own, with the cards that were given.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.exporting import Choice, order_members
from farmers.member_search import members_matching
from farmers.membership import approve_admissions
from farmers.models import Branch, Member, MembershipStep
from market.desk.finding import CappedPaginator, branches_offered
from market.desk.member_days import DayField
from market.desk.member_facts import COVERED

ROWS_PER_PAGE = 250
MOST_AT_ONCE = 1_000
LONGEST_ID = 18
PRINTED = (
    "number",
    "full_name",
    "born_male",
    "born_female",
    "commune_branch",
    "chapter",
    "card_number",
    "admitted_on",
)
Kind, Outcome = MembershipStep.Kind, MembershipStep.Outcome


class DecisionForm(forms.Form):
    """The decision by which people are admitted."""

    use_required_attribute = False

    decision_number = forms.CharField(
        label=gettext_lazy("Decision number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    decided_on = DayField(label=gettext_lazy("Of the day"))


def admissions_waiting(user: User, action: str) -> QuerySet[Any]:
    """The open applications at branches where the user may do the action, the first due first."""
    within = rights.within(user, action, rights.path_to_branch(MembershipStep))
    waiting = MembershipStep.objects.filter(
        within, kind=Kind.ADMISSION, decided_at=None, member__merged_into=None
    )
    joined = waiting.select_related("member", "branch", "branch__parent", "opened_by")
    return joined.defer(*(f"member__{name}" for name in COVERED)).order_by("due_on", "pk")


class MemberQueue(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of admission share."""

    request: SignedInRequest
    header_icon = "time"
    title = gettext_lazy("Admission")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        if not rights.branches_for(self.request.user, rights.VIEW):
            raise Http404

    def get_header_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_members:index"), "label": _("Members")},
            {"url": "", "label": self.title},
        ]


class Admissions(MemberQueue):
    """The queue."""

    template_name = "desk/member_admissions.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.may_decide = bool(rights.branches_for(self.request.user, rights.ADMIT))
        sent = request.POST if request.method == "POST" else None
        self.form = DecisionForm(sent, initial={"decided_on": self.today})

    @cached_property
    def branch(self) -> Branch | None:
        """The branch asked for; another's is absent."""
        named = self.request.GET.get("branch", "")
        if not named:
            return None
        pk = named if _is_id(named) else None
        branch: Branch = rights.get_or_404(Branch, self.request.user, pk)
        return branch

    @cached_property
    def waiting(self) -> QuerySet[Any]:
        """Those of the queue that were asked for."""
        steps = admissions_waiting(self.request.user, rights.ADMIT if self.may_decide else rights.VIEW)
        if self.branch is not None:
            steps = steps.filter(branch__path__startswith=self.branch.path)
        if self.request.GET.get("late"):
            steps = steps.filter(due_on__lt=self.today)
        if typed := self.request.GET.get("q", "").strip():
            steps = steps.filter(member__in=members_matching(Member.objects.all(), typed))
        return steps

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Admit who is ticked, all of them or none."""
        if not self.may_decide:
            raise Http404
        chosen = self.chosen()
        if not self.form.is_valid():
            return self.show_again()
        typed = self.form.cleaned_data
        try:
            if len(chosen) > MOST_AT_ONCE:
                message = _("At most 1,000 people are admitted at once. Choose a branch above.")
                raise ValidationError(message, code="too_many")
            admitted = approve_admissions(members=chosen, by=request.user, at=self.at, **typed)
        except ValidationError as error:
            self.form.add_error(None, error.messages)
            return self.show_again()
        told = _("Admitted: %(count)s.") % {"count": len(admitted)}
        messages.success(request, told)
        return redirect(decision_url(typed["decision_number"], typed["decided_on"]))

    def chosen(self) -> Collection[int]:
        """Whom the officer ticked; a person of another branch is as absent as one that does not exist."""
        if self.request.POST.get("all") == "yes":
            return set(self.waiting.values_list("member_id", flat=True)[: MOST_AT_ONCE + 1])
        ticked = {int(pk) for pk in self.request.POST.getlist("member") if _is_id(pk)}
        mine = rights.visible(Member, self.request.user, rights.ADMIT).filter(pk__in=ticked)
        if mine.count() != len(ticked):
            raise Http404
        return ticked

    def show_again(self) -> HttpResponse:
        """The page with what was ticked and typed."""
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = CappedPaginator(self.waiting, ROWS_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "may_decide": self.may_decide,
            "page": page,
            "paginator": paginator,
            "today": self.today,
            "ticked": {int(pk) for pk in self.request.POST.getlist("member") if _is_id(pk)},
            "all_ticked": self.request.POST.get("all") == "yes",
            "branch": self.branch,
            "branches": branches_offered(self.request),
            "query": query.urlencode(),
            "late_count": self.late_count(),
            "typed": self.request.GET.get("q", ""),
            "late_only": bool(self.request.GET.get("late")),
        }

    def late_count(self) -> int:
        """How many are past the due date."""
        late = self.waiting.filter(due_on__lt=self.today)
        return late.order_by()[: MOST_AT_ONCE + 1].count()


def decision_url(number: str, on: date) -> str:
    """Where a decision with its cards is shown."""
    query = urlencode({"number": number.strip(), "on": on.isoformat()})
    return f"{reverse('desk:decision')}?{query}"


class Decision(MemberQueue):
    """Whom one decision admitted, with the cards given; printed as its annex."""

    template_name = "desk/member_decision.html"
    title = gettext_lazy("Decision")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.number = request.GET.get("number", "").strip()[:40]
        try:
            on = parse_date(request.GET.get("on", ""))
        except ValueError:
            on = None
        if not self.number or on is None:
            raise Http404
        self.on = on

    def steps(self) -> QuerySet[Any]:
        """The admissions of the decision that this officer may see, by card."""
        within = rights.within(self.request.user, rights.VIEW, rights.path_to_branch(MembershipStep))
        decided = MembershipStep.objects.filter(
            within,
            kind=Kind.ADMISSION,
            outcome=Outcome.APPROVED,
            effective_on=self.on,
            decision_number=self.number,
        )
        joined = decided.select_related("member", "member__branch", "member__branch__parent")
        return joined.defer(*(f"member__{name}" for name in COVERED)).order_by("member__card_number", "pk")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Order the printed list; it leaves as every file does, recorded."""
        day = self.on.isoformat()
        words = {"number": self.number, "day": date_format(self.on, "SHORT_DATE_FORMAT")}
        choice = Choice(
            columns=PRINTED,
            format="pdf",
            filters={"decision": [self.number], "admitted_from": [day], "admitted_to": [day]},
            told=[_("By decision %(number)s of %(day)s") % words],
        )
        branch = rights.branches_for(request.user, rights.VIEW)[0]
        handed = order_members(branch=branch, choice=choice, by=request.user, at=self.at)
        return redirect("handed:file", pk=handed.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = list(self.steps()[:MOST_AT_ONCE])
        return super().get_context_data(**kwargs) | {"number": self.number, "on": self.on, "steps": steps}


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID
