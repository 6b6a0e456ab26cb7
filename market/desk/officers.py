"""How does a head appoint an officer, and end, hand over or lend out an office?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from accounts.encryption import decrypt, encrypt
from accounts.inviting import invite
from accounts.models import User
from accounts.second_factor import has_second_factor
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch, Officer
from farmers.offices import Office, allow_sensitive, appoint, end_office, hand_over, stand_in, user_for
from market.desk.officer_forms import AppointForm, HandOverForm, LastDayForm, StandInForm
from market.desk.review import HISTORY_SHOWN

# The word is shown on the page that follows, once; on its way it lies in the session, sealed.
SHOWN_ONCE = "invitation_shown_once"


class OfficePage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of offices share: the user answers for the branch, errors come back to their form."""

    request: SignedInRequest
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_officers:index"), "label": _("Officers")},
            {"url": "", "label": self.get_header_title()},
        ]

    def show_invitation(self, user: User) -> None:
        """Make an invitation for the second factor and keep it for the next page alone."""
        word = invite(user=user, by=self.request.user, at=self.at)
        self.request.session[SHOWN_ONCE] = encrypt(word, field=SHOWN_ONCE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sealed = self.request.session.pop(SHOWN_ONCE, "")
        return super().get_context_data(**kwargs) | {
            "invitation": decrypt(sealed, field=SHOWN_ONCE) if sealed else ""
        }


class Appoint(OfficePage):
    """A new office at one's own branch or right below it."""

    template_name = "desk/appoint.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not rights.visible(Branch, self.request.user, rights.APPOINT).exists():
            raise Http404
        self.form = AppointForm(request.POST or None, user=self.request.user, today=self.today)

    def get_header_title(self) -> str:
        return _("Appoint an officer")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The office, and an invitation for who has no second factor yet."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        typed = self.form.cleaned_data
        try:
            user = user_for(phone=typed["phone"], name=typed["name"])
            office = Office(typed["branch"], typed["role"], typed["since"])
            officer = appoint(user=user, office=office, by=request.user, at=self.at)
        except ValidationError as error:
            self.form.add_error(None, error.messages)
            return self.render_to_response(self.get_context_data(), status=422)
        if not has_second_factor(user):
            self.show_invitation(user)
        messages.success(request, _("Appointed: %(name)s.") % {"name": officer.user})
        return redirect("desk:officer", pk=officer.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form": self.form}


class OfficerPage(OfficePage):
    """One office: what it is, and what a head does to it. Each button posts the name of one of `deeds`."""

    template_name = "desk/officer.html"
    forms: dict[str, type[Form]] = {
        "end": LastDayForm,
        "hand_over": HandOverForm,
        "stand_in": StandInForm,
    }
    deeds = ("end", "hand_over", "stand_in", "invite", "allow", "forbid")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        offices = rights.visible(Officer, self.request.user, rights.APPOINT)
        offices = offices.select_related("user", "branch", "stands_in_for__user")
        self.officer: Officer = get_object_or_404(offices, pk=self.kwargs["pk"])
        self.bound: dict[str, Form] = {}

    def get_header_title(self) -> str:
        return str(self.officer.user)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says."""
        deed = request.POST.get("deed", "")
        if deed not in self.deeds:
            raise Http404
        form = self.forms[deed](request.POST, prefix=deed) if deed in self.forms else None
        if form is not None:
            self.bound[deed] = form
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(), status=422)
        try:
            return getattr(self, f"do_{deed}")(form.cleaned_data if form else {})
        except ValidationError as error:
            if form is not None:
                form.add_error(None, error.messages)
            else:
                messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(), status=422)

    def do_end(self, typed: dict[str, Any]) -> HttpResponse:
        """The office ends with a day."""
        end_office(officer=self.officer, on=typed["on"], by=self.request.user, at=self.at)
        return self._done(_("The office ends with this day."))

    def do_hand_over(self, typed: dict[str, Any]) -> HttpResponse:
        """Another holds the office from the day after."""
        user = user_for(phone=typed["phone"], name=typed["name"])
        hand_over(officer=self.officer, user=user, on=typed["on"], by=self.request.user, at=self.at)
        return self._invited(user, _("Handed over. All that waits at the branch is there for the successor."))

    def do_stand_in(self, typed: dict[str, Any]) -> HttpResponse:
        """Another holds the office during a leave."""
        user = user_for(phone=typed["phone"], name=typed["name"])
        stand_in(
            officer=self.officer,
            user=user,
            since=typed["since"],
            until=typed["until"],
            by=self.request.user,
            at=self.at,
        )
        return self._invited(user, _("Noted: somebody stands in during the leave."))

    def do_invite(self, _typed: dict[str, Any]) -> HttpResponse:
        """A new phone needs a new app: the old one no longer opens the desk."""
        self.show_invitation(self.officer.user)
        log(
            instance=self.officer, action="farmers.officer_invited", user=self.request.user, timestamp=self.at
        )
        return redirect("desk:officer", pk=self.officer.pk)

    def do_allow(self, _typed: dict[str, Any]) -> HttpResponse:
        """The office sees what is sensitive."""
        allow_sensitive(officer=self.officer, allowed=True, by=self.request.user, at=self.at)
        return self._done(_("This office may see sensitive data now. Each reading is noted."))

    def do_forbid(self, _typed: dict[str, Any]) -> HttpResponse:
        """It does not any longer."""
        allow_sensitive(officer=self.officer, allowed=False, by=self.request.user, at=self.at)
        return self._done(_("This office no longer sees sensitive data."))

    def _invited(self, user: User, told: str) -> HttpResponse:
        if not has_second_factor(user):
            self.show_invitation(user)
        return self._done(told)

    def _done(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        return redirect("desk:officer", pk=self.officer.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        officer = self.officer
        entries = ModelLogEntry.objects.for_instance(officer).select_related("user")
        has_ended = officer.until is not None and officer.until < self.today
        return super().get_context_data(**kwargs) | {
            "officer": officer,
            "has_ended": has_ended,
            "has_second_factor": has_second_factor(officer.user),
            "is_oneself": officer.user_id == self.request.user.pk,
            "may_be_allowed": officer.role != Officer.Role.POST,
            "stand_ins": officer.stand_ins.select_related("user").order_by("-since"),
            "forms": {
                name: self.bound.get(name)
                or form(prefix=name, initial={"on": self.today, "since": self.today})
                for name, form in self.forms.items()
            },
            "history": entries[:HISTORY_SHOWN],
        }
