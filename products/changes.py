"""What stood in a listing when it was last put on sale, and what is different now?

The facts are plain values kept in `Product.published_facts`: text, whole numbers, keys and ids, no words made from
them, so that nothing about a person is copied that a correction or an erasure would then miss.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from products.models import Product

Facts = Mapping[str, Any]
# In the order in which a buyer meets them.
COMPARED = (
    "photos",
    "name",
    "category",
    "price_vnd",
    "unit",
    "offered_milli",
    "harvested_on",
    "season",
    "farm",
    "certificates",
    "description",
)
OF_MANY = frozenset({"photos", "certificates"})


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is different: what it was and is; of many (photos, certificates) also what came and went."""

    name: str
    was: Any
    now: Any
    added: list[Any] = field(default_factory=list)
    removed: list[Any] = field(default_factory=list)


def facts_of(product: Product) -> dict[str, Any]:
    """What stands in a listing now."""
    offer = product.offer
    has_season = product.season_from_month is not None
    return {
        "name": product.name,
        "description": product.description,
        "category": product.category.key,
        "unit": product.unit,
        "price_vnd": offer.price_vnd,
        "offered_milli": offer.offered_milli,
        "harvested_on": product.harvested_on.isoformat() if product.harvested_on else None,
        "season": [product.season_from_month, product.season_to_month] if has_season else None,
        "farm": product.farm_id,
        "photos": list(product.photos.order_by("position", "pk").values_list("key", flat=True)),
        "certificates": sorted(product.coverages.order_by().values_list("certificate", flat=True).distinct()),
    }


def changes_between(was: Facts, now: Facts) -> list[Change]:
    """What is different; facts that an older listing did not keep are not compared."""
    found = []
    for name in COMPARED:
        if name not in was or was[name] == now[name]:
            continue
        added: list[Any] = []
        removed: list[Any] = []
        if name in OF_MANY:
            added = [one for one in now[name] if one not in was[name]]
            removed = [one for one in was[name] if one not in now[name]]
        found.append(Change(name, was[name], now[name], added, removed))
    return found


def changes_of(product: Product) -> list[Change] | None:
    """What changed since a listing was last put on sale; None when it never was, or nobody kept it."""
    if product.published_facts is None:
        return None
    return changes_between(product.published_facts, facts_of(product))


def keep_facts(product: Product) -> None:
    """Keep what stands in a listing that was put on sale before anybody kept it. Runs under its lock."""
    if product.published_facts is None:
        product.published_facts = facts_of(product)
        product.save(update_fields=["published_facts"])
