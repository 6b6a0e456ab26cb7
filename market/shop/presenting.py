"""What do a product page and a farmer page say? Who, where, when and which certificate come before anything else."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from farmers.models import Certificate, Coverage, Farmer
from farmers.models.certificate import EXPIRED
from market.shop.linked_data import product_data, shared_picture
from market.shop.narrowing import address
from products.cards import art_url, public_name, ready_photos
from products.certified import Badge, badges_of
from products.models import Product, ProductPhoto
from products.units import GRAMS_PER_UNIT, format_amount, short_unit
from traceability.provenance import lots_of
from vietnam.phones import format_local
from vietnam.places import place_words

ZALO = "https://zalo.me/"
Fact = dict[str, str]
Standing = Certificate.Standing


def product_view(product: Product) -> dict[str, Any]:
    """The context of the page of a `product_with_page()`: one query more, for the lots."""
    is_gone = product.offer.left_milli <= 0
    is_on_sale = product.state == Product.State.PUBLISHED and not is_gone
    photos = ready_photos(product)
    price, unit = number_format(product.offer.price_vnd, force_grouping=True), short_unit(product.unit)
    return {
        "product": product,
        "photos": photos,
        "credits": _credits(photos),
        "art_url": art_url(product),
        "price": price,
        "unit": unit,
        "terms": _terms(product),
        "origin": _origin(product),
        "papers": [_paper(badge) for badge in badges_of(product) if badge.standing != Standing.RETURNED],
        "details": _details(product),
        "lots": lots_of(product),
        "is_on_sale": is_on_sale,
        "is_sold_out": is_gone and product.state == Product.State.PUBLISHED,
        **_reached(product.farmer),
        "crumbs": [
            {"text": _("Produce"), "url": reverse("shop:list")},
            {"text": product.category.shown_name, "url": address({}, nhom=product.category.key)},
        ],
        "linked_data": product_data(product, is_on_sale=is_on_sale),
        "shared_text": f"{price} đ/{unit} · {public_name(product.farmer)}, {product.farmer.commune_name}",
        "shared_picture": shared_picture(product),
    }


def _terms(product: Product) -> list[str]:
    """What stands under the price."""
    offer = product.offer
    terms = []
    if offer.left_milli > 0:
        terms.append(_("%(amount)s left") % {"amount": format_amount(offer.left_milli, product.unit)})
    if offer.minimum_milli:
        terms.append(_("from %(amount)s") % {"amount": format_amount(offer.minimum_milli, product.unit)})
    terms.append(_("price of %(day)s") % {"day": date_format(offer.priced_on)})
    return terms


def _origin(product: Product) -> list[Fact]:
    """Who, where, when."""
    farmer, farm = product.farmer, product.farm
    who = _fact("leaf", _("Farmer"), public_name(farmer))
    if farmer.is_public:
        who |= {"url": farmer.get_absolute_url(), "note": _home(farmer)}
    else:
        who |= {"note": _("This farmer did not agree to be named here.")}
    where = _fact("map-pin", _("Place of production"), place_words(farm.commune_code, farm.commune_code_on))
    if farm.planting_area_code:
        where["note"] = _("Planting area %(code)s") % {"code": farm.planting_area_code}
    facts = [who, where]
    if product.harvested_on:
        facts.append(_fact("sun", _("Harvested on"), date_format(product.harvested_on)))
    return facts


def _details(product: Product) -> list[Fact]:
    """What else is known of the produce, in the order a buyer asks."""
    facts = []
    if product.season_from_month:
        facts.append(
            _fact("calendar", _("Season"), _season(product.season_from_month, product.season_to_month))
        )
    if product.net_weight_g and product.unit not in GRAMS_PER_UNIT:
        label = _("Net weight of one %(unit)s") % {"unit": short_unit(product.unit)}
        facts.append(_fact("weight", label, _weight(product.net_weight_g)))
    if days := product.shelf_life_days:
        facts.append(
            _fact("clock", _("Keeps for"), ngettext("%(days)s day", "%(days)s days", days) % {"days": days})
        )
    if product.ingredients:
        facts.append(_fact("list", _("Ingredients"), product.ingredients) | {"lang": "vi"})
    if product.storage:
        facts.append(_fact("info", _("How to use and store"), product.storage) | {"lang": "vi"})
    return facts


def _season(first: int, last: int | None) -> str:
    if (first, last) == (1, 12):
        return _("all year round")
    if last in {None, first}:
        return _("month %(first)s") % {"first": first}
    return _("months %(first)s to %(last)s") % {"first": first, "last": last}


def _weight(grams: int) -> str:
    return format_amount(grams, "kg") if grams >= 1000 else format_amount(grams * 1000, "g")


def _paper(badge: Badge) -> dict[str, Any]:
    """A certificate in words; what counts comes first."""
    until = {"day": date_format(badge.until)}
    if badge.standing == Standing.VERIFIED:
        lines = [_("Valid through %(day)s.") % until]
        if badge.checked_at:
            checked = {"branch": badge.branch or _("The Farmers' Association")}
            checked["day"] = date_format(timezone.localdate(badge.checked_at))
            lines.append(_("%(branch)s compared it with the scan on %(day)s.") % checked)
    elif badge.standing == EXPIRED:
        lines = [_("It ended on %(day)s.") % until]
    elif badge.standing == Standing.REVOKED:
        lines = [_("It was revoked. Do not rely on this mark any more.")]
    else:
        lines = [_("So says the farmer; the association has not checked it.")]
    paper = _("No. %(number)s, issued by %(issuer)s.") % {"number": badge.number, "issuer": badge.issuer}
    return {"badge": badge, "lines": lines, "paper": paper}


def _credits(photos: list[ProductPhoto]) -> list[str]:
    return list(dict.fromkeys(photo.credit for photo in photos if photo.credit))


def farmer_view(farmer: Farmer, coverages: list[Coverage]) -> dict[str, Any]:
    """What the farmer page says besides the listings."""
    return {
        "farmer": farmer,
        "kind": capfirst(farmer.get_kind_display()),
        "home": _home(farmer),
        **_reached(farmer),
        "papers": _covered(coverages),
        "crumbs": [{"text": _("Produce"), "url": reverse("shop:list")}],
    }


def _covered(coverages: list[Coverage]) -> list[dict[str, Any]]:
    """Each certificate once, with all the produce that was confirmed."""
    papers: dict[int, dict[str, Any]] = {}
    for coverage in coverages:
        paper = papers.setdefault(
            coverage.certificate_id, {"certificate": coverage.certificate, "produce": []}
        )
        if coverage.produce and coverage.produce not in paper["produce"]:
            paper["produce"].append(coverage.produce)
    return list(papers.values())


def _home(farmer: Farmer) -> str:
    """Where a farmer lives; a name always stands with it, because thousands share a name."""
    place = place_words(farmer.commune_code, farmer.commune_code_on)
    return f"{farmer.village}, {place}" if farmer.village else place


def _reached(farmer: Farmer) -> dict[str, str]:
    """How buyers reach a farmer. A number stands in its column only while its owner agrees that it is shown."""
    phone, zalo = (farmer.phone, farmer.zalo) if farmer.is_public else ("", "")
    return {
        "phone": phone,
        "phone_shown": format_local(phone) if phone else "",
        "zalo_url": f"{ZALO}{zalo.replace('+84', '0', 1)}" if zalo else "",
    }


def _fact(icon: str, label: str, value: str) -> Fact:
    return {"icon": icon, "label": label, "value": value}
