"""How a listing goes on sale and off it: the verbs of `Product.state`.

draft, returned → submitted → published ⇄ paused → withdrawn; submitted → returned with a reason. Each locks the row,
refuses what does not follow, and writes history; publishing is announced inside the transaction.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.certification import need_reason
from products.announcements import product_published
from products.certified import refresh_certified_until
from products.models import Product

State = Product.State


@transaction.atomic
def submit_product(*, product: Product, by: User, at: datetime) -> Product:
    """Hand a draft, or a returned listing that was mended, to the officer of the farm's commune."""
    locked = _lock(product, expected={State.DRAFT, State.RETURNED})
    locked.keywords = keywords_of(locked)
    locked.submitted_at, locked.reason = at, ""
    changed = ("submitted_at", "reason", "keywords", "search_folded")
    return _move(locked, State.SUBMITTED, changed, by=by, at=at)


@transaction.atomic
def publish_product(*, product: Product, by: User, at: datetime) -> Product:
    """Put a submitted listing on sale; its first lot opens because of it."""
    locked = _lock(product, expected={State.SUBMITTED})
    locked.published_at, locked.checked_by = at, by
    _move(locked, State.PUBLISHED, ("published_at", "checked_by"), by=by, at=at)
    refresh_certified_until([locked.pk])
    product_published.send(sender=Product, product_id=locked.pk)
    return locked


@transaction.atomic
def return_product(*, product: Product, reason: str, by: User, at: datetime) -> Product:
    """Send a submitted listing back, saying what to mend."""
    said = need_reason(reason)
    locked = _lock(product, expected={State.SUBMITTED})
    locked.reason, locked.checked_by = said, by
    return _move(locked, State.RETURNED, ("reason", "checked_by"), by=by, at=at)


@transaction.atomic
def pause_product(*, product: Product, by: User, at: datetime) -> Product:
    """Take a listing off sale for a while."""
    return _move(_lock(product, expected={State.PUBLISHED}), State.PAUSED, by=by, at=at)


@transaction.atomic
def resume_product(*, product: Product, by: User, at: datetime) -> Product:
    """Put a paused listing back on sale."""
    locked = _move(_lock(product, expected={State.PAUSED}), State.PUBLISHED, by=by, at=at)
    product_published.send(sender=Product, product_id=locked.pk)
    return locked


@transaction.atomic
def withdraw_product(*, product: Product, by: User, at: datetime) -> Product:
    """Take a listing off for good; what was sold and traced stays."""
    return _move(_lock(product, expected=set(State) - {State.WITHDRAWN}), State.WITHDRAWN, by=by, at=at)


def keywords_of(product: Product) -> str:
    """What a listing is found by besides its name: category and commune.

    Not the farmer's name, which is asked of the farmer each time: who takes a consent back is found no more.
    """
    words = (product.category.name, product.category.name_en, product.farm.commune_name)
    return " ".join(word for word in words if word)[:300]


def _lock(product: Product, *, expected: Collection[str]) -> Product:
    locked = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if locked.state not in expected:
        message = _("Somebody was faster: this listing is now “%(state)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"state": locked.get_state_display()})
    return locked


def _move(product: Product, to: State, changed: Collection[str] = (), *, by: User, at: datetime) -> Product:
    """Write a locked listing's new state with the columns that changed beside it, and its history."""
    was, product.state = product.state, to
    product.save(update_fields=["state", *changed])
    log(
        instance=product,
        action=f"products.product_{product.state}",
        user=by,
        timestamp=at,
        data={"changes": {"state": [was, product.state]}, "reason": product.reason},
    )
    return product
