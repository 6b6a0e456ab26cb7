"""How much is left of what is offered, when some was sold without this market, or the farmer counts again?

Each verb locks the listing, then its offer. What is sold is raised by a conditional update, so that however many sell
at the same moment, never more is gone than was offered.
"""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from products.changes import keep_facts
from products.models import Offer, OutsideSale, Product
from products.units import format_amount

State = Product.State
ON_SALE = {State.PUBLISHED, State.PAUSED}


@transaction.atomic
def note_outside_sale(
    *, product: Product, amount_milli: int, client_id: uuid.UUID, by: User, at: datetime
) -> OutsideSale:
    """Note an amount that was sold by phone or at the gate; the same form sent again is the same sale.

    ValidationError with code "short" says how much is left, where that is less.
    """
    locked = _lock(product)
    known = OutsideSale.objects.filter(product=locked, client_id=client_id).first()
    if known is not None:
        return _same(known, amount_milli, locked)
    offers = Offer.objects.filter(
        product=locked, offered_milli__gte=F("sold_milli") + F("held_milli") + amount_milli
    )
    if not offers.update(sold_milli=F("sold_milli") + amount_milli):
        left = format_amount(_offer(locked).left_milli, locked.unit)
        message = _("Only %(left)s is left here. If you have more, say first how much you have now.")
        raise ValidationError(message, code="short", params={"left": left})
    sale = OutsideSale(
        product=locked, amount_milli=amount_milli, noted_by=by, noted_at=at, client_id=client_id
    )
    sale.full_clean()
    sale.save()
    sold_milli = _offer(locked).sold_milli
    _tell(locked, "sold_outside", {"sold_milli": [sold_milli - amount_milli, sold_milli]}, by=by, at=at)
    return sale


@transaction.atomic
def undo_outside_sale(*, sale: OutsideSale, by: User, at: datetime) -> OutsideSale:
    """Take back a sale that was noted by mistake: its amount can be bought again. Undone twice is undone once."""
    product = Product.objects.select_for_update(no_key=True).get(pk=sale.product_id)
    locked = OutsideSale.objects.select_for_update(no_key=True).get(pk=sale.pk)
    if locked.undone_at is not None:
        return locked
    Offer.objects.filter(product=product).update(sold_milli=F("sold_milli") - locked.amount_milli)
    locked.undone_at = at
    locked.save(update_fields=["undone_at"])
    sold_milli = _offer(product).sold_milli
    changes = {"sold_milli": [sold_milli + locked.amount_milli, sold_milli]}
    _tell(product, "sale_undone", changes, by=by, at=at)
    return locked


@transaction.atomic
def set_left(*, product: Product, left_milli: int, by: User, at: datetime) -> Offer:
    """Say how much is left now: what is offered becomes that, and what is sold and held already."""
    locked = _lock(product)
    offer = Offer.objects.select_for_update(no_key=True).get(product=locked)
    was = offer.offered_milli
    offer.offered_milli = offer.sold_milli + offer.held_milli + left_milli
    if offer.offered_milli == was:
        return offer
    if locked.state in ON_SALE:
        keep_facts(locked)
    offer.full_clean()
    offer.save(update_fields=["offered_milli"])
    _tell(locked, "amount_changed", {"offered_milli": [was, offer.offered_milli]}, by=by, at=at)
    return offer


def next_client_id(product_id: int, last_sale_id: int | None) -> uuid.UUID:
    """The client id of the sale that would follow the last one: two tabs that show the same listing share it."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"outside-sale/{product_id}/{last_sale_id or 0}")


def _same(known: OutsideSale, amount_milli: int, product: Product) -> OutsideSale:
    """The sale that a form has noted before, unless the form now says something else."""
    if known.undone_at is not None:
        raise ValidationError(
            _("This sale was undone meanwhile. If it holds, note it once more."), code="undone"
        )
    if known.amount_milli != amount_milli:
        message = _("%(amount)s was noted as sold just before. If this is another sale, save it once more.")
        words = {"amount": format_amount(known.amount_milli, product.unit)}
        raise ValidationError(message, code="noted", params=words)
    return known


def _lock(product: Product) -> Product:
    locked = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if locked.state == State.WITHDRAWN:
        raise ValidationError(_("This listing was withdrawn. Post it again to sell more."), code="moved")
    return locked


def _offer(product: Product) -> Offer:
    return Offer.objects.get(product=product)


def _tell(product: Product, what: str, changes: dict[str, list[int]], *, by: User, at: datetime) -> None:
    log(instance=product, action=f"products.{what}", user=by, timestamp=at, data={"changes": changes})
