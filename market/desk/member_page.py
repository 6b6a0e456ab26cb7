"""What is known of one member, and what may this officer do with it? The page from which everything else is opened.

Deeds, readings and rows of support are forms on the page; each says by `deed` what it is. Whoever may not do a deed
does not see its form, and sending it is answered as if the page were not there.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import ModelLogEntry

from accounts.models import Consent
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.consent_recording import open_consent
from farmers.merging import Twin, kept_record, twins_of
from farmers.models import Farmer, Member, MemberConfidence, MembershipStep
from farmers.pairing import within_reach
from market.desk.member_deeds import DEEDS, DeedForm
from market.desk.member_errors import tell
from market.desk.member_facts import confided_facts, covered_columns, groups_of, with_covers
from market.desk.member_reading import ReadingForm, WhyForm, open_confided, open_covered, shown_once
from market.desk.member_supports import NEW, SupportForm, drop_support, form_sent, keep_support, support_forms
from market.desk.review import HISTORY_SHOWN

ACTIONS = (rights.ENTER, rights.APPROVE, rights.SENSITIVE, rights.APPOINT)
TOO_LATE = frozenset({"moved", "merged", "anonymised"})


def is_admission(step: MembershipStep) -> bool:
    """Whether a step made somebody a member."""
    return step.kind == MembershipStep.Kind.ADMISSION and step.outcome == MembershipStep.Outcome.APPROVED


class MemberView(InspectView):
    """A member: all columns in groups, the steps of the membership, supports, farmers, possible twins, history."""

    request: SignedInRequest
    object: Member
    template_name = "desk/member.html"
    page_title = gettext_lazy("Member")

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.today = timezone.localdate(self.at)
        self.bound: dict[str, forms.Form] = {}
        self.opened: dict[str, Any] = {}
        self.confided: dict[str, Any] | None = None

    def get_object(self, queryset: Any = None) -> Member:
        found = Member.objects.select_related("branch", "branch__parent", "trade_branch", "merged_into")
        return with_covers(found).get(pk=self.pk)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """What the officer may do at the member's branch."""
        return frozenset(action for action in ACTIONS if rights.may(self.request.user, action, self.object))

    @property
    def is_open(self) -> bool:
        """Whether anything may be entered: neither merged nor emptied."""
        return self.object.merged_into_id is None and self.object.anonymised_at is None

    # ---------- What was sent ----------

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

    # ---------- What is shown ----------

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

    def deeds(self) -> list[dict[str, Any]]:
        """The deeds that may follow, each with its form."""
        return [
            {
                "name": name,
                "title": deed.title,
                "button": deed.button,
                "form": self.bound.get(name) or self.deed_form(name),
            }
            for name, deed in DEEDS.items()
            if deed.action in self.allowed and deed.follows(self.object)
        ]

    def twins(self) -> list[Twin]:
        """Records of this officer's branches that may be of the same person; only whoever enters can merge them."""
        if not self.is_open or rights.ENTER not in self.allowed:
            return []
        return within_reach(twins_of(self.object), self.request.user)

    def farmers(self) -> list[Farmer]:
        """The farmers for whom the member acts, as far as this officer may see them."""
        return list(
            rights.visible(Farmer, self.request.user)
            .filter(people__member=self.object, people__revoked_at=None)
            .distinct()
            .order_by("pk")
        )

    def sensitive(self) -> dict[str, Any] | None:
        """What the officer with the right sees of what is sensitive; None for all others."""
        if rights.SENSITIVE not in self.allowed:
            return None
        is_there = MemberConfidence.objects.filter(pk=self.object.pk).exists()
        return {
            "since": open_consent(purpose=Consent.Purpose.SENSITIVE_DATA, member=self.object),
            "is_there": is_there,
            "facts": confided_facts(self.confided) if self.confided else None,
            "form": self.bound.get("read_confided") or WhyForm(prefix="read_confided"),
            "may_enter": self.is_open and rights.ENTER in self.allowed,
        }

    def get_page_subtitle(self) -> str:
        return self.object.full_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_members:index"), "label": _("Members")},
            {"url": "", "label": self.object.full_name},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        pk = self.object.pk
        buttons = [
            HeaderButton(
                label=_("History"), url=reverse("desk_members:history", args=(pk,)), icon_name="history"
            )
        ]
        if self.is_open and rights.ENTER in self.allowed:
            url = reverse("desk_members:edit", args=(pk,))
            buttons.insert(0, HeaderButton(label=_("Correct"), url=url, icon_name="edit", priority=1))
        if rights.APPOINT in self.allowed:
            asked = f"{reverse('desk:record_request')}?member={pk}"
            read = f"{reverse('desk:readings')}?what=farmers.member&record={pk}"
            buttons += [
                HeaderButton(label=_("Request about personal data"), url=asked, icon_name="lock"),
                HeaderButton(label=_("Who looked at private data"), url=read, icon_name="view"),
            ]
        return buttons

    header_more_buttons: list[Button] = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        member = self.object
        covered = covered_columns(member)
        entries = ModelLogEntry.objects.for_instance(member).select_related("user")
        steps = list(self.steps())
        may_enter = self.is_open and rights.ENTER in self.allowed
        new_support = self.bound.get("support")
        return super().get_context_data(**kwargs) | {
            "member": member,
            "today": self.today,
            "kept": kept_record(member) if member.merged_into_id else None,
            "may_unmerge": self.may_unmerge(),
            "groups": groups_of(member, self.opened),
            "was_opened": bool(self.opened),
            "reading_form": self.bound.get("read") or ReadingForm(facts=covered, prefix="read"),
            "covered": covered,
            "steps": steps,
            "before_steps": member.admitted_on is not None and not any(map(is_admission, steps)),
            "supports": support_forms(member, new_support if isinstance(new_support, SupportForm) else None),
            "new_support": self.new_support_form(),
            "may_enter": may_enter,
            "deeds": self.deeds(),
            "twins": self.twins(),
            "farmers": self.farmers(),
            "sensitive": self.sensitive(),
            "history": entries[:HISTORY_SHOWN],
        }

    def may_unmerge(self) -> bool:
        """Whether both records of a merging are this officer's to enter."""
        into = self.object.merged_into
        if into is None or rights.ENTER not in self.allowed:
            return False
        return rights.may(self.request.user, rights.ENTER, into)

    def steps(self) -> QuerySet[Any]:
        """What the association did about the membership, the last first."""
        steps = MembershipStep.objects.filter(member=self.object).select_related("branch", "from_branch")
        return steps.order_by("-opened_at", "-pk")

    def new_support_form(self) -> SupportForm:
        """An empty row, or the one that was sent."""
        sent = self.bound.get("support")
        if isinstance(sent, SupportForm) and sent.prefix == NEW:
            return sent
        return SupportForm(prefix=NEW, auto_id=f"{NEW}-%s")
