"""What do a product page and a farmer page say?"""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from farmers.models import Farmer
from products.cards import art_url, public_name, ready_photos
from products.certified import badges_of
from products.models import Product
from products.units import format_amount, short_unit
from vietnam.phones import format_local

Fact = dict[str, str]


def product_view(product: Product) -> dict[str, Any]:
    """The context of the product page (with `for_card()` and the farm): one query more, for the lots."""
    from traceability.provenance import lots_of

    photos = ready_photos(product)
    return {
        "product": product,
        "photos": photos,
        "art_url": art_url(product),
        "badges": badges_of(product),
        "price": number_format(product.offer.price_vnd, force_grouping=True),
        "unit": short_unit(product.unit),
        "facts": product_facts(product),
        "lots": lots_of(product),
        "farmer_name": public_name(product.farmer),
        "phone": product.farmer.phone if product.farmer.is_public else "",
        "phone_shown": format_local(product.farmer.phone)
        if product.farmer.is_public and product.farmer.phone
        else "",
        "is_on_sale": product.state == Product.State.PUBLISHED and product.offer.left_milli > 0,
        "crumbs": [
            {"text": _("Produce"), "url": reverse("shop:list")},
            {
                "text": product.category.shown_name,
                "url": f"{reverse('shop:list')}?nhom={product.category.key}",
            },
        ],
        "social_image": photos[0].large_url if photos else static("art/hero.svg"),
    }


def product_facts(product: Product) -> list[Fact]:
    """What is known of the produce, in the order a buyer asks."""
    offer = product.offer
    facts = [
        _fact("map-pin", _("Grown in"), product.farm.commune_name),
        _fact("weight", _("Left"), format_amount(max(offer.left_milli, 0), product.unit)),
    ]
    if product.harvested_on:
        facts.append(_fact("sun", _("Harvested on"), date_format(product.harvested_on)))
    if product.season_from_month:
        season = _("months %(first)s to %(last)s") % {
            "first": product.season_from_month,
            "last": product.season_to_month,
        }
        facts.append(_fact("calendar", _("Season"), season))
    if product.net_weight_g:
        weight = _("%(grams)s g") % {"grams": number_format(product.net_weight_g, force_grouping=True)}
        facts.append(
            _fact("weight", _("Net weight of one %(unit)s") % {"unit": short_unit(product.unit)}, weight)
        )
    if offer.minimum_milli:
        facts.append(_fact("basket", _("Smallest order"), format_amount(offer.minimum_milli, product.unit)))
    if product.shelf_life_days:
        facts.append(_fact("clock", _("Keeps for"), _("%(days)s days") % {"days": product.shelf_life_days}))
    if product.ingredients:
        facts.append(_fact("list", _("Ingredients"), product.ingredients))
    if product.storage:
        facts.append(_fact("info", _("How to use and store"), product.storage))
    facts.append(_fact("tag", _("Price of"), date_format(offer.priced_on)))
    return facts


def farmer_facts(farmer: Farmer) -> list[Fact]:
    """Who, where, how to reach."""
    facts = [
        _fact("users", _("Who sells"), str(farmer.get_kind_display())),
        _fact(
            "map-pin", _("Where"), ", ".join(part for part in (farmer.village, farmer.commune_name) if part)
        ),
    ]
    if farmer.phone:
        facts.append(_fact("phone", _("Phone"), format_local(farmer.phone)) | {"url": f"tel:{farmer.phone}"})
    return facts


def _fact(icon: str, label: str, value: str) -> Fact:
    return {"icon": icon, "label": label, "value": value}
