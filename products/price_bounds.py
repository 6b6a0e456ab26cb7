"""How far may a price move without an officer's look, and how does the province say so?

The bounds hold around the last price that an officer saw (`published_facts["price_vnd"]`), not around the price of
yesterday, so that many small steps go no further than one.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Branch
from products.models import PriceBounds, Product


@dataclass(frozen=True, slots=True)
class Bounds:
    """Percent of the price last looked at."""

    up_percent: int
    down_percent: int

    def hold(self, *, price_vnd: int, seen_vnd: int) -> bool:
        """Whether a price lies within the bounds around the one that was looked at."""
        highest, lowest = seen_vnd * (100 + self.up_percent), seen_vnd * (100 - self.down_percent)
        return lowest <= price_vnd * 100 <= highest

    def ends(self, seen_vnd: int) -> tuple[int, int]:
        """The lowest and the highest price within the bounds, in whole đồng."""
        return -(-seen_vnd * (100 - self.down_percent) // 100), seen_vnd * (100 + self.up_percent) // 100


def default_bounds() -> Bounds:
    """What holds until the province says otherwise (docs/configuration.md)."""
    return Bounds(settings.PRICE_UP_PERCENT, settings.PRICE_DOWN_PERCENT)


def bounds_at(branch: Branch) -> Bounds:
    """The bounds that hold for a branch: those of the province above it."""
    said = PriceBounds.objects.filter(branch=root_of(branch)).first()
    return Bounds(said.up_percent, said.down_percent) if said else default_bounds()


def root_of(branch: Branch) -> int:
    """The id of the province a branch belongs to."""
    return int(branch.path.split(".")[0])


def is_within_bounds(product: Product, price_vnd: int) -> bool:
    """Whether a price of a listing that was once on sale needs no look."""
    if product.published_facts is None:
        return True
    bounds = bounds_at(product.farm.branch)
    return bounds.hold(price_vnd=price_vnd, seen_vnd=product.published_facts["price_vnd"])


@transaction.atomic
def set_price_bounds(*, branch: Branch, bounds: Bounds, by: User, at: datetime) -> PriceBounds:
    """Say how far prices may move in a province; they are held against the new bounds from now on."""
    locked = Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
    if locked.level != Branch.Level.PROVINCE:
        raise ValidationError(_("The bounds are those of the province."), code="branch")
    before = bounds_at(locked)
    said = PriceBounds.objects.filter(branch=locked).first() or PriceBounds(branch=locked)
    said.up_percent, said.down_percent = bounds.up_percent, bounds.down_percent
    said.set_by, said.set_at = by, at
    said.full_clean()
    said.save()
    changes = {
        name: [getattr(before, name), getattr(bounds, name)]
        for name in ("up_percent", "down_percent")
        if getattr(before, name) != getattr(bounds, name)
    }
    if changes:
        log(
            instance=said,
            action="products.price_bounds_set",
            user=by,
            timestamp=at,
            data={"changes": changes},
        )
    return said
