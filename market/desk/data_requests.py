"""What do people ask about their data, by when must it be done, and which button does it?

The queue has the request on top whose clock runs out first. A request is recorded as it came, by phone, at the counter
or on paper; on its page it is answered, extended, done or refused.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.data_requests import (
    Clocks,
    answer,
    clocks_of,
    close,
    extend,
    extension_of,
    person_about,
    soonest_due,
)
from farmers.erasing import files_left
from farmers.fulfilling import fulfil_deletion, fulfil_withdrawal
from farmers.models import DataRequest, Farmer, Member
from farmers.person import Person
from farmers.querysets import LASTING_REQUESTS
from farmers.withdrawing import consents_in_force
from market.desk.data_request_forms import DeleteForm, ReasonForm, WithdrawForm, WordsForm
from market.desk.member_words import branch_words
from market.desk.person_file import order_copy, reference_of, within_rights
from market.desk.personal_data import PersonalDataPage
from market.desk.review import HISTORY_SHOWN

Kind = DataRequest.Kind
MOST_SHOWN = 100
CLOSED_SHOWN = 20
JOINED = (
    "member__branch",
    "farmer__branch",
    "user",
    "branch__parent",
    "recorded_by",
    "answered_by",
    "closed_by",
)
MEMBER, FARMERS, USERS = "member", "farmers", "users"


@dataclass(frozen=True)
class Asked:
    """A request in the queue: who asks, from where, and how its clocks stand."""

    request: DataRequest
    clocks: Clocks

    @property
    def who(self) -> str:
        """The person; a name never stands without the place."""
        return who_of(self.request)


def who_of(request: DataRequest) -> str:
    """The person a request is about, with the branch."""
    name = request.member or (request.farmer.name if request.farmer else None) or request.user
    return f"{name}, {branch_words(request.branch)}"


class DataRequests(PersonalDataPage):
    """Open requests of the branches the officer answers for, and those closed last."""

    template_name = "desk/data_requests.html"
    tab = "desk:data_requests"

    def get_header_title(self) -> str:
        return _("Requests about personal data")

    def get_header_buttons(self) -> list[HeaderButton]:
        url = reverse("desk:record_request")
        return [HeaderButton(label=_("Record a request"), url=url, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = rights.visible(DataRequest, self.request.user, rights.APPOINT).select_related(*JOINED)
        shown = list(soonest_due(mine)[: MOST_SHOWN + 1])
        closed = mine.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:CLOSED_SHOWN]
        return super().get_context_data(**kwargs) | {
            "asked": [Asked(one, clocks_of(one, self.today)) for one in shown[:MOST_SHOWN]],
            "has_more": len(shown) > MOST_SHOWN,
            "closed": [Asked(one, clocks_of(one, self.today)) for one in closed],
        }


class DataRequestPage(PersonalDataPage):
    """One request: what was asked, its clocks, and what may be done. Each button posts the name of one of `deeds`."""

    template_name = "desk/data_request.html"
    tab = "desk:data_requests"
    deeds = ("answer", "extend", "refuse", "finish", "copy", "withdraw", "delete")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        mine = rights.visible(DataRequest, self.request.user, rights.APPOINT).select_related(*JOINED)
        self.asked: DataRequest = get_object_or_404(mine, pk=self.kwargs["pk"])
        self.bound: dict[str, Form] = {}

    def get_header_title(self) -> str:
        return str(reference_of(self.asked))

    @cached_property
    def person(self) -> Person:
        """All records of the person."""
        return person_about(self.asked)

    @cached_property
    def is_within(self) -> bool:
        """Whether every record of the person lies below branches the officer answers for."""
        return within_rights(self.person, self.request.user, rights.APPOINT) == self.person

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """What can be deleted of the person, in words."""
        found = [
            (MEMBER, _("The record in the register of members"), self.person.members),
            (FARMERS, _("The household, its farms, listings and photos"), self.person.farmers),
            (USERS, _("The sign-in, with messages, drafts and second factor"), self.person.users),
        ]
        return [(key, words) for key, words, ids in found if ids]

    def form_of(self, deed: str) -> Form | None:
        """The form of a deed, as it was sent or empty; nothing where a button is enough."""
        if deed in self.bound:
            return self.bound[deed]
        data = self.request.POST if self.request.POST.get("deed") == deed else None
        if deed == "withdraw":
            return WithdrawForm(data, prefix=deed, given=consents_in_force(self.person))
        if deed == "delete":
            return DeleteForm(data, prefix=deed, parts=self.parts)
        plain = {"answer": WordsForm, "refuse": WordsForm, "finish": WordsForm, "extend": ReasonForm}
        return plain[deed](data, prefix=deed) if deed in plain else None

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says."""
        deed = request.POST.get("deed", "")
        if deed not in self.deeds:
            raise Http404
        form = self.form_of(deed)
        if form is not None:
            self.bound[deed] = form
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(), status=422)
        try:
            return getattr(self, f"do_{deed}")(form.cleaned_data if form else {})
        except ValidationError as error:
            told = getattr(error, "messages", [str(error)])
            if form is not None:
                form.add_error(None, told)
            else:
                messages.error(request, " ".join(told))
            return self.render_to_response(self.get_context_data(), status=422)

    def do_answer(self, typed: dict[str, Any]) -> HttpResponse:
        """The person is told; the first clock stops."""
        answer(request=self.asked, words=typed["words"], by=self.request.user, at=self.at)
        return self._come_back(_("Noted. Now do what was asked."))

    def do_extend(self, typed: dict[str, Any]) -> HttpResponse:
        """It takes longer, once."""
        extend(request=self.asked, reason=typed["reason"], by=self.request.user, at=self.at)
        return self._come_back(_("Extended. Tell the person why."))

    def do_refuse(self, typed: dict[str, Any]) -> HttpResponse:
        """It is not done, and the person is told why."""
        return self._close(DataRequest.Outcome.REFUSED, typed["words"])

    def do_finish(self, typed: dict[str, Any]) -> HttpResponse:
        """It is done; a restriction is lifted by it."""
        return self._close(DataRequest.Outcome.DONE, typed["words"])

    def do_copy(self, _typed: dict[str, Any]) -> HttpResponse:
        """A file with everything that is kept, to be handed to the person."""
        if self.asked.kind not in {Kind.SEE, Kind.COPY} or self.asked.closed_at is not None:
            raise Http404
        handed = order_copy(request=self.asked, by=self.request.user, at=self.at)
        return redirect("handed:file", pk=handed.pk)

    def do_withdraw(self, typed: dict[str, Any]) -> HttpResponse:
        """The ticked consents end."""
        self._need(Kind.WITHDRAW)
        fulfil_withdrawal(
            request=self.asked,
            purposes=typed["purposes"],
            words=typed["words"],
            by=self.request.user,
            at=self.at,
        )
        return self._come_back(_("The consents have ended."))

    def do_delete(self, typed: dict[str, Any]) -> HttpResponse:
        """The person becomes nameless in the ticked records."""
        self._need(Kind.DELETE)
        ticked = typed["parts"]
        person = Person(
            self.person.members if MEMBER in ticked else (),
            self.person.farmers if FARMERS in ticked else (),
            self.person.users if USERS in ticked else (),
        )
        fulfil_deletion(request=self.asked, person=person, by=self.request.user, at=self.at)
        return self._come_back(_("Deleted. Files are deleted within a few minutes."))

    def _need(self, kind: str) -> None:
        """ValidationError where a part of the person belongs to branches others answer for."""
        if self.asked.kind != kind:
            raise Http404
        if not self.is_within:
            message = _("Part of this person's records belongs to another branch. Ask the province to do it.")
            raise ValidationError(message, code="beyond")

    def _close(self, outcome: str, words: str) -> HttpResponse:
        close(request=self.asked, outcome=outcome, words=words, by=self.request.user, at=self.at)
        return self._come_back(_("Closed: %(what)s.") % {"what": self.asked.get_kind_display()})

    def _come_back(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        return redirect("desk:data_request", pk=self.asked.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, kind = self.asked, self.asked.kind
        is_open = asked.closed_at is None
        entries = ModelLogEntry.objects.for_instance(asked).select_related("user")
        deeds = [deed for deed in self.deeds if is_open and self._fits(deed)]
        deleted_at = (
            asked.closed_at if kind == Kind.DELETE and asked.outcome == DataRequest.Outcome.DONE else None
        )
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "who": who_of(asked),
            "clocks": clocks_of(asked, self.today),
            "is_open": is_open,
            "is_lasting": kind in LASTING_REQUESTS,
            "extension": extension_of(asked),
            "deeds": {deed: {"is_there": True, "form": self.form_of(deed)} for deed in deeds},
            "is_within": self.is_within,
            "records": self._records(),
            "consents": consents_in_force(self.person) if kind == Kind.WITHDRAW and is_open else [],
            "files_left": files_left(self.person, deleted_at) if deleted_at else 0,
            "history": entries[:HISTORY_SHOWN],
        }

    def _fits(self, deed: str) -> bool:
        """Whether a deed belongs to this kind of request, as it stands."""
        kinds = {"copy": {Kind.SEE, Kind.COPY}, "withdraw": {Kind.WITHDRAW}, "delete": {Kind.DELETE}}
        if deed == "answer":
            return self.asked.answered_at is None
        if deed == "extend":
            return extension_of(self.asked) > 0
        if deed == "finish":
            return self.asked.kind not in {Kind.WITHDRAW, Kind.DELETE}
        return self.asked.kind in kinds.get(deed, {self.asked.kind})

    def _records(self) -> list[dict[str, str]]:
        """The person's records that this officer may open."""
        seen = within_rights(self.person, self.request.user, rights.VIEW)
        members = Member.objects.filter(pk__in=seen.members).select_related("branch__parent").order_by("pk")
        farmers = Farmer.objects.filter(pk__in=seen.farmers).order_by("pk")
        links = [(f"{one.full_name}, {branch_words(one.branch)}", "desk_members", one.pk) for one in members]
        links += [(str(one), "desk_farmers", one.pk) for one in farmers]
        return [{"text": text, "url": reverse(f"{name}:inspect", args=(pk,))} for text, name, pk in links]
