"""What does this farmer agree to, and how does an officer note it, or note that it was taken back?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from farmers.agreeing import VERSIONS, given_for, words_of
from farmers.models import Farmer, RecordedConsent
from farmers.person import Person
from farmers.taking_in import record_agreed
from farmers.withdrawing import withdraw
from market.desk.posting_for import ForFarmers
from market.desk.posting_forms import ConsentsForm


@dataclass(frozen=True)
class Holding:
    """A purpose, its words, and how it stands: recorded (then it can be taken back here), on the screen, or not at all."""

    purpose: str
    words: str
    is_given: bool
    recorded: RecordedConsent | None

    @property
    def since(self) -> date | None:
        """The day on which it was given before an officer."""
        return self.recorded.given_on if self.recorded else None


class AgreeingFor(ForFarmers):
    """The consents of one farmer."""

    farmer: Farmer
    consents_form: ConsentsForm | None = None
    deeds = {"agree": "agree", "take_back": "take_back"}

    def agree(self) -> HttpResponse | None:
        """The farmer agreed to what is ticked."""
        form = ConsentsForm(self.request.POST, prefix="consent", given=self._given)
        self.consents_form = form
        if not form.is_valid():
            return None
        record_agreed(farmer=self.farmer, agreed=form.agreed, by=self.request.user, at=self.at)
        messages.success(self.request, _("The consent is recorded."))
        return redirect("desk:post_for", pk=self.farmer.pk)

    def take_back(self) -> HttpResponse:
        """The farmer takes a recorded consent back."""
        purposes = {self.request.POST.get("purpose", "")} & set(VERSIONS)
        person = Person(farmers=(self.farmer.pk,))
        if withdraw(person=person, purposes=purposes, by=self.request.user, at=self.at):
            messages.success(self.request, _("Taken back. It holds no longer."))
        return redirect("desk:post_for", pk=self.farmer.pk)

    @property
    def _given(self) -> frozenset[str]:
        return frozenset(one.purpose for one in self.holdings() if one.is_given)

    def holdings(self) -> list[Holding]:
        """How the farmer stands to each purpose."""
        recorded = {one.purpose: one for one in self.farmer.recorded_consents.filter(withdrawn_at=None)}
        return [
            Holding(
                purpose,
                words_of(purpose),
                is_given=given_for(self.farmer, purpose).exists(),
                recorded=recorded.get(purpose),
            )
            for purpose in VERSIONS
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self._given
        form = self.consents_form
        if form is None and len(given) < len(VERSIONS):
            form = ConsentsForm(prefix="consent", initial={"given_on": self.today}, given=given)
        return super().get_context_data(**kwargs) | {"holdings": self.holdings(), "consents": form}
