"""How does somebody leave the market? Their listings go, then what was agreed to, then that they act for the farmer."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from farmers.data_requests import ask
from farmers.leaving import close_farmer, speaks_alone, stop_acting
from farmers.models import DataRequest, FarmerPerson
from products.listing import withdraw_product
from products.models import Product


def listings_that_go(person: FarmerPerson) -> int:
    """How many listings are withdrawn when this person leaves: none where somebody else speaks for the farmer."""
    return _listings(person).count() if speaks_alone(person) else 0


@transaction.atomic
def leave(*, person: FarmerPerson, wants_deletion: bool, at: datetime) -> None:
    """Leave a farmer: a helper helps no more; who speaks alone takes the stall along.

    With `wants_deletion` the request is made first, while it is known whose it is. All of it, or none.
    """
    if wants_deletion:
        ask(kind=DataRequest.Kind.DELETE, user=person.user, by=None, at=at)
    if not speaks_alone(person):
        stop_acting(person=person, at=at)
        return
    for product in _listings(person).order_by("pk"):
        withdraw_product(product=product, by=person.user, at=at)
    close_farmer(person=person, stays_known=wants_deletion, at=at)


def _listings(person: FarmerPerson) -> QuerySet[Product]:
    return Product.objects.filter(farmer=person.farmer_id).exclude(state=Product.State.WITHDRAWN)
