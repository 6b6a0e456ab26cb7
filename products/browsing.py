"""Which products does a buyer get to see, in which order, page by page?

Certified ones first (the association's agreement with the post office), the newest first within each part. Pages are
keyed, never counted: the place in the list is (part, moment of publishing, id), so page 10,000 costs what page 1 does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone

from farmers.checking import checking_columns
from farmers.models import Coverage
from products.models import Category, Product, TakeDown
from products.querysets import card_prefetches

PAGE_SIZE = 24
FRONT_SIZE = 8
CERTIFIED, OTHERS, ALL = "c", "k", "t"
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """A place in the list: everything after this product."""

    part: str
    published_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.part}.{(self.published_at - EPOCH) // MICROSECOND}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place an address names; None when it names none."""
        part, *numbers = text.split(".")
        if part not in {CERTIFIED, OTHERS, ALL} or len(numbers) != 2:
            return None
        if not all(number.isdecimal() and len(number) <= 17 for number in numbers):
            return None
        moment, pk = map(int, numbers)
        return cls(part, EPOCH + moment * MICROSECOND, pk)


@dataclass(frozen=True)
class ListPage:
    """One page of products, ready for cards."""

    products: Sequence[Product]
    next_place: Place | None


def list_page(
    products: "QuerySet[Any]",
    *,
    after: Place | None = None,
    on: date | None = None,
    size: int = PAGE_SIZE,
) -> ListPage:
    """One page of published products in the order of the house: at most four queries."""
    on = on or timezone.localdate()
    certified = Q(certified_until__gte=on)
    others = Q(certified_until__lt=on) | Q(certified_until__isnull=True)
    return _page(products, {CERTIFIED: certified, OTHERS: others}, after, size)


def newest_page(products: "QuerySet[Any]", *, after: Place | None = None) -> ListPage:
    """One page of published products, the newest first whatever their papers: three queries."""
    return _page(products, {ALL: Q()}, after, PAGE_SIZE)


def _page(products: "QuerySet[Any]", parts: dict[str, Q], after: Place | None, size: int) -> ListPage:
    """One row more than a page is read, to know whether another page follows."""
    names = list(parts)
    left = names[names.index(after.part) :] if after and after.part in parts else names
    rows: list[tuple[str, Any]] = []
    for part in left:
        found = products.filter(parts[part]).select_related("offer", "farmer", "category")
        if after and part == after.part:
            found = found.filter(
                Q(published_at__lt=after.published_at) | Q(published_at=after.published_at, pk__lt=after.pk)
            )
        rows += [
            (part, product) for product in found.order_by("-published_at", "-pk")[: size + 1 - len(rows)]
        ]
        if len(rows) > size:
            break
    shown = [product for _, product in rows[:size]]
    prefetch_related_objects(shown, *card_prefetches())
    if len(rows) <= size:
        return ListPage(shown, None)
    part, last = rows[size - 1]
    return ListPage(shown, Place(part, last.published_at, last.pk))


def product_with_page(pk: int) -> Product | None:
    """The product if it is on sale or paused, with all that its page says of it: three queries."""
    coverages = Coverage.objects.select_related("certificate").annotate(**checking_columns("certificate"))
    products = Product.objects.filter(state__in=[Product.State.PUBLISHED, Product.State.PAUSED])
    return (
        products.select_related("offer", "farmer", "category", "farm")
        .prefetch_related(
            Prefetch("photos", to_attr="shown_photos"),
            Prefetch("coverages", coverages, to_attr="shown_coverages"),
        )
        .filter(pk=pk)
        .first()
    )


def what_took_down(pk: int) -> TakeDown | None:
    """Why a listing that buyers could see is gone, if the association took it down: asked only for what is not here."""
    gone = Product.objects.filter(pk=pk, state__in=[Product.State.RETURNED, Product.State.SUBMITTED])
    ended = TakeDown.objects.filter(
        product__in=gone, state=TakeDown.State.DONE, decided_at__gte=F("product__published_at")
    )
    return ended.order_by("-decided_at").first()


def front_row() -> Sequence[Product]:
    """A handful of products for the front door that can still be bought, in the order of the list."""
    taken = F("offer__held_milli") + F("offer__sold_milli")
    return list_page(
        Product.objects.published().filter(offer__offered_milli__gt=taken), size=FRONT_SIZE
    ).products


def category_tree() -> list[Category]:
    """All categories in their order; `newest_at` says when something on sale right there was published, if anything."""
    newest = Product.objects.published().filter(category=OuterRef("pk")).order_by("-published_at", "-pk")
    return list(Category.objects.annotate(newest_at=Subquery(newest.values("published_at")[:1])))
