"""Which listing is the user's own, and what does its page show?"""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from market.workspace.stall import item_of, listings_of
from market.workspace.weeks import weeks_of
from products.amount_forms import LeftForm, SoldForm
from products.cards import art_url, shown_photos
from products.certified import badges_of
from products.forms import NewPriceForm
from products.models import OutsideSale, Product, ProductPhoto
from products.querysets import card_prefetches
from products.retelling import say_price, say_reading
from products.units import format_amount

SALES_SHOWN = 10
LOTS_SHOWN = 20


def own_listing(request: SignedInRequest, pk: int) -> Product:
    """A listing of a farmer the user acts for; anybody else's is as absent as one that does not exist."""
    found: Product | None = (
        listings_of(request.user)
        .select_related("farm")
        .prefetch_related(*card_prefetches())
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def show_listing(
    request: SignedInRequest,
    listing: Product,
    *,
    price: NewPriceForm | None = None,
    sold: SoldForm | None = None,
    left: LeftForm | None = None,
    also_open: Collection[str] = (),
) -> HttpResponse:
    """The page of a listing; a form that was not good is open, with what was typed and why it is not good."""
    photos = shown_photos(listing)
    weeks = weeks_of(listing, timezone.localdate())
    forms = {"price": price, "sold": sold, "left": left}
    context: dict[str, Any] = {
        "tab": "home",
        "item": item_of(listing, price=price, sold=sold, left=left),
        "listing": listing,
        "photos": [photo for photo in photos if photo.state == ProductPhoto.State.READY],
        "is_waiting_for_photos": any(photo.state == ProductPhoto.State.WAITING for photo in photos),
        "has_failed_photos": any(photo.state == ProductPhoto.State.FAILED for photo in photos),
        "art_url": art_url(listing),
        "amounts": _amounts(listing),
        "sales": _sales(listing),
        "weeks": weeks,
        "has_looks": any(week.looks or week.scans for week in weeks),
        "badges": badges_of(listing),
        "lots": list(listing.lots.order_by("-opened_at", "-pk")[:LOTS_SHOWN]),
        "open_forms": [name for name, form in forms.items() if form is not None or name in also_open],
    }
    if price is not None and price.read is not None and not price.errors:
        context["surprise"] = say_reading(price.read) | {"was": say_price(price.was_vnd)}
    return render(request, "workspace/product.html", context)


def _amounts(listing: Product) -> dict[str, str]:
    offer = listing.offer
    amounts = {_("Left"): max(offer.left_milli, 0), _("Offered"): offer.offered_milli}
    if offer.held_milli:
        amounts[_("Held for orders")] = offer.held_milli
    if offer.sold_milli:
        amounts[_("Sold")] = offer.sold_milli
    return {label: format_amount(milli, listing.unit) for label, milli in amounts.items()}


def _sales(listing: Product) -> list[dict[str, Any]]:
    """What was sold without this market, the newest first; what was undone says so."""
    sales: list[OutsideSale] = list(listing.outside_sales.order_by("-pk")[:SALES_SHOWN])
    return [
        {
            "id": sale.pk,
            "amount": format_amount(sale.amount_milli, listing.unit),
            "at": sale.noted_at,
            "is_undone": sale.undone_at is not None,
        }
        for sale in sales
    ]
