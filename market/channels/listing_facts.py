"""What does a listing say in one cell? One small pure function per fact; a profile names which it wants.

Everything is read from a product loaded by `handing_over.products_under`; no function asks the database.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from products.cards import ready_photos
from products.certified import badges_of
from products.models import Category, Product
from products.units import GRAMS_PER_UNIT, MILLI, from_milli, short_unit
from vietnam import places
from vietnam.phones import format_local

SHORT_TEXT = 300
NAME_LENGTH = 120
DESCRIPTION_LENGTH = 3000


@dataclass(frozen=True)
class Listing:
    """A product on its way out: its row, the categories by id, the day, its public trace code if there is one."""

    number: int
    product: Product
    categories: Mapping[int, Category]
    on: date
    trace_code: str = ""


def sku(listing: Listing) -> str:
    """Stable and unique: the product's id."""
    return f"NS{listing.product.pk:06d}"


def _ancestry(listing: Listing) -> list[Category]:
    chain: list[Category] = []
    category: Category | None = listing.categories.get(listing.product.category_id)
    while category is not None:
        chain.insert(0, category)
        category = listing.categories.get(category.parent_id) if category.parent_id else None
    return chain


def category_path(listing: Listing) -> str:
    """At most three levels, from the broad to the narrow."""
    return " >> ".join(category.name for category in _ancestry(listing)[-3:])


def ocop_set(listing: Listing) -> int | None:
    """The official set of the nearest category that has one."""
    return next((category.ocop_set for category in reversed(_ancestry(listing)) if category.ocop_set), None)


def _valid_badges(listing: Listing) -> list[Any]:
    return [badge for badge in badges_of(listing.product, listing.on) if badge.standing == "verified"]


def ocop_stars(listing: Listing) -> int | None:
    """Stars of a valid OCOP certificate."""
    return next((badge.stars for badge in _valid_badges(listing) if badge.scheme == "ocop"), None)


def ocop_decision(listing: Listing) -> str:
    """Number of the valid OCOP certificate."""
    return next((badge.number for badge in _valid_badges(listing) if badge.scheme == "ocop"), "")


def certificates(listing: Listing) -> str:
    """Valid certificates only: "VietGAP: number, issuer, last day"."""
    return "; ".join(
        f"{badge.title}: {badge.number}, {badge.issuer}, "
        + _("valid through %(day)s") % {"day": f"{badge.until:%d/%m/%Y}"}
        for badge in _valid_badges(listing)
    )


def origin(listing: Listing) -> str:
    """Commune, province, country of the farm."""
    commune = places.commune(listing.product.farm.commune_code, on=listing.product.farm.commune_code_on)
    return f"{commune.full_name}, {commune.province}, Việt Nam"


def pack_size(listing: Listing) -> str:
    """For goods sold by the pack: "Chai 500 g"."""
    weight_g = listing.product.net_weight_g
    return f"{short_unit(listing.product.unit).capitalize()} {weight_g} g" if weight_g else ""


def net_weight_g(listing: Listing) -> int | None:
    """Grams of one unit of sale."""
    return GRAMS_PER_UNIT.get(listing.product.unit) or listing.product.net_weight_g


def stock(listing: Listing) -> int:
    """Whole units that can still be sold."""
    return max(listing.product.offer.left_milli, 0) // MILLI


def minimum(listing: Listing) -> int | None:
    """Smallest order in whole units."""
    least = listing.product.offer.minimum_milli
    return max(1, int(from_milli(least))) if least else None


def season(listing: Listing) -> str:
    """Months from and to: "10-01"."""
    product = listing.product
    if product.season_from_month is None or product.season_to_month is None:
        return ""
    return f"{product.season_from_month:02d}-{product.season_to_month:02d}"


def expiry(listing: Listing) -> str:
    """How long it keeps after the harvest or the making."""
    days = listing.product.shelf_life_days
    return _("%(days)s days from the day it was made") % {"days": days} if days else ""


def short_description(listing: Listing) -> str:
    """The first sentence."""
    first = re.split(r"(?<=[.!?])\s", listing.product.description.strip(), maxsplit=1)[0]
    return cut_at_word(first, SHORT_TEXT)


def cut_at_word(text: str, length: int) -> str:
    """The text, or its beginning up to a whole word."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0]


def photo_addresses(listing: Listing) -> list[str]:
    """Whole addresses of the large pictures, the cover first."""
    addresses = (photo.large_url for photo in ready_photos(listing.product))
    return [url if "://" in url else settings.PUBLIC_ADDRESS + url for url in addresses]


def commune(listing: Listing) -> str:
    """Code and name of the seller's commune."""
    farmer = listing.product.farmer
    return f"{farmer.commune_code} {places.commune(farmer.commune_code, on=farmer.commune_code_on).full_name}"


def province(listing: Listing) -> str:
    """Code and name of the seller's province."""
    farmer = listing.product.farmer
    found = places.commune(farmer.commune_code, on=farmer.commune_code_on)
    return f"{found.province_code} {found.province}"


def status(listing: Listing) -> str:
    """On sale, or not."""
    is_on_sale = listing.product.state == Product.State.PUBLISHED and listing.product.offer.left_milli > 0
    return _("On sale") if is_on_sale else _("Off sale")


def nothing(listing: Listing) -> str:
    """A column of the partner for which we hold nothing yet."""
    return ""


FACTS: dict[str, Callable[[Listing], Any]] = {
    "row_number": lambda listing: listing.number,
    "sku": sku,
    "name": lambda listing: cut_at_word(listing.product.name, NAME_LENGTH),
    "category_path": category_path,
    "partner_category_code": nothing,
    "ocop_set": ocop_set,
    "ocop_stars": ocop_stars,
    "ocop_decision": ocop_decision,
    "certificates": certificates,
    "origin": origin,
    "unit": lambda listing: short_unit(listing.product.unit),
    "pack_size": pack_size,
    "net_weight_g": net_weight_g,
    "ship_weight_g": net_weight_g,
    "dimensions_cm": nothing,
    "price_vnd": lambda listing: listing.product.offer.price_vnd,
    "sale_price_vnd": nothing,
    "stock": stock,
    "minimum": minimum,
    "season": season,
    "harvested_on": lambda listing: listing.product.harvested_on,
    "expiry": expiry,
    "ingredients": lambda listing: listing.product.ingredients,
    "storage": lambda listing: listing.product.storage,
    "warnings": nothing,
    "short_description": short_description,
    "description": lambda listing: cut_at_word(listing.product.description, DESCRIPTION_LENGTH),
    "cover_photo": lambda listing: next(iter(photo_addresses(listing)), ""),
    "more_photos": lambda listing: "; ".join(photo_addresses(listing)[1:9]),
    "seller_name": lambda listing: listing.product.farmer.name,
    "seller_kind": lambda listing: capfirst(listing.product.farmer.get_kind_display()),
    "seller_address": lambda listing: listing.product.farmer.village,
    "commune": commune,
    "former_district": nothing,
    "province": province,
    "seller_phone": lambda listing: (
        format_local(listing.product.farmer.phone) if listing.product.farmer.phone else ""
    ),
    "seller_email": nothing,
    "listing_url": lambda listing: settings.PUBLIC_ADDRESS + listing.product.get_absolute_url(),
    "trace_code": lambda listing: listing.trace_code,
    "status": status,
}
