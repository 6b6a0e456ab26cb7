"""How a listing goes on sale and off it: the verbs of `Product.state`.

draft, returned → submitted → published ⇄ paused → withdrawn; submitted → returned with a reason. Each locks the row,
refuses what does not follow, and writes history; publishing is announced inside the transaction.

A pause with a reason is an officer's: only an officer ends it. A pause without one is the farmer's own.
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
from farmers.models import FarmerPerson, Officer
from products.announcements import product_published
from products.certified import refresh_certified_until
from products.changes import facts_of, keep_facts
from products.models import Product
from products.price_bounds import is_within_bounds
from products.settling import is_warned, settle
from products.telling import tell_of_listing
from vietnam.money import format_vnd

State = Product.State
WHY = ("reason", "reason_code")


@transaction.atomic
def submit_product(*, product: Product, by: User, at: datetime) -> Product:
    """Hand a draft, or a returned listing that was mended, to the officer of the farm's commune.

    A listing whose farmer was warned is mended while it is on sale; sent again it waits to be looked at like any other.
    """
    locked = _lock(product, expected=(State.DRAFT, State.RETURNED, State.PUBLISHED, State.PAUSED))
    if locked.state in {State.PUBLISHED, State.PAUSED} and not is_warned(locked):
        raise _moved(locked)
    return _submit(locked, by=by, at=at)


@transaction.atomic
def publish_product(*, product: Product, by: User, at: datetime, seen_vnd: int | None = None) -> Product:
    """Put a submitted listing on sale; its first lot opens because of it.

    `seen_vnd` is the price the officer looked at: where the farmer asked another one meanwhile, nothing is published.
    """
    locked = _lock(product, expected={State.SUBMITTED})
    if seen_vnd is not None and locked.offer.price_vnd != seen_vnd:
        message = _("The farmer changed the price to %(price)s just now. Look at it again.")
        raise ValidationError(message, code="moved", params={"price": format_vnd(locked.offer.price_vnd)})
    locked.published_at, locked.checked_by, locked.published_facts = at, by, facts_of(locked)
    _move(locked, State.PUBLISHED, ("published_at", "checked_by", "published_facts"), by=by, at=at)
    if locked.posted_by_id == by.pk and was_posted_for_farmer(locked):
        log(instance=locked, action="products.product_checked_alone", user=by, timestamp=at)
    refresh_certified_until([locked.pk])
    product_published.send(sender=Product, product_id=locked.pk)
    tell_of_listing(locked, "published", at=at)
    return locked


@transaction.atomic
def return_product(
    *, product: Product, reason: str, by: User, at: datetime, reason_code: str = ""
) -> Product:
    """Send a submitted listing back, saying what to mend."""
    returned = _send_back(product, {State.SUBMITTED}, (reason, reason_code), by=by, at=at)
    tell_of_listing(returned, "returned", at=at, reason=returned.reason)
    return returned


@transaction.atomic
def take_off_product(
    *, product: Product, reason: str, by: User, at: datetime, reason_code: str = ""
) -> Product:
    """Send a listing back that buyers see or may see again: what products/taking_down.py decided."""
    taken = _send_back(product, {State.PUBLISHED, State.PAUSED}, (reason, reason_code), by=by, at=at)
    tell_of_listing(taken, "taken_down", at=at, reason=taken.reason)
    return taken


@transaction.atomic
def pause_product(*, product: Product, by: User, at: datetime) -> Product:
    """Take a listing off sale for a while, as its farmer."""
    locked = _lock(product, expected={State.PUBLISHED})
    keep_facts(locked)
    return _move(locked, State.PAUSED, by=by, at=at)


@transaction.atomic
def halt_product(*, product: Product, reason: str, by: User, at: datetime, reason_code: str = "") -> Product:
    """Take a listing off sale for a while, as an officer, saying why; only an officer ends this pause."""
    said = need_reason(reason)
    locked = _lock(product, expected={State.PUBLISHED})
    keep_facts(locked)
    locked.reason, locked.reason_code, locked.checked_by = said, reason_code, by
    tell_of_listing(locked, "halted", at=at, reason=said)
    return _move(locked, State.PAUSED, (*WHY, "checked_by"), by=by, at=at)


@transaction.atomic
def end_season(*, product: Product, by: User, at: datetime) -> Product:
    """Take a listing off sale because its season is over, as its farmer; ended twice is ended once."""
    locked = _lock(product, expected={State.PUBLISHED, State.PAUSED})
    _need_own_pause(locked)
    if locked.season_ended_on is not None:
        return locked
    keep_facts(locked)
    locked.season_ended_on = timezone.localdate(at)
    if locked.state == State.PUBLISHED:
        _move(locked, State.PAUSED, ("season_ended_on",), by=by, at=at)
    else:
        locked.save(update_fields=["season_ended_on"])
    log(instance=locked, action="products.season_ended", user=by, timestamp=at)
    return locked


@transaction.atomic
def resume_product(*, product: Product, by: User, at: datetime) -> Product:
    """Put a listing back on sale that its farmer paused.

    A price that went beyond the bounds meanwhile is looked at first: the listing then waits like a new one.
    """
    locked = _lock(product, expected={State.PAUSED})
    _need_own_pause(locked)
    if not is_within_bounds(locked, locked.offer.price_vnd):
        return _submit(locked, by=by, at=at)
    return _sell_again(locked, by=by, at=at)


@transaction.atomic
def release_product(*, product: Product, by: User, at: datetime) -> Product:
    """End an officer's pause, as an officer; what stands in the listing now was looked at."""
    locked = _lock(product, expected={State.PAUSED})
    if not locked.reason:
        message = _("The farmer paused this listing. Only the farmer sells it again.")
        raise ValidationError(message, code="own_pause")
    locked.reason = locked.reason_code = ""
    locked.checked_by, locked.published_facts = by, facts_of(locked)
    tell_of_listing(locked, "released", at=at)
    return _sell_again(locked, (*WHY, "checked_by", "published_facts"), by=by, at=at)


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


def was_posted_for_farmer(product: Product) -> bool:
    """Whether an officer who never acted for its farmer wrote a listing, with the farmer's consent."""
    is_officer = Officer.objects.filter(user=product.posted_by_id).exists()
    acted = FarmerPerson.objects.filter(farmer=product.farmer_id, user=product.posted_by_id)
    return is_officer and not acted.exists()


def _lock(product: Product, *, expected: Collection[str]) -> Product:
    locked = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if locked.state not in expected:
        raise _moved(locked)
    return locked


def _need_own_pause(locked: Product) -> None:
    if locked.state == State.PAUSED and locked.reason:
        message = _("An officer paused this listing: %(reason)s Call the officer of your commune.")
        raise ValidationError(message, code="halted", params={"reason": locked.reason})


def _moved(product: Product) -> ValidationError:
    message = _("Somebody was faster: this listing is now “%(state)s”. Load the page again.")
    return ValidationError(message, code="moved", params={"state": product.get_state_display()})


def _submit(locked: Product, *, by: User, at: datetime) -> Product:
    locked.keywords = keywords_of(locked)
    locked.submitted_at, locked.reason, locked.reason_code = at, "", ""
    locked.season_ended_on = None
    changed = ("submitted_at", *WHY, "keywords", "search_folded", "season_ended_on")
    return _move(locked, State.SUBMITTED, changed, by=by, at=at)


def _send_back(
    product: Product, expected: Collection[str], why: tuple[str, str], *, by: User, at: datetime
) -> Product:
    said = need_reason(why[0])
    locked = _lock(product, expected=expected)
    locked.reason, locked.reason_code, locked.checked_by = said, why[1], by
    return _move(locked, State.RETURNED, (*WHY, "checked_by"), by=by, at=at)


def _sell_again(locked: Product, changed: Collection[str] = (), *, by: User, at: datetime) -> Product:
    locked.season_ended_on = None
    _move(locked, State.PUBLISHED, (*changed, "season_ended_on"), by=by, at=at)
    product_published.send(sender=Product, product_id=locked.pk)
    return locked


def _move(product: Product, to: State, changed: Collection[str] = (), *, by: User, at: datetime) -> Product:
    """Write a locked listing's new state with the columns that changed beside it, and its history."""
    was, product.state = product.state, to
    product.save(update_fields=["state", *changed])
    settle(product, was=was, by=by, at=at)
    log(
        instance=product,
        action=f"products.product_{product.state}",
        user=by,
        timestamp=at,
        data={"changes": {"state": [was, product.state]}, "reason": product.reason},
    )
    return product
