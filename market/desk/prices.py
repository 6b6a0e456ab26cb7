"""What do others ask for the same produce? The middle and the span of listings on sale, as a small picture."""

from dataclasses import dataclass
from statistics import median

from products.models import Product
from vietnam.money import format_vnd

MOST_READ = 200
FEWEST_TOLD = 3
FAR = 2
WIDTH = 300


@dataclass(frozen=True)
class Asked:
    """Prices others ask, in whole đồng for the same unit, and where this one stands between 0 and `WIDTH`."""

    count: int
    lowest_vnd: int
    middle_vnd: int
    highest_vnd: int
    price_vnd: int

    @property
    def is_far(self) -> bool:
        """Whether the price is twice the middle or more, or half of it or less."""
        return self.price_vnd >= FAR * self.middle_vnd or FAR * self.price_vnd <= self.middle_vnd

    @property
    def lowest_words(self) -> str:
        """The lowest price in words."""
        return format_vnd(self.lowest_vnd)

    @property
    def middle_words(self) -> str:
        """The middle price in words."""
        return format_vnd(self.middle_vnd)

    @property
    def highest_words(self) -> str:
        """The highest price in words."""
        return format_vnd(self.highest_vnd)

    @property
    def marks(self) -> dict[str, str]:
        """Places on the scale as SVG writes them."""
        places = {"lowest": self.lowest_vnd, "middle": self.middle_vnd, "highest": self.highest_vnd}
        return {name: self._place(vnd) for name, vnd in (places | {"here": self.price_vnd}).items()} | {
            "span": str(int(self._place(self.highest_vnd)) - int(self._place(self.lowest_vnd)))
        }

    def _place(self, vnd: int) -> str:
        top = max(self.highest_vnd, self.price_vnd)
        return str(round(WIDTH * vnd / top))


def asked_by_others(product: Product) -> Asked | None:
    """What other farmers ask in the same category and unit; None when fewer than three do."""
    others = (
        Product.objects.published()
        .filter(category_id=product.category_id, unit=product.unit)
        .exclude(farmer_id=product.farmer_id)
        .order_by("-published_at", "-pk")
        .values_list("offer__price_vnd", flat=True)
    )
    prices = [vnd for vnd in others[:MOST_READ] if vnd]
    if len(prices) < FEWEST_TOLD:
        return None
    return Asked(len(prices), min(prices), round(median(prices)), max(prices), product.offer.price_vnd)
