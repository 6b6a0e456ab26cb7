"""What can a farmer do with the listings: look, change the price, pause, sell again, correct, withdraw?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.signed_in import SignedInRequest, signed_in
from market.workspace.certificates import papers_in_words
from market.workspace.stall import item_of, listings_of, price_form, stall_of
from products.cards import art_url, shown_photos
from products.certified import badges_of
from products.drafting import draft_of_product, own_drafts
from products.forms import NewPriceForm
from products.listing import pause_product, resume_product, withdraw_product
from products.models import Product, ProductPhoto
from products.pricing import change_price
from products.querysets import card_prefetches
from products.questions import Step
from products.retelling import say_price, say_reading, step_url
from products.units import format_amount, short_unit


@signed_in
@never_cache
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """My stall: listings, newest first, and certificates."""
    stall = stall_of(
        request.user,
        older_than=_number(request.GET.get("truoc")),
        newer_than=_number(request.GET.get("sau")),
    )
    context = {
        "tab": "home",
        "stall": stall,
        "papers": papers_in_words(request.user, timezone.localdate()),
        "has_unfinished": own_drafts(request.user).exists(),
    }
    return render(request, "workspace/home.html", context)


@signed_in
@never_cache
@require_safe
def product(request: SignedInRequest, pk: int) -> HttpResponse:
    """One listing with all its farmer may know and do."""
    return _show(request, _mine(request, pk))


@signed_in
@require_POST
def price(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask another price; one that jumps far is asked about once more."""
    listing = _mine(request, pk)
    form = price_form(listing, request.POST)
    if not form.is_valid() or form.read is None or form.is_surprising:
        return _show(request, listing, form)
    asked = form.read.price_vnd
    try:
        waiting = change_price(product=listing, price_vnd=asked, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error("price", error.messages)
        return _show(request, listing, form)
    words = {
        "price": say_price(asked),
        "unit": short_unit(listing.unit),
        "was": say_price(listing.offer.price_vnd),
    }
    if waiting is None:
        messages.success(request, _("The price is now %(price)s for one %(unit)s.") % words)
    else:
        told = _("An officer looks at the new price, %(price)s, first. Until then it sells for %(was)s.")
        messages.info(request, told % words)
    if request.POST.get("from") == "home":
        return redirect("workspace:home")
    return redirect("workspace:product", pk=pk)


@signed_in
@require_POST
def pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a listing off sale for a while."""
    return _move(request, pk, pause_product, _("Paused. Buyers don't see it until you sell again."))


@signed_in
@require_POST
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a paused listing back on sale; with a price that went far meanwhile it waits for an officer."""
    try:
        listing = resume_product(product=_mine(request, pk), by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        if listing.state == Product.State.PUBLISHED:
            messages.success(request, _("On sale again."))
        else:
            messages.info(
                request, _("The price changed a lot. An officer looks at it, then it is on sale again.")
            )
    return redirect("workspace:product", pk=pk)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a listing off for good, after asking once more."""
    if request.method == "POST":
        return _move(request, pk, withdraw_product, _("Withdrawn. Buyers no longer see it."))
    return render(request, "workspace/withdraw.html", {"item": item_of(_mine(request, pk)), "tab": "home"})


@signed_in
@require_POST
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a listing that was sent back: its answers become a draft again."""
    listing = _mine(request, pk)
    try:
        draft = draft_of_product(product=listing, user=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("workspace:product", pk=pk)
    return redirect(step_url(draft, Step.CHECK))


def _move(request: SignedInRequest, pk: int, verb: Callable[..., Product], told: str) -> HttpResponse:
    """Let a verb move a listing to its next state, and say so, or why not."""
    try:
        verb(product=_mine(request, pk), by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, told)
    return redirect("workspace:product", pk=pk)


def _mine(request: SignedInRequest, pk: int) -> Product:
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


def _show(request: SignedInRequest, listing: Product, form: NewPriceForm | None = None) -> HttpResponse:
    offer = listing.offer
    photos = shown_photos(listing)
    amounts = {_("Left"): max(offer.left_milli, 0), _("Offered"): offer.offered_milli}
    if offer.held_milli:
        amounts[_("Held for orders")] = offer.held_milli
    if offer.sold_milli:
        amounts[_("Sold")] = offer.sold_milli
    context: dict[str, Any] = {
        "tab": "home",
        "item": item_of(listing, form),
        "listing": listing,
        "photos": [photo for photo in photos if photo.state == ProductPhoto.State.READY],
        "is_waiting_for_photos": any(photo.state == ProductPhoto.State.WAITING for photo in photos),
        "has_failed_photos": any(photo.state == ProductPhoto.State.FAILED for photo in photos),
        "art_url": art_url(listing),
        "amounts": {label: format_amount(milli, listing.unit) for label, milli in amounts.items()},
        "badges": badges_of(listing),
        "lots": list(listing.lots.order_by("-opened_at", "-pk")[:20]),
        "is_price_open": form is not None,
    }
    if form is not None and form.read is not None and not form.errors:
        context["surprise"] = say_reading(form.read) | {"was": say_price(form.was_vnd)}
    return render(request, "workspace/product.html", context)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
