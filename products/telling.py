"""What are the people of a farmer told of its listings, and who is warned by phone?

Called inside the transaction of the verb that made it so. Whoever acts for the farmer is told, helpers too: they post.
"""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django_tasks import task

from accounts.messages import send
from accounts.noticing import tell_each
from farmers.telling import people_of, speakers_of
from products.models import PriceChange, Product, TakeDown
from vietnam.money import format_vnd


def tell_of_listing(product: Product, what: str, *, at: datetime, **said: Any) -> None:
    """Say what an officer did with a listing: published, returned, halted, released, taken_down, warned."""
    _tell(product, f"listing_{what}", f"{product.pk}:{at:%Y%m%d%H%M%S%f}", said, at)


def tell_of_price(change: PriceChange, product: Product, *, at: datetime) -> None:
    """Say whether a price that waited holds now."""
    said = {"price": format_vnd(change.price_vnd), "reason": change.reason}
    _tell(product, f"price_{change.state}", str(change.pk), said, at)


def warn_people(case: TakeDown, product: Product, *, at: datetime) -> None:
    """Say what is wrong with a listing and by when it is to be mended, on the phone too: it may be sold tomorrow."""
    tell_of_listing(product, "warned", at=at, reason=case.words, day=case.takes_effect_on)
    # In the same transaction: either both are there or neither, whenever the process dies.
    for user in speakers_of(product.farmer_id):
        send_warning.enqueue(case.pk, user.pk)


@task()
def send_warning(case_id: int, user_id: int) -> None:
    """Send the warning to one phone, unless the listing was mended meanwhile or the user speaks for it no more."""
    case = TakeDown.objects.filter(pk=case_id, state=TakeDown.State.WARNED).select_related("product").first()
    if case is None or case.takes_effect_on is None:
        return
    data = {"name": case.product.name, "day": date_format(case.takes_effect_on, "d/m/Y")}
    user = next((one for one in speakers_of(case.product.farmer_id) if one.pk == user_id), None)
    if user is not None:
        send("listing_warned", user.phone, data)


def _tell(product: Product, kind: str, key: str, said: dict[str, Any], at: datetime) -> None:
    data = {"farmer": product.farmer_id, "product": product.pk, "name": product.name}
    tell_each(users=people_of(product.farmer_id), kind=kind, key=f"{kind}:{key}", data=data | said, at=at)
