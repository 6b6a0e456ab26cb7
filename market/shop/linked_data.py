"""What do search engines and chat windows read of a product? schema.org as JSON, and the picture of a shared link."""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from market.shop.addresses import absolute
from products.cards import ready_photos
from products.models import Product
from products.units import short_unit

DESCRIPTION_LENGTH = 200
# What would end the block or open a comment in HTML is written as JSON writes it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def product_data(product: Product, *, is_on_sale: bool) -> SafeString:
    """The product as schema.org names it, safe inside a data block of HTML."""
    url = absolute(product.get_absolute_url())
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "url": url,
        "category": product.category.shown_name,
        "offers": _offer(product, url, is_on_sale=is_on_sale),
    }
    if product.description:
        data["description"] = Truncator(product.description).chars(DESCRIPTION_LENGTH)
    if photos := ready_photos(product):
        data["image"] = [absolute(photo.large_url) for photo in photos]
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))  # noqa: S308 escaped just here


def _offer(product: Product, url: str, *, is_on_sale: bool) -> dict[str, Any]:
    price = {"price": product.offer.price_vnd, "priceCurrency": "VND"}
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": url,
        **price,
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            **price,
            "unitText": short_unit(product.unit),
        },
        "availability": f"https://schema.org/{'InStock' if is_on_sale else 'OutOfStock'}",
    }
    farmer = product.farmer
    if farmer.is_public:
        kind = "Person" if farmer.kind == farmer.Kind.HOUSEHOLD else "Organization"
        offer["seller"] = {"@type": kind, "name": farmer.name, "url": absolute(farmer.get_absolute_url())}
    return offer


def shared_picture(product: Product) -> str:
    """The whole address of the picture that stands for a product where its link is shared."""
    photo = next(iter(ready_photos(product)), None)
    return absolute(photo.large_url if photo else static("icons/touch-icon.png"))
