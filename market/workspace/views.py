"""What can a farmer do with the listings: look, change the price, pause, sell again, correct, withdraw?"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.signed_in import SignedInRequest, signed_in
from farmers.helping import invitations_for
from market.workspace.certificates import papers_in_words
from market.workspace.joining import is_new
from market.workspace.own_listing import own_listing, show_listing
from market.workspace.stall import item_of, price_form, stall_of
from products.drafting import draft_of_product, own_drafts
from products.listing import pause_product, resume_product, withdraw_product
from products.models import Product
from products.pricing import change_price
from products.questions import Step
from products.retelling import say_price, step_url
from products.units import short_unit

# Which question answers a ready sentence of the officer (market/desk/reasons.py).
STEP_TO_MEND = {
    "photos": Step.PHOTOS,
    "photos_not_own": Step.PHOTOS,
    "price": Step.PRICE,
    "amount": Step.AMOUNT,
    "words": Step.NAME,
    "claims": Step.NAME,
}


@signed_in
@never_cache
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """My stall: listings, newest first, and certificates; who is new is asked who they are."""
    stall = stall_of(request.user, request.GET)
    if not stall.items and is_new(request.user):
        return redirect("workspace:join")
    context = {
        "tab": "home",
        "stall": stall,
        "invitations": invitations_for(request.user),
        "papers": papers_in_words(request.user, timezone.localdate()),
        "has_unfinished": own_drafts(request.user).exists(),
    }
    return render(request, "workspace/home.html", context)


@signed_in
@never_cache
@require_safe
def product(request: SignedInRequest, pk: int) -> HttpResponse:
    """One listing with all its farmer may know and do."""
    return show_listing(request, own_listing(request, pk))


@signed_in
@require_POST
def price(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask another price; one that jumps far is asked about once more."""
    listing = own_listing(request, pk)
    form = price_form(listing, request.POST)
    if not form.is_valid() or form.read is None or form.is_surprising:
        return show_listing(request, listing, price=form)
    asked = form.read.price_vnd
    try:
        waiting = change_price(product=listing, price_vnd=asked, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error("price", error.messages)
        return show_listing(request, listing, price=form)
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
        listing = resume_product(product=own_listing(request, pk), by=request.user, at=timezone.now())
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
    return render(
        request, "workspace/withdraw.html", {"item": item_of(own_listing(request, pk)), "tab": "home"}
    )


@signed_in
@require_POST
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a listing that was sent back: its answers become a draft, opened where the officer found something."""
    listing = own_listing(request, pk)
    try:
        draft = draft_of_product(product=listing, user=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("workspace:product", pk=pk)
    step = STEP_TO_MEND.get(listing.reason_code)
    if step is None:
        return redirect(step_url(draft, Step.CHECK))
    messages.warning(request, _("The officer wrote: %(reason)s") % {"reason": listing.reason})
    return redirect(f"{step_url(draft, step)}?sau={Step.CHECK}")


def _move(request: SignedInRequest, pk: int, verb: Callable[..., Product], told: str) -> HttpResponse:
    """Let a verb move a listing to its next state, and say so, or why not."""
    try:
        verb(product=own_listing(request, pk), by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, told)
    return redirect("workspace:product", pk=pk)
