"""How is a decision taken on the desk? One record beside what is known of it, a button for each thing that may follow.

The verbs hold the rules; whoever was too late reads so, nothing that was typed is lost, and the next one is opened.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.signed_in import SignedInRequest
from farmers import rights
from market.desk.queues import Place, Queue
from market.desk.reasons import ReasonForm, Sentences

HISTORY_SHOWN = 20


class Review(WagtailAdminTemplateMixin, TemplateView):
    """A page about one guarded record. `decisions` maps what a button posts to the method that does it.

    `waiting` is where the next record to decide about comes from, if there is a queue of them.
    """

    request: SignedInRequest
    model: type[models.Model]
    joined: tuple[str, ...] = ()
    list_url_name = ""
    list_label: Promise | str = ""
    page_url_name = ""
    decisions: dict[str, str] = {}
    waiting: Callable[[User, datetime], Queue] | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at: datetime = timezone.now()
        self.bound: dict[str, ReasonForm] = {}
        records = rights.visible(self.model, self.request.user).select_related(*self.joined)
        self.record = get_object_or_404(records, pk=self.kwargs["pk"])

    @cached_property
    def may_decide(self) -> bool:
        """Whether the buttons are this officer's to press."""
        return rights.may(self.request.user, rights.REVIEW, self.record)

    @cached_property
    def place(self) -> Place | None:
        """Where the record stands in this officer's queue; None for who decides nothing here."""
        if self.waiting is None or not self.may_decide:
            return None
        return self.waiting(self.request.user, self.at).place_of(self.record)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do what the pressed button says."""
        method = self.decisions.get(request.POST.get("decision", ""))
        if not self.may_decide or method is None:
            raise Http404
        self.place  # noqa: B018 as it is before the decision takes the record out of the queue
        try:
            answer = getattr(self, method)()
        except ValidationError as error:
            return self.refuse(error)
        return answer if answer is not None else self.show_again()

    def reason_form(self, name: str, sentences: Sentences) -> ReasonForm:
        """The form of a reason, as it was sent if it was."""
        return self.bound.get(name) or ReasonForm(sentences=sentences, prefix=name, auto_id=f"{name}-%s")

    def reason_sent(self, name: str, sentences: Sentences) -> str | None:
        """The reason that was sent; None when there is none, then the form says so."""
        form = ReasonForm(self.request.POST, sentences=sentences, prefix=name, auto_id=f"{name}-%s")
        self.bound[name] = form
        return form.reason if form.is_valid() else None

    def refuse(self, error: ValidationError) -> HttpResponse:
        """Say what stood against it; where somebody was faster, show how it stands now."""
        if error.code == "moved":
            messages.warning(self.request, " ".join(error.messages))
            return redirect(self.page_url_name, pk=self.record.pk)
        messages.error(self.request, " ".join(error.messages))
        return self.show_again()

    def show_again(self) -> HttpResponse:
        """The page with what was typed, and what is wrong with it."""
        return self.render_to_response(self.get_context_data(**self.kwargs), status=422)

    def go_on(self) -> HttpResponse:
        """Open what comes next in the queue; at its end, the desk."""
        if self.place is None or self.place.following is None:
            messages.info(self.request, _("Nothing more is waiting here."))
            return redirect("wagtailadmin_home")
        return redirect(self.page_url_name, pk=self.place.following)

    def get_header_title(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(f"{self.list_url_name}:index"), "label": self.list_label},
            {"url": "", "label": str(self.record)},
        ]

    def get_header_buttons(self) -> list[HeaderButton]:
        url = reverse(f"{self.list_url_name}:history", args=(self.record.pk,))
        return [HeaderButton(label=_("History"), url=url, icon_name="history")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.record).select_related("user")
        return super().get_context_data(**kwargs) | {
            "record": self.record,
            "may_decide": self.may_decide,
            "place": self.place,
            "history": entries[:HISTORY_SHOWN],
        }
