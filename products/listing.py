"""How a listing goes on sale and off it: the verbs of `Product.state`.

draft, returned → submitted → published ⇄ paused → withdrawn; submitted → returned with a reason. Each locks the row,
refuses what does not follow, and writes history; publishing is announced inside the transaction.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
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
    was, locked.state, locked.submitted_at, locked.reason = locked.state, State.SUBMITTED, at, ""
    locked.keywords = keywords_of(locked)
    locked.save(update_fields=["state", "submitted_at", "reason", "keywords", "search_folded"])
    _write_history(locked, was, by=by, at=at)
    return locked


@transaction.atomic
def publish_product(*, product: Product, by: User, at: datetime) -> Product:
    """Put a submitted listing on sale; its first lot opens because of it."""
    locked = _lock(product, expected={State.SUBMITTED})
    was, locked.state, locked.published_at, locked.checked_by = locked.state, State.PUBLISHED, at, by
    locked.save(update_fields=["state", "published_at", "checked_by"])
    refresh_certified_until([locked.pk])
    _write_history(locked, was, by=by, at=at)
    product_published.send(sender=Product, product_id=locked.pk)
    return locked


@transaction.atomic
def return_product(*, product: Product, reason: str, by: User, at: datetime) -> Product:
    """Send a submitted listing back, saying what to mend."""
    said = need_reason(reason)
    locked = _lock(product, expected={State.SUBMITTED})
    was, locked.state, locked.reason, locked.checked_by = locked.state, State.RETURNED, said, by
    locked.save(update_fields=["state", "reason", "checked_by"])
    _write_history(locked, was, by=by, at=at)
    return locked


@transaction.atomic
def pause_product(*, product: Product, by: User) -> Product:
    """Take a listing off sale for a while."""
    locked = _lock(product, expected={State.PUBLISHED})
    was, locked.state = locked.state, State.PAUSED
    locked.save(update_fields=["state"])
    _write_history(locked, was, by=by)
    return locked


@transaction.atomic
def resume_product(*, product: Product, by: User) -> Product:
    """Put a paused listing back on sale."""
    locked = _lock(product, expected={State.PAUSED})
    was, locked.state = locked.state, State.PUBLISHED
    locked.save(update_fields=["state"])
    _write_history(locked, was, by=by)
    product_published.send(sender=Product, product_id=locked.pk)
    return locked


@transaction.atomic
def withdraw_product(*, product: Product, by: User) -> Product:
    """Take a listing off for good; what was sold and traced stays."""
    locked = _lock(product, expected=set(State) - {State.WITHDRAWN})
    was, locked.state = locked.state, State.WITHDRAWN
    locked.save(update_fields=["state"])
    _write_history(locked, was, by=by)
    return locked


def keywords_of(product: Product) -> str:
    """What a listing is found by besides its name: category and commune.

    Not the farmer's name, which is asked of the farmer each time: who takes a consent back is found no more.
    """
    words = (product.category.name, product.category.name_en, product.farm.commune_name)
    return " ".join(word for word in words if word)[:300]


def _lock(product: Product, *, expected: Collection[str]) -> Product:
    locked = Product.objects.select_for_update().get(pk=product.pk)
    if locked.state not in expected:
        message = _("Somebody was faster: this listing is now “%(state)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"state": locked.get_state_display()})
    return locked


def _write_history(product: Product, was: str, *, by: User, at: datetime | None = None) -> None:
    log(
        instance=product,
        action=f"products.product_{product.state}",
        user=by,
        timestamp=at or timezone.now(),
        data={"changes": {"state": [was, product.state]}, "reason": product.reason},
    )
