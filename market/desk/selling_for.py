"""What does an officer do with the listings of a farmer who cannot? Another price, a pause, selling again, withdrawing.

Through the farmer's own verbs, and only while the farmer agrees that officers post listings.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from farmers.models import Farmer
from market.desk.posting_for import ForFarmers
from market.desk.words import price_words
from products.listing import pause_product, resume_product, withdraw_product
from products.models import Product
from products.posting_for import need_agreement
from products.pricing import change_price, read_price
from products.settling import is_warned

MOST_SHOWN = 50
State = Product.State


class SellingFor(ForFarmers):
    """The listings of one farmer."""

    farmer: Farmer
    deeds = {"price": "price", "pause": "pause", "resume": "resume", "withdraw": "withdraw"}

    @cached_property
    def product(self) -> Product:
        """The listing that a button is of."""
        named = self.request.POST.get("product", "")
        pk = named if named.isascii() and named.isdecimal() and len(named) < 19 else None
        found: Product = get_object_or_404(Product, pk=pk, farmer=self.farmer)
        return found

    def price(self) -> HttpResponse:
        """Another price, as the farmer says it."""
        need_agreement(self.farmer)
        asked = read_price(self.request.POST.get("price", ""), self.product.unit).price_vnd
        waiting = change_price(product=self.product, price_vnd=asked, by=self.request.user, at=self.at)
        if waiting is None:
            return self._done(_("The new price holds."))
        return self._done(_("The new price waits to be looked at; the old one stays until then."))

    def pause(self) -> HttpResponse:
        """Off sale for a while."""
        return self._move(pause_product, _("Paused."))

    def resume(self) -> HttpResponse:
        """On sale again."""
        return self._move(
            resume_product, _("On sale again, or waiting to be looked at where the price changed a lot.")
        )

    def withdraw(self) -> HttpResponse:
        """Off for good."""
        return self._move(withdraw_product, _("Withdrawn. Buyers no longer see it."))

    def _move(self, verb: Any, told: str) -> HttpResponse:
        need_agreement(self.farmer)
        verb(product=self.product, by=self.request.user, at=self.at)
        return self._done(told)

    def _done(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        return redirect("desk:post_for", pk=self.farmer.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listings = self.farmer.products.select_related("offer").order_by("-pk")[:MOST_SHOWN]
        return super().get_context_data(**kwargs) | {"listings": [_told(product) for product in listings]}


def _told(product: Product) -> dict[str, Any]:
    """A listing with what may be done with it."""
    state = product.state
    is_on_sale = state in {State.PUBLISHED, State.PAUSED}
    return {
        "product": product,
        "price_words": price_words(product),
        "may_price": state != State.WITHDRAWN,
        "may_revise": state in {State.RETURNED, State.DRAFT} or (is_on_sale and is_warned(product)),
        "may_pause": state == State.PUBLISHED,
        "may_resume": state == State.PAUSED and not product.reason,
        "may_withdraw": state != State.WITHDRAWN,
    }
