"""What does a farmer put on the commune's Zalo page? Words, a picture and the link, ready to be sent on."""

import io

from django.contrib import messages
from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from PIL import Image

from accounts.signed_in import SignedInRequest, signed_in
from farmers.models import Certificate
from market.shop.addresses import absolute
from market.workspace.own_listing import own_listing
from products.cards import art_url, first_photo
from products.certified import badges_of
from products.models import Product
from products.retelling import say_price
from products.units import format_amount, short_unit
from vietnam.places import place_words

PICTURE_PX = 800


@signed_in
@never_cache
@require_safe
def ready_post(request: SignedInRequest, pk: int) -> HttpResponse:
    """The post of a listing that is on sale; its words can be changed before they are copied or shared."""
    listing = own_listing(request, pk)
    if listing.state != Product.State.PUBLISHED:
        messages.info(request, _("Only what is on sale can be shown to others."))
        return redirect("workspace:product", pk=pk)
    context = {
        "tab": "home",
        "listing": listing,
        "words": post_of(listing),
        "has_photo": first_photo(listing) is not None,
        "art_url": art_url(listing),
    }
    return render(request, "workspace/ready_post.html", context)


@signed_in
@require_safe
def post_picture(request: SignedInRequest, pk: int) -> HttpResponse:
    """The cover as JPEG, which every application on a phone takes."""
    listing = own_listing(request, pk)
    photo = first_photo(listing)
    if photo is None:
        raise Http404
    try:
        with storages["default"].open(photo.rendition_name(PICTURE_PX)) as file, Image.open(file) as picture:
            target = io.BytesIO()
            picture.convert("RGB").save(target, "JPEG", quality=85)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(target.getvalue(), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="{listing.slug}.jpg"'
    response["Cache-Control"] = "private, max-age=600"
    return response


def post_of(listing: Product) -> str:
    """The words of a post, in Vietnamese: what, how dear, how much, who and where, which certificate, the link."""
    offer, unit = listing.offer, listing.unit
    with override("vi"):
        lines = [
            listing.name,
            _("Price: %(price)s/%(unit)s") % {"price": say_price(offer.price_vnd), "unit": short_unit(unit)},
        ]
        if offer.left_milli > 0:
            lines.append(_("Left: %(amount)s") % {"amount": format_amount(offer.left_milli, unit)})
        lines.append(_who(listing))
        for badge in badges_of(listing):
            if badge.standing == Certificate.Standing.VERIFIED:
                paper = {"title": badge.title, "number": badge.number, "day": date_format(badge.until)}
                lines.append(_("Certificate: %(title)s No. %(number)s, valid through %(day)s") % paper)
        link = absolute(listing.get_absolute_url())
        lines.append(_("Photos, origin and how to buy: %(link)s") % {"link": link})
    return "\n".join(lines)


def _who(listing: Product) -> str:
    """A name always with its commune; no name where the farmer did not agree to be shown."""
    farmer, farm = listing.farmer, listing.farm
    place = place_words(farm.commune_code, farm.commune_code_on)
    if not farmer.is_public:
        return _("Grown in %(place)s") % {"place": place}
    return _("Farmer: %(name)s, %(place)s") % {"name": farmer.name, "place": place}
