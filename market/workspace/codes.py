"""How does a farmer show, send on or print the code of a listing?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.signed_in import SignedInRequest, signed_in
from market.shop.addresses import absolute
from market.workspace.own_listing import own_listing
from products.models import Product
from traceability import codes, squares
from traceability.code_pictures import path_of, picture_of
from traceability.models import Label, Lot
from traceability.shown_labels import label_of_lot


@signed_in
@never_cache
@require_safe
def code(request: SignedInRequest, pk: int) -> HttpResponse:
    """The code of the newest lot, big; its picture to send on, its labels and the sign of the farm to print."""
    listing = own_listing(request, pk)
    context: dict[str, Any] = {"tab": "home", "listing": listing, "lot": _lot(listing)}
    try:
        label = _label(request, listing)
    except ValidationError as error:
        context["refusal"] = error.messages[0]
    else:
        origin = reverse("traceability:origin", kwargs={"code": label.code})
        context |= {
            "shown_code": codes.shown(label.code),
            "path": path_of(label.code),
            "side": squares.side(label.code),
            "origin_url": origin,
            "shared_url": absolute(origin),
        }
    return render(request, "workspace/code.html", context)


@signed_in
@require_safe
def code_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """The code with the words that belong to it, as a picture to send on."""
    try:
        label = _label(request, own_listing(request, pk))
    except ValidationError as error:
        raise Http404 from error
    content = picture_of(label, timezone.localdate())
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="ma-{label.code}.png"'
    response["Cache-Control"] = "private, max-age=600"
    return response


def _lot(listing: Product) -> Lot:
    """The newest lot; a listing that was never on sale has none, and no code."""
    found: Lot | None = listing.lots.order_by("-opened_at", "-pk").first()
    if found is None:
        raise Http404
    return found


def _label(request: SignedInRequest, listing: Product) -> Label:
    return label_of_lot(lot=_lot(listing), by=request.user, at=timezone.now())
