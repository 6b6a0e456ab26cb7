"""May an officer post for this farmer? Only below the own branch, and only while the farmer agrees to it.

The officer is who wrote the listing (`posted_by`), the farmer stays who sells. What an officer writes in this way is
kept apart from listings of the officer's own (`BY_OFFICER` in the answers of a draft).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from farmers import rights
from farmers.agreeing import Purpose, given_for
from farmers.models import Farmer
from products.models import Draft, Product

BY_OFFICER = "by_officer"


def farmers_written_for(user: User) -> QuerySet[Any]:
    """The farmers for whom the user enters data, whether they agreed to listings or not."""
    return rights.visible(Farmer, user, rights.ENTER).filter(merged_into=None, anonymised_at=None)


def may_post_for(farmer: Farmer) -> bool:
    """Whether the farmer agrees that officers post listings."""
    return given_for(farmer, Purpose.POST_FOR_ME).exists()


def need_agreement(farmer: Farmer) -> None:
    """ValidationError unless the farmer agrees that officers post listings."""
    if not may_post_for(farmer):
        message = _("Ask the farmer first, and record the answer: without it nobody posts for somebody else.")
        raise ValidationError(message, code="consent")


def product_written_for(draft_id: Any, user: User) -> Product | None:
    """The listing that a draft became, if it is of a farmer for whom the user enters data."""
    mine = farmers_written_for(user)
    return Product.objects.filter(client_draft_id=draft_id, farmer__in=mine).order_by("pk").first()


def drafts_written_for(user: User, farmer: Farmer) -> QuerySet[Draft]:
    """What the user began for a farmer and did not send."""
    return Draft.objects.filter(user=user, answers__farmer=farmer.pk, answers__has_key=BY_OFFICER)
