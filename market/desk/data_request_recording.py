"""How does an officer write down what somebody asked at the counter, on the phone or on paper?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.data_requests import ask
from farmers.member_search import members_matching
from farmers.models import Farmer, Member
from market.desk.data_request_forms import AskForm
from market.desk.finding import LONGEST_ID
from market.desk.personal_data import PersonalDataPage
from vietnam.text import fold

MOST_FOUND = 10


class RecordRequest(PersonalDataPage):
    """Whose data it is about (`?member=` or `?farmer=`, or found here), and what is asked.

    What is typed to find somebody is sent in the body of the form: it may be a citizen id.
    """

    template_name = "desk/data_request_record.html"
    tab = "desk:data_requests"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.member = self._named(Member, "member")
        self.farmer = None if self.member else self._named(Farmer, "farmer")
        is_asked = request.POST.get("do") == "ask"
        self.form = AskForm(request.POST if is_asked else None)
        self.words = request.POST.get("q", "").strip()

    def _named(self, model: type[Any], name: str) -> Any:
        """The record in the address; another branch's is absent."""
        named = self.request.GET.get(name, "")
        if not named:
            return None
        pk = named if named.isdecimal() and len(named) <= LONGEST_ID else None
        return rights.get_or_404(model, self.request.user, pk, rights.APPOINT)

    def get_header_title(self) -> str:
        return _("Record a request")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Note the request, or look for the person."""
        subject = {"member": self.member} if self.member else {"farmer": self.farmer}
        if not self.form.is_bound or not any(subject.values()):
            return self.render_to_response(self.get_context_data())
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        typed = self.form.cleaned_data
        try:
            noted = ask(kind=typed["kind"], words=typed["words"], by=request.user, at=self.at, **subject)
        except ValidationError as error:
            self.form.add_error(None, error.messages)
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("Noted. The clocks run from today."))
        return redirect("desk:data_request", pk=noted.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "member": self.member,
            "farmer": self.farmer,
            "form": self.form,
            "words": self.words,
            "members": self._found_members() if self.words else [],
            "farmers": self._found_farmers() if self.words else [],
        }

    def _found_members(self) -> list[Member]:
        mine = rights.visible(Member, self.request.user, rights.APPOINT).filter(
            merged_into=None, anonymised_at=None
        )
        return list(members_matching(mine, self.words).select_related("branch").order_by("pk")[:MOST_FOUND])

    def _found_farmers(self) -> list[Farmer]:
        mine = rights.visible(Farmer, self.request.user, rights.APPOINT)
        mine = mine.filter(merged_into=None, anonymised_at=None)
        for word in fold(self.words).split():
            mine = mine.filter(name_folded__contains=word)
        return list(mine.order_by("name_folded", "pk")[:MOST_FOUND])
