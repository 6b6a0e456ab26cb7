"""What does the main produce of the province fetch, since when, and where is that written?

The association enters what newspapers and traders name; nothing here is worked out from listings. A figure is never
shown without its day and its source.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from products.models import BoardPrice, Category

SHOWN_OF_EACH = 12
OLD_AFTER = timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=3 * 366)
COLUMNS = ("category", "unit", "lowest_vnd", "highest_vnd", "on", "place", "source")
# The little line of prices: its box, and the room for the width of the pen.
WIDTH, HEIGHT, PEN = 120, 32, 3


@dataclass(frozen=True, slots=True)
class Row:
    """One produce on the board: its newest price, what it was before, and the way there."""

    newest: BoardPrice
    before: BoardPrice | None
    line: str
    is_old: bool

    @property
    def change_vnd(self) -> int:
        """How much the middle of the price moved since the day before it."""
        return 0 if self.before is None else middle(self.newest) - middle(self.before)


def middle(price: BoardPrice) -> int:
    """The middle between the lowest and the highest."""
    return (price.lowest_vnd + price.highest_vnd) // 2


def newest_for(category: Category, unit: str) -> BoardPrice | None:
    """The newest price of a produce by one unit."""
    return BoardPrice.objects.filter(category=category, unit=unit).order_by("-on", "-pk").first()


def board_on(on: date) -> list[Row]:
    """Every produce with a price, by name, with its newest price and the ones before: one query."""
    ranked = (
        BoardPrice.objects.filter(on__gte=on - FORGOTTEN_AFTER, on__lte=on)
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=[F("category"), F("unit")],
                order_by=[F("on").desc(), F("pk").desc()],
            )
        )
        .filter(rank__lte=SHOWN_OF_EACH)
        .select_related("category")
        .order_by("category__name", "category", "unit", "rank")
    )
    found: dict[tuple[int, str], list[BoardPrice]] = defaultdict(list)
    for price in ranked:
        found[price.category_id, price.unit].append(price)
    return [_row(prices, on) for prices in found.values()]


@transaction.atomic
def enter_price(*, columns: Mapping[str, Any], by: User, at: datetime) -> BoardPrice:
    """Put a price on the board; one that stands there already, word for word, is not entered twice."""
    price = BoardPrice(**columns, entered_by=by)
    _check(price, at)
    Category.objects.select_for_update(no_key=True).get(pk=price.category_id)
    same = {name: getattr(price, name) for name in COLUMNS}
    known = BoardPrice.objects.filter(**same).first()
    if known is not None:
        return known
    price.save()
    log(instance=price, action="products.board_price_entered", user=by, timestamp=at)
    return price


@transaction.atomic
def correct_price(*, price: BoardPrice, columns: Mapping[str, Any], by: User, at: datetime) -> BoardPrice:
    """Mend what was entered wrong; history says what it was."""
    locked = BoardPrice.objects.select_for_update(no_key=True).get(pk=price.pk)
    changes = {}
    for name, value in columns.items():
        was = getattr(locked, name)
        if was != value:
            changes[name] = [str(was), str(value)]
            setattr(locked, name, value)
    _check(locked, at)
    if changes:
        locked.save(update_fields=list(changes))
        data = {"changes": changes}
        log(instance=locked, action="products.board_price_corrected", user=by, timestamp=at, data=data)
    return locked


def _check(price: BoardPrice, at: datetime) -> None:
    price.full_clean()
    if price.on > timezone.localdate(at):
        raise ValidationError({"on": _("This day has not come yet.")}, code="future")


def _row(prices: Sequence[BoardPrice], on: date) -> Row:
    """From the prices of one produce, the newest first."""
    newest = prices[0]
    before = next((price for price in prices if price.on < newest.on), None)
    return Row(newest=newest, before=before, line=_line(prices[::-1]), is_old=newest.on < on - OLD_AFTER)


def _line(prices: Sequence[BoardPrice]) -> str:
    """The points of a line through the middles of prices, the oldest first; empty for one day alone."""
    first, days = prices[0].on, (prices[-1].on - prices[0].on).days
    if not days:
        return ""
    middles = [middle(price) for price in prices]
    lowest, span = min(middles), max(max(middles) - min(middles), 1)
    wide, high = WIDTH - 2 * PEN, HEIGHT - 2 * PEN
    return " ".join(
        f"{PEN + wide * (price.on - first).days // days},{HEIGHT - PEN - high * (value - lowest) // span}"
        for price, value in zip(prices, middles, strict=True)
    )
