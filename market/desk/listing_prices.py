"""May this waiting price hold? On the page of its listing, and for many at once on the list of all that wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from market.desk.listing_reasons import PRICE_REFUSED
from market.desk.prices import Asked, asked_by_others
from market.desk.queues import due_day
from market.desk.reasons import ReasonForm
from market.desk.review import Review
from products.models import PriceChange, Product
from products.price_changes import approve_price, refuse_price
from products.pricing import is_surprising
from products.units import short_unit
from vietnam.money import format_vnd

MOST_SHOWN = 50
LONGEST_ID = 18  # more digits than that are no id of any database
DECIDING = {"approve_price": "approve_price", "refuse_price": "refuse_price"}


@dataclass(frozen=True)
class Move:
    """A waiting price in words: from, to, by how much, since when, whether it is late."""

    change: PriceChange
    was_words: str
    now_words: str
    percent: str
    is_up: bool
    is_late: bool
    asked: Asked | None = None

    @property
    def is_surprising(self) -> bool:
        """Whether the price moves so far that it is more often a slip than the market."""
        return is_surprising(price_vnd=self.change.price_vnd, was_vnd=self.change.was_vnd)


def move_of(change: PriceChange, *, at: datetime, asked: Asked | None = None) -> Move:
    """A waiting price as it is shown."""
    unit = short_unit(change.product.unit)
    by_percent = round(100 * (change.price_vnd - change.was_vnd) / change.was_vnd)
    due_on = due_day(change.asked_at, settings.LISTING_DUE_DAYS)
    return Move(
        change=change,
        was_words=f"{format_vnd(change.was_vnd)}/{unit}",
        now_words=f"{format_vnd(change.price_vnd)}/{unit}",
        percent=f"{by_percent:+d} %".replace("-", "−"),
        is_up=change.price_vnd > change.was_vnd,
        is_late=due_on < timezone.localdate(at),
        asked=asked,
    )


class PricedListing(Review):
    """The decisions about a price that waits."""

    record: Product

    def approve_price(self) -> HttpResponse:
        """It holds from now on."""
        approve_price(change=self._change, by=self.request.user, at=self.at)
        return self._stay_with(_("The new price holds from now on."))

    def refuse_price(self) -> HttpResponse | None:
        """The old one stays."""
        reason = self.reason_sent("price", PRICE_REFUSED)
        if reason is None:
            return None
        refuse_price(change=self._change, reason=reason, by=self.request.user, at=self.at)
        return self._stay_with(_("Refused. The old price stays; the farmer reads why."))

    @property
    def _change(self) -> PriceChange:
        """The price that the officer looked at: a newer one is not decided with it."""
        named = self.request.POST.get("change", "")
        if self.change is None or named != str(self.change.pk):
            raise ValidationError(_("The farmer asks another price now. Look at it again."), code="moved")
        return self.change

    @cached_property
    def change(self) -> PriceChange | None:
        """The price that waits."""
        waiting = self.record.price_changes.filter(state=PriceChange.State.WAITING)
        return waiting.select_related("asked_by").first()

    def _stay_with(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        return redirect(self.page_url_name, pk=self.record.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        move = None
        if self.change is not None:
            self.change.product = self.record
            on = timezone.localdate(self.at)
            asked = asked_by_others(self.record, on=on, price_vnd=self.change.price_vnd)
            move = move_of(self.change, at=self.at, asked=asked)
        return super().get_context_data(**kwargs) | {
            "move": move,
            "price_form": self.reason_form("price", PRICE_REFUSED),
        }


class PriceChanges(WagtailAdminTemplateMixin, TemplateView):
    """All prices that wait below the officer's branch, the oldest first; the ticked ones are decided together."""

    request: SignedInRequest
    template_name = "desk/price_changes.html"
    header_icon = "tag"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.request.user.is_superuser and not rights.branches_for(self.request.user, rights.REVIEW):
            raise Http404
        self.at = timezone.now()
        self.form: ReasonForm | None = None

    def get_header_title(self) -> str:
        return _("Prices to look at")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_listings:index"), "label": _("Listings")},
            {"url": "", "label": self.get_header_title()},
        ]

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide the ticked ones; what somebody else decided meanwhile is told, not decided twice."""
        ticked = list(self._waiting().filter(pk__in=self._ids()))
        decision = request.POST.get("decision")
        if decision not in {"approve", "refuse"}:
            raise Http404
        if not ticked:
            messages.warning(request, _("Tick at least one price that still waits."))
            return redirect("desk:price_changes")
        reason = None
        if decision == "refuse":
            self.form = ReasonForm(request.POST, sentences=PRICE_REFUSED, prefix="price", auto_id="price-%s")
            if not self.form.is_valid():
                return self.render_to_response(self.get_context_data(), status=422)
            reason = self.form.reason
        done = sum(self._decide(change, reason) for change in ticked)
        told = ngettext("%(done)s price decided.", "%(done)s prices decided.", done) % {"done": done}
        messages.success(request, told)
        if late := len(ticked) - done:
            told = ngettext(
                "%(late)s was decided by somebody else.", "%(late)s were decided by somebody else.", late
            )
            messages.info(request, told % {"late": late})
        return redirect("desk:price_changes")

    def _decide(self, change: PriceChange, reason: str | None) -> bool:
        """Each in a transaction of its own: one that was decided meanwhile stops no other."""
        try:
            if reason is None:
                approve_price(change=change, by=self.request.user, at=self.at)
            else:
                refuse_price(change=change, reason=reason, by=self.request.user, at=self.at)
        except ValidationError:
            return False
        return True

    def _waiting(self) -> Any:
        mine = rights.visible(PriceChange, self.request.user, rights.REVIEW)
        waiting = mine.filter(state=PriceChange.State.WAITING)
        return waiting.select_related("product__farmer", "product__offer").order_by("asked_at", "pk")

    def _ids(self) -> list[int]:
        sent = self.request.POST.getlist("change")
        return [int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_ID]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self._waiting()
        shown = list(waiting[: MOST_SHOWN + 1])
        return super().get_context_data(**kwargs) | {
            "moves": [move_of(change, at=self.at) for change in shown[:MOST_SHOWN]],
            "has_more": len(shown) > MOST_SHOWN,
            "ticked": self._ids(),
            "form": self.form or ReasonForm(sentences=PRICE_REFUSED, prefix="price", auto_id="price-%s"),
        }
