"""What was pressed on the page of a member, and what follows?

Deeds, readings and rows of support are forms on the page; each says by `deed` what it is. Whoever may not do a deed
does not see its form, and sending it is answered as if the page were not there.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Member
from market.desk.member_deeds import DEEDS, DeedForm
from market.desk.member_errors import tell
from market.desk.member_facts import covered_columns, with_covers
from market.desk.member_reading import ReadingForm, WhyForm, open_confided, open_covered, shown_once
from market.desk.member_record import JOINED
from market.desk.member_supports import drop_support, form_sent, keep_support

ACTIONS = (rights.ENTER, rights.ADMIT, rights.APPROVE, rights.SENSITIVE, rights.APPOINT)
TOO_LATE = frozenset({"moved", "merged", "anonymised", "taken"})


class MemberPressed(InspectView):
    """The forms of the page. `bound` are those that were sent, `opened` and `confided` what is shown this once."""

    request: SignedInRequest
    object: Member

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        self.bound: dict[str, forms.Form] = {}
        self.opened: dict[str, Any] = {}
        self.confided: dict[str, Any] | None = None

    def get_object(self, queryset: Any = None) -> Member:
        found = Member.objects.select_related(*JOINED)
        return with_covers(found).get(pk=self.pk)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """What the officer may do at the member's branch."""
        return frozenset(action for action in ACTIONS if rights.may(self.request.user, action, self.object))

    @property
    def is_open(self) -> bool:
        """Whether anything may be entered: neither merged nor emptied."""
        return self.object.merged_into_id is None and self.object.anonymised_at is None

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says."""
        name = request.POST.get("deed", "")
        if name in DEEDS:
            return self.do_deed(name)
        other = {"read": self.read, "read_confided": self.read_confided, "support": self.support}.get(name)
        if other is None:
            raise Http404
        return other()

    def do_deed(self, name: str) -> HttpResponse:
        """Call the verb; what stands against it is told where it was typed."""
        deed = DEEDS[name]
        if deed.action not in self.allowed:
            raise Http404
        form = self.deed_form(name, self.request.POST)
        if form is not None:
            self.bound[name] = form
            if not form.is_valid():
                return self.show_again()
        try:
            deed.do(
                member=self.object, by=self.request.user, at=self.at, **(form.cleaned_data if form else {})
            )
        except ValidationError as error:
            return self.refuse(error, form)
        messages.success(self.request, deed.told % {"name": self.object.full_name})
        return redirect("desk:admissions") if name == "refuse" else self.come_back()

    def read(self) -> HttpResponse:
        """Show covered columns this once."""
        form = ReadingForm(self.request.POST, facts=covered_columns(self.object), prefix="read")
        self.bound["read"] = form
        if not form.is_valid():
            return self.show_again()
        columns, why = form.cleaned_data["columns"], form.why
        self.opened = open_covered(
            member=self.object, columns=columns, reason=why, by=self.request.user, at=self.at
        )
        del self.bound["read"]
        return shown_once(self.render_to_response(self.get_context_data()))

    def read_confided(self) -> HttpResponse:
        """Show what is sensitive this once."""
        if rights.SENSITIVE not in self.allowed:
            raise Http404
        form = WhyForm(self.request.POST, prefix="read_confided")
        self.bound["read_confided"] = form
        if not form.is_valid():
            return self.show_again()
        self.confided = open_confided(member=self.object, reason=form.why, by=self.request.user, at=self.at)
        del self.bound["read_confided"]
        return shown_once(self.render_to_response(self.get_context_data()))

    def support(self) -> HttpResponse:
        """Keep a row of support, or take it out."""
        if rights.ENTER not in self.allowed:
            raise Http404
        form = form_sent(self.request.POST, self.object, self.request.user)
        is_dropped = self.request.POST.get("do") == "drop"
        self.bound["support"] = form
        try:
            if is_dropped:
                drop_support(form, by=self.request.user, at=self.at)
            elif form.is_valid():
                keep_support(form, self.object, by=self.request.user, at=self.at)
            else:
                return self.show_again()
        except ValidationError as error:
            return self.refuse(error, form)
        messages.success(self.request, _("Taken out.") if is_dropped else _("Saved."))
        return self.come_back("ho-tro")

    def refuse(self, error: ValidationError, form: forms.Form | None) -> HttpResponse:
        """Say what stood against it; where somebody was faster, show how it stands now."""
        if form is None or getattr(error, "code", "") in TOO_LATE:
            messages.warning(self.request, " ".join(error.messages))
            return self.come_back()
        tell(form, error)
        return self.show_again()

    def show_again(self) -> HttpResponse:
        """The page with what was typed, and what is wrong with it."""
        return self.render_to_response(self.get_context_data(), status=422)

    def come_back(self, anchor: str = "") -> HttpResponse:
        """The page anew."""
        url = reverse("desk_members:inspect", args=(self.object.pk,))
        return redirect(f"{url}#{anchor}" if anchor else url)

    def deed_form(self, name: str, data: Any = None) -> DeedForm | None:
        """The form of a deed."""
        make = DEEDS[name].form
        if make is None:
            return None
        return make(
            data,
            user=self.request.user,
            member=self.object,
            today=self.today,
            prefix=name,
            auto_id=f"{name}-%s",
        )
