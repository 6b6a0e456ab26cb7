"""When does a lot begin? Publishing a product opens its first one."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from products.models import Product
from traceability import ledger
from traceability.models import Event, Lot


@transaction.atomic
def open_lot(*, product: Product, by: User | None, at: datetime) -> Lot:
    """Open a lot over what the product offers; its code is the month and the row's number ("2611-42")."""
    offer = product.offer
    lot = Lot.objects.create(
        product=product,
        farm_id=product.farm_id,
        code=f"NEW-{secrets.token_hex(8).upper()}",  # until the row has its number
        harvested_from=product.harvested_on,
        harvested_to=product.harvested_on,
        amount_milli=offer.offered_milli,
        opened_at=at,
    )
    lot.code = f"{timezone.localtime(at):%y%m}-{lot.pk}"
    lot.save(update_fields=["code"])
    ledger.record_event(
        farm=lot.farm,
        lot=lot,
        kind=Event.Kind.LOT_OPENED,
        happened_on=timezone.localdate(at),
        content={"amount_milli": lot.amount_milli, "unit": product.unit},
        by=by,
        at=at,
    )
    return lot


def on_product_published(product_id: int, **_sender: Any) -> None:
    """A product that never had a lot gets its first one."""
    product = Product.objects.select_related("offer", "farm", "checked_by").get(pk=product_id)
    if not product.lots.exists():
        open_lot(product=product, by=product.checked_by, at=product.published_at or timezone.now())
