"""How does a farmer say in place that some was sold elsewhere, that this was a slip, or how much is left now?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest, signed_in
from market.workspace.own_listing import own_listing, show_listing
from market.workspace.stall import left_form, sold_form
from products.availability import note_outside_sale, set_left, undo_outside_sale
from products.models import Offer, OutsideSale, Product
from products.units import format_amount


@signed_in
@require_POST
def sold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note an amount sold by phone or at the gate; more than is left offers to say how much there is."""
    listing = own_listing(request, pk)
    form = sold_form(listing, request.POST)
    if not form.is_valid():
        return show_listing(request, listing, sold=form)
    try:
        sale = note_outside_sale(
            product=listing,
            amount_milli=form.amount_milli,
            client_id=form.cleaned_data["client_id"],
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        # What is on the page may be old: the next form belongs to the sale that would come after the last one.
        fresh = own_listing(request, pk)
        again = sold_form(
            fresh, {"amount": request.POST["amount"], "client_id": sold_form(fresh)["client_id"].initial}
        )
        again.add_error("amount", error.messages)
        return show_listing(request, fresh, sold=again, also_open={"left"} if error.code == "short" else ())
    words = {"amount": format_amount(sale.amount_milli, listing.unit), "left": _left(listing)}
    messages.success(request, _("Noted: %(amount)s sold elsewhere. %(left)s left.") % words)
    return _back(request, pk)


@signed_in
@require_POST
def undo(request: SignedInRequest, pk: int, sale: int) -> HttpResponse:
    """Take back a sale that was noted by mistake."""
    listing = own_listing(request, pk)
    noted = get_object_or_404(OutsideSale, pk=sale, product=listing)
    undo_outside_sale(sale=noted, by=request.user, at=timezone.now())
    words = {"amount": format_amount(noted.amount_milli, listing.unit), "left": _left(listing)}
    messages.success(request, _("Undone: %(amount)s are back. %(left)s left.") % words)
    return redirect("workspace:product", pk=pk)


@signed_in
@require_POST
def left(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how much is left now, more or less than stood here."""
    listing = own_listing(request, pk)
    form = left_form(listing, request.POST)
    if not form.is_valid():
        return show_listing(request, listing, left=form)
    try:
        set_left(product=listing, left_milli=form.left_milli, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error("left", error.messages)
        return show_listing(request, listing, left=form)
    messages.success(request, _("Saved: %(left)s left.") % {"left": _left(listing)})
    return _back(request, pk)


def _left(listing: Product) -> str:
    return format_amount(max(Offer.objects.get(product=listing).left_milli, 0), listing.unit)


def _back(request: SignedInRequest, pk: int) -> HttpResponse:
    """To where the form was filled in."""
    if request.POST.get("from") == "home":
        return redirect("workspace:home")
    return redirect("workspace:product", pk=pk)
