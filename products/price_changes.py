"""What becomes of a price that moved further than the bounds? An officer lets it hold, or refuses it with a reason.

The old price stays on sale until then. Each verb locks the listing first, then the waiting price, then the offer.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.certification import need_reason
from products.models import Offer, PriceChange, Product
from products.telling import tell_of_price

State = PriceChange.State


@transaction.atomic
def ask_price(*, product: Product, offer: Offer, price_vnd: int, by: User, at: datetime) -> PriceChange:
    """Let a price wait in the place of the one that waited before. Runs under the caller's lock of the listing."""
    drop_waiting_price(product)
    change = PriceChange(
        product=product, was_vnd=offer.price_vnd, price_vnd=price_vnd, asked_by=by, asked_at=at
    )
    change.full_clean()
    change.save()
    _tell(change, "asked", by=by, at=at)
    return change


def drop_waiting_price(product: Product) -> None:
    """What waited is overtaken by what is asked now. Runs under the caller's lock of the listing."""
    PriceChange.objects.filter(product=product, state=State.WAITING).update(state=State.REPLACED)


@transaction.atomic
def approve_price(*, change: PriceChange, by: User, at: datetime) -> PriceChange:
    """Let a waiting price hold from now on; bounds are measured from it."""
    locked, product = _lock(change)
    offer = Offer.objects.select_for_update(no_key=True).get(product=product)
    offer.price_vnd, offer.priced_on = locked.price_vnd, timezone.localdate(at)
    offer.full_clean()
    offer.save(update_fields=["price_vnd", "priced_on"])
    product.published_facts = {**(product.published_facts or {}), "price_vnd": locked.price_vnd}
    product.save(update_fields=["published_facts"])
    tell_of_price(_decide(locked, State.APPROVED, by=by, at=at), product, at=at)
    return locked


@transaction.atomic
def refuse_price(*, change: PriceChange, reason: str, by: User, at: datetime) -> PriceChange:
    """Keep the old price, saying why."""
    said = need_reason(reason)
    locked, product = _lock(change)
    locked.reason = said
    tell_of_price(_decide(locked, State.REFUSED, by=by, at=at), product, at=at)
    return locked


def _lock(change: PriceChange) -> tuple[PriceChange, Product]:
    product = Product.objects.select_for_update(no_key=True).get(pk=change.product_id)
    locked = PriceChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    if locked.state != State.WAITING:
        message = _("Somebody was faster: this price is now “%(state)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"state": locked.get_state_display()})
    return locked, product


def _decide(change: PriceChange, to: str, *, by: User, at: datetime) -> PriceChange:
    change.state, change.decided_by, change.decided_at = to, by, at
    change.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _tell(change, to, by=by, at=at)
    return change


def _tell(change: PriceChange, what: str, *, by: User, at: datetime) -> None:
    log(
        instance=change.product,
        action=f"products.price_{what}",
        user=by,
        timestamp=at,
        data={"changes": {"price_vnd": [change.was_vnd, change.price_vnd]}, "reason": change.reason},
    )
