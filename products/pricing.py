"""Which price is meant, for which unit, what do others ask, and how does a price change?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from products.changes import keep_facts
from products.models import Offer, PriceChange, Product
from products.price_bounds import is_within_bounds
from products.price_changes import ask_price, drop_waiting_price
from products.units import GRAMS_PER_UNIT, short_unit
from vietnam import units
from vietnam.money import format_vnd, parse_price_per

ASKED_WITHIN = timedelta(weeks=4)
# A price that jumps further than this is more often a slip of the thumb than the market.
SURPRISING_TIMES = 3


@dataclass(frozen=True, slots=True)
class ReadPrice:
    """A price for one unit of sale, and what was written when that was for another unit of weight."""

    price_vnd: int
    unit: str
    written_vnd: int
    written_unit: str

    @property
    def is_converted(self) -> bool:
        """Whether the person wrote the price of another unit."""
        return self.unit != self.written_unit

    @property
    def token(self) -> str:
        """What a form sends back to say "yes, this is right"."""
        return f"{self.price_vnd}/{self.unit}"


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What is asked now for one unit, from the lowest to the highest."""

    lowest_vnd: int
    highest_vnd: int


def read_price(written: str, unit: str) -> ReadPrice:
    """The price of one unit; a price of another unit of weight ("9 triệu/tạ") is converted, of anything else refused.

    The sentences of vietnam.money say in Vietnamese what to type.
    """
    try:
        written_vnd, written_unit = parse_price_per(written)
    except ValueError as error:
        raise ValidationError(str(error), code="price") from error
    if written_unit is None or written_unit == unit:
        return ReadPrice(written_vnd, unit, written_vnd, unit)
    if written_unit not in GRAMS_PER_UNIT or unit not in GRAMS_PER_UNIT:
        message = _(
            "This price is for one %(other)s, but you sell by the %(unit)s. What does one %(unit)s cost?"
        )
        words = {"other": units.UNITS[written_unit].label, "unit": short_unit(unit)}
        raise ValidationError(message, code="other_unit", params=words)
    price_vnd, rest = divmod(written_vnd * GRAMS_PER_UNIT[unit], GRAMS_PER_UNIT[written_unit])
    if rest or price_vnd == 0:
        message = _(
            "%(price)s for one %(other)s is not whole đồng for one %(unit)s. "
            "Write the price of one %(unit)s, or go back and choose %(other)s."
        )
        words = {
            "other": short_unit(written_unit),
            "unit": short_unit(unit),
            "price": format_vnd(written_vnd),
        }
        raise ValidationError(message, code="uneven", params=words)
    return ReadPrice(price_vnd, unit, written_vnd, written_unit)


def asked_now(*, category_id: int, unit: str, on: date, besides: int | None = None) -> PriceRange | None:
    """What farmers have asked in the last four weeks for one unit of a category; nothing when nobody sells it."""
    asked = Offer.objects.filter(
        product__state=Product.State.PUBLISHED,
        product__category=category_id,
        product__unit=unit,
        priced_on__gt=on - ASKED_WITHIN,
    )
    found = asked.exclude(product__farmer=besides).aggregate(Min("price_vnd"), Max("price_vnd"))
    if found["price_vnd__min"] is None:
        return None
    return PriceRange(found["price_vnd__min"], found["price_vnd__max"])


def all_asked_now(*, on: date) -> dict[str, dict[str, list[int]]]:
    """What farmers ask now, from the lowest to the highest: by key of the category, then by unit."""
    asked = Offer.objects.filter(
        product__state=Product.State.PUBLISHED, priced_on__gt=on - ASKED_WITHIN
    ).values_list("product__category__key", "product__unit")
    found: dict[str, dict[str, list[int]]] = {}
    for category, unit, lowest, highest in asked.annotate(Min("price_vnd"), Max("price_vnd")):
        found.setdefault(category, {})[unit] = [lowest, highest]
    return found


def is_surprising(*, price_vnd: int, was_vnd: int) -> bool:
    """Whether a price is so far from the one before that it has to be asked about."""
    return price_vnd * SURPRISING_TIMES < was_vnd or price_vnd > was_vnd * SURPRISING_TIMES


@transaction.atomic
def change_price(*, product: Product, price_vnd: int, by: User, at: datetime) -> PriceChange | None:
    """Ask another price for one unit; the same price again says that it still holds.

    It holds at once, unless the listing is on sale and the price lies beyond the bounds around the one an officer
    last saw: then what is given back waits for an officer, and the old price stays. What waited before is replaced.
    """
    locked = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if locked.state == Product.State.WITHDRAWN:
        raise ValidationError(_("This listing was withdrawn. Post it again to sell more."), code="moved")
    offer = Offer.objects.select_for_update(no_key=True).get(product=locked)
    was = offer.price_vnd
    if locked.state == Product.State.PUBLISHED and was != price_vnd:
        keep_facts(locked)
        if not is_within_bounds(locked, price_vnd):
            return ask_price(product=locked, offer=offer, price_vnd=price_vnd, by=by, at=at)
    drop_waiting_price(locked)
    offer.price_vnd, offer.priced_on = price_vnd, timezone.localdate(at)
    offer.full_clean()
    offer.save(update_fields=["price_vnd", "priced_on"])
    if was != price_vnd:
        log(
            instance=locked,
            action="products.price_changed",
            user=by,
            data={"changes": {"price_vnd": [was, price_vnd]}},
            timestamp=at,
        )
    return None
