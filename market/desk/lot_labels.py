"""Which labels does a lot have, and how does an officer print more?"""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.signed_in import SignedInRequest
from farmers import rights
from market.desk.review import Review
from market.desk.words import amount_words, harvest_words
from traceability.forms import LabelsForm
from traceability.labels import printings_of
from traceability.models import Lot
from traceability.printing import labels_response


def may_print(request: SignedInRequest, lot: Lot) -> bool:
    """Whoever publishes listings or keeps the register prints labels; who only looks does not."""
    return any(rights.may(request.user, action, lot) for action in (rights.REVIEW, rights.ENTER))


class LotPage(Review):
    """A lot with its labels. What is decided here is only how many to print."""

    model = Lot
    joined = ("product", "product__farmer", "farm", "farm__farmer")
    template_name = "desk/lot.html"
    header_icon = "tasks"
    list_url_name = "desk_lots"
    list_label = gettext_lazy("Lots")
    page_url_name = "desk:lot"
    record: Lot
    form: LabelsForm | None = None

    def print_labels(self) -> HttpResponse:
        """The labels as a PDF; the page again, with what is wrong, when they cannot be printed."""
        self.form = LabelsForm(self.request.POST)
        return labels_response(self.record, self.form, self.request.user) or self.show_again()

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_print(request, self.record):
            raise Http404
        return self.print_labels()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.record
        return super().get_context_data(**kwargs) | {
            "lot": lot,
            "may_print": may_print(self.request, lot),
            "may_open_farmer": rights.may(self.request.user, rights.VIEW, lot.farm.farmer),
            "form": self.form or LabelsForm(),
            "printings": printings_of(lot),
            "amount_words": amount_words(lot),
            "harvest_words": harvest_words(lot) or _("not said"),
        }


def labels_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Printing makes codes, so it is posted; whoever types the address is led to the form."""
    if request.method == "POST":
        return LotPage.as_view()(request, pk=pk)
    rights.get_or_404(Lot, request.user, pk)
    return redirect(f"{reverse('desk:lot', args=(pk,))}#in-tem")
