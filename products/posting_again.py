"""How is a listing posted once more, next season, without answering anything twice?

The new draft has all answers of the old listing and names the same photos; no bytes are copied, and a file goes only
once nothing names it any more (products/drafting.py).
"""

import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from products.drafting import answers_of, begin_draft, name_photos
from products.models import Draft, Product, ProductPhoto
from products.pricing import ASKED_WITHIN

State = Product.State
CAN_BE_POSTED_AGAIN = frozenset({State.PUBLISHED, State.PAUSED, State.WITHDRAWN})
AGAIN = "again"  # the answer that names the listing from before
# What is not asked when posting and holds for the produce of every season.
CARRIED = ("shelf_life_days", "storage", "ingredients")


@transaction.atomic
def post_again(*, product: Product, draft_id: uuid.UUID, user: User, at: datetime) -> Draft:
    """The draft that posts a listing once more; the same id again is the same draft, as it stands by now.

    The day of the harvest is left open, and so is a price older than four weeks.
    """
    if product.state not in CAN_BE_POSTED_AGAIN:
        message = _("This listing is “%(state)s” and can't be posted again now.")
        raise ValidationError(message, code="moved", params={"state": product.get_state_display()})
    begun = begin_draft(draft_id=draft_id, user=user, farmer=product.farmer)
    draft: Draft = Draft.objects.select_for_update().get(pk=begun.pk)
    if AGAIN in draft.answers:
        return draft
    draft.answers = _answers(product, at)
    draft.save(update_fields=["answers", "updated_at"])
    name_photos(draft, product.photos.exclude(state=ProductPhoto.State.FAILED).exclude(original=""))
    return draft


def listing_before(draft: Draft) -> Product | None:
    """The listing that a draft posts once more, if it is the same farmer's."""
    again, farmer = draft.answers.get(AGAIN), draft.answers.get("farmer")
    if not isinstance(again, int) or not isinstance(farmer, int):
        return None
    return Product.objects.filter(pk=again, farmer=farmer).first()


def carried_columns(before: Product | None, unit: str) -> dict[str, Any]:
    """What holds for the produce of every season, and the net weight where the unit is still the same."""
    if before is None:
        return {}
    net_weight = {"net_weight_g": before.net_weight_g} if before.unit == unit else {}
    return {name: getattr(before, name) for name in CARRIED} | net_weight


def carried_words(before: Product | None) -> dict[str, dict[str, str]]:
    """By the name of a photo's file: what the picture shows, and who took it where that is not the farmer."""
    if before is None:
        return {}
    return {
        str(photo.original.name): {"description": photo.description, "credit": photo.credit}
        for photo in before.photos.all()
    }


def _answers(product: Product, at: datetime) -> dict[str, Any]:
    answers = answers_of(product) | {AGAIN: product.pk, "harvested_on": ""}
    answers.pop("product")
    if product.offer.priced_on <= timezone.localdate(at) - ASKED_WITHIN:
        answers["price"] = ""
    if not product.offer.offered_milli:
        answers["amount"] = ""
    return answers
