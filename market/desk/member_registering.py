"""How does somebody enter the register? A commune's officer types the form; who may stand in it already is shown first."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.correcting import expect_unknown_id
from farmers.doubting import doubts_about
from farmers.membership import register_applicant
from farmers.merging import Twin, twins_of
from farmers.models import Branch, Member
from farmers.pairing import within_reach
from market.desk.member_editing import trade_branches
from market.desk.member_errors import tell
from market.desk.member_form import MemberForm

ANYWAY = "anyway"


class RegisterForm(MemberForm):
    """The same questions, and at which branch."""

    def __init__(self, *args: Any, branches: QuerySet[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.ModelChoiceField(branches, label=_("Branch"), empty_label=_("choose"))
        self.fields["branch"] = field
        offered = list(branches[:2])
        if len(offered) == 1:
            self.initial["branch"] = offered[0].pk


class RegisterMember(WagtailAdminTemplateMixin, TemplateView):
    """An applicant; the province decides by the due date."""

    request: SignedInRequest
    template_name = "desk/member_register.html"
    header_icon = "plus"
    page_title = gettext_lazy("Register a member")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        self.own = rights.branches_for(self.request.user, rights.ENTER)
        if not self.own:
            raise Http404
        self.twins: list[Twin] = []
        self.doubts: list[str] = []
        self.base = self._base()
        data = request.POST if request.method == "POST" else None
        self.form = RegisterForm(
            data, member=self.base, branches=self._branches(), trade_branches=self._trade_branches()
        )

    def _base(self) -> Member:
        """What is as good as known before anything is typed: where people of a commune live."""
        if self.own[0].level != Branch.Level.COMMUNE:
            return Member()
        return Member(commune_code=self.own[0].place_code, commune_code_on=self.today)

    def _branches(self) -> QuerySet[Any]:
        """Where the officer enters; one of the province chooses the commune, which shares out its chapters."""
        mine = Branch.objects.filter(rights.within(self.request.user, rights.ENTER)).standing_on(self.today)
        if any(branch.level == Branch.Level.PROVINCE for branch in self.own):
            mine = mine.communes()
        return mine.order_by("path")

    def _trade_branches(self) -> QuerySet[Any]:
        is_above = self.own[0].level == Branch.Level.PROVINCE
        return Branch.objects.none() if is_above else trade_branches(self.own[0])

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Register, unless somebody alike is there, or a number looks wrong, and nobody has looked yet."""
        if not self.form.is_valid():
            return self.show_again()
        branch = self.form.cleaned_data["branch"]
        columns = self.columns()
        try:
            if self.has_to_look(Member(branch=branch, **columns)):
                return self.show_again()
            member = register_applicant(branch=branch, columns=columns, by=request.user, at=self.at)
        except ValidationError as error:
            tell(self.form, error)
            return self.show_again()
        told = _("Registered: %(name)s. The decision is due on %(day)s.")
        due_on = member.steps.get(decided_at=None).due_on
        messages.success(request, told % {"name": member.full_name, "day": f"{due_on:%d/%m/%Y}"})
        return redirect("desk_members:inspect", pk=member.pk)

    def columns(self) -> dict[str, Any]:
        """What was typed, over what was known."""
        known = {name: getattr(self.base, name) for name in ("commune_code", "commune_code_on")}
        return known | self.form.columns(today=self.today)

    def has_to_look(self, member: Member) -> bool:
        """Whether there is something to look at first."""
        self.twins = within_reach(twins_of(member), self.request.user)
        self.doubts = doubts_about(member)
        expect_unknown_id(member)
        return bool(self.twins or self.doubts) and self.request.POST.get(ANYWAY) != "yes"

    def show_again(self) -> HttpResponse:
        """The page with what was typed."""
        return self.render_to_response(self.get_context_data(), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_members:index"), "label": _("Members")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "groups": self.form.groups(),
            "twins": self.twins,
            "doubts": self.doubts,
        }
