"""What do others ask for the same produce, and what did this farmer ask before? As a small picture and a few lines.

Prices of units that weigh something are compared by weight, so that 9 triệu/tạ stands beside 90.000 đ/kg.
"""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from products.models import Product
from products.pricing import ASKED_WITHIN, is_surprising
from products.units import GRAMS_PER_UNIT, Unit, short_unit
from vietnam.money import format_vnd

MOST_READ = 200
FEWEST_TOLD = 3
FAR = 2
WIDTH = 300
OWN_SHOWN = 5
GRAMS_OF_KG = GRAMS_PER_UNIT[Unit.KG]
PRICE_MOVED = ("products.price_changed", "products.price_approved")


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
    def is_surprising(self) -> bool:
        """Whether the price is so far from the middle that it is more often a slip than the market."""
        return is_surprising(price_vnd=self.price_vnd, was_vnd=self.middle_vnd)

    @property
    def times_words(self) -> str:
        """How many times the middle: "10 times what others ask", "a tenth …" is said the other way round."""
        if self.price_vnd >= self.middle_vnd:
            return _("%(times)s times what others ask") % {"times": _times(self.price_vnd, self.middle_vnd)}
        times = _times(self.middle_vnd, self.price_vnd)
        return _("others ask %(times)s times as much") % {"times": times}

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


@dataclass(frozen=True)
class OwnPrice:
    """A price this listing had, and from when on."""

    since: datetime
    price_words: str


def asked_by_others(product: Product, *, on: date, price_vnd: int | None = None) -> Asked | None:
    """What other farmers asked lately in the same category, beside a price; None when fewer than three did.

    For the same unit, or by weight where units weigh something.
    """
    grams = grams_of(product.unit, product.net_weight_g)
    alike = Q(unit=product.unit)
    if grams:
        alike = Q(unit__in=list(GRAMS_PER_UNIT)) | Q(net_weight_g__gt=0)
    others = (
        Product.objects.published()
        .filter(alike, category_id=product.category_id, offer__priced_on__gt=on - ASKED_WITHIN)
        .exclude(farmer_id=product.farmer_id)
        .order_by("-published_at", "-pk")
        .values_list("offer__price_vnd", "unit", "net_weight_g")
    )
    prices = [_as_for(vnd, grams_of(unit, net), grams) for vnd, unit, net in others[:MOST_READ] if vnd]
    if len(prices) < FEWEST_TOLD:
        return None
    price = price_vnd or product.offer.price_vnd
    return Asked(len(prices), min(prices), round(median(prices)), max(prices), price)


def grams_of(unit: str, net_weight_g: int | None) -> int | None:
    """What one unit of sale weighs, where that is known."""
    return GRAMS_PER_UNIT.get(unit) or net_weight_g


def per_kg_words(product: Product) -> str:
    """The price of one kg, where the unit is another one that weighs something: "90.000 đ/kg"."""
    grams = grams_of(product.unit, product.net_weight_g)
    if not grams or product.unit == Unit.KG:
        return ""
    price = round(product.offer.price_vnd * GRAMS_OF_KG / grams)
    return f"{format_vnd(price)}/{short_unit(Unit.KG)}"


def own_prices(product: Product) -> list[OwnPrice]:
    """The last prices of a listing, the newest first, as its history tells them."""
    entries = ModelLogEntry.objects.for_instance(product).filter(action__in=PRICE_MOVED)
    moved = list(entries.order_by("-timestamp", "-id")[:OWN_SHOWN])
    found = [
        OwnPrice(entry.timestamp, _words(product, entry.data["changes"]["price_vnd"][1])) for entry in moved
    ]
    if len(moved) < OWN_SHOWN:
        first_vnd = moved[-1].data["changes"]["price_vnd"][0] if moved else product.offer.price_vnd
        known = [product.created_at, product.submitted_at, *(entry.timestamp for entry in moved)]
        found.append(OwnPrice(min(moment for moment in known if moment), _words(product, first_vnd)))
    return found


def _words(product: Product, price_vnd: int) -> str:
    return f"{format_vnd(price_vnd)}/{short_unit(product.unit)}"


def _as_for(price_vnd: int, their_grams: int | None, grams: int | None) -> int:
    """Another's price for what one of our units weighs."""
    return round(price_vnd * grams / their_grams) if grams and their_grams else price_vnd


def _times(more: int, less: int) -> str:
    return number_format(more / less, decimal_pos=0 if more >= 10 * less else 1)
