"""Which products does a buyer get to see, in which order, page by page?

Certified ones first (the association's agreement with the post office), the newest first within each part. Pages are
keyed, never counted: the place in the list is (part, moment of publishing, id), so page 10,000 costs what page 1 does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from products.models import Category, Product
from products.querysets import card_prefetches

PAGE_SIZE = 24
CERTIFIED, OTHERS = "c", "k"


@dataclass(frozen=True)
class Place:
    """A place in the list: everything after this product."""

    part: str
    published_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.part}.{int(self.published_at.timestamp() * 1_000_000)}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place an address names; None when it names none."""
        part, _, rest = text.partition(".")
        moment, _, pk = rest.partition(".")
        if part not in {CERTIFIED, OTHERS} or not (moment.isdecimal() and pk.isdecimal()) or len(moment) > 17:
            return None
        return cls(part, datetime.fromtimestamp(int(moment) / 1_000_000, tz=UTC), int(pk[:18]))


@dataclass(frozen=True)
class ListPage:
    """One page of products, ready for cards."""

    products: Sequence[Product]
    next_place: Place | None


def list_page(products: "QuerySet[Any]", *, after: Place | None = None, on: date | None = None) -> ListPage:
    """One page of published products in the order of the house: at most four queries."""
    on = on or timezone.localdate()
    parts = {
        CERTIFIED: Q(certified_until__gte=on),
        OTHERS: Q(certified_until__lt=on) | Q(certified_until__isnull=True),
    }
    rows: list[tuple[str, Product]] = []
    for part, condition in parts.items():
        if len(rows) > PAGE_SIZE or (after and after.part == OTHERS and part == CERTIFIED):
            continue
        found = products.filter(condition).select_related("offer", "farmer", "category")
        if after and after.part == part:
            found = found.filter(
                Q(published_at__lt=after.published_at) | Q(published_at=after.published_at, pk__lt=after.pk)
            )
        wanted = PAGE_SIZE + 1 - len(rows)
        rows += [(part, product) for product in found.order_by("-published_at", "-pk")[:wanted]]
    shown = [product for _, product in rows[:PAGE_SIZE]]
    prefetch_related_objects(shown, *card_prefetches())
    last = None
    if len(rows) > PAGE_SIZE:
        part, product = rows[PAGE_SIZE - 1]
        last = Place(part, product.published_at, product.pk)
    return ListPage(shown, last)


def in_season() -> Sequence[Product]:
    """A handful of published products for the front door, certified ones first."""
    return list_page(Product.objects.published()).products[:8]


def filled_categories() -> list[Category]:
    """The whole tree; `has_products` on a category says whether something is on sale right there."""
    on_sale = Product.objects.published().filter(category=OuterRef("pk"))
    return list(Category.objects.annotate(has_products=Exists(on_sale)))
