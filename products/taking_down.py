"""How is a listing that breaks a rule taken down, and when has its farmer to be warned first? The verbs of TakeDown.

reported → done, or warned → done; dropped where no wrong was found. An authority's word, danger and forgery are acted on
within the hour and without a warning (the law gives a day for an authority's order). For anything else the platform
warns the farmer at least five days ahead (Law 122/2025/QH15, Decree 248/2026); the warned may mend or withdraw.
"""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.certification import need_reason
from products.listing import take_off_product
from products.models import Product, TakeDown
from products.settling import OPEN, open_case
from products.telling import warn_people

State = TakeDown.State
Ground = TakeDown.Ground
AT_ONCE = frozenset({Ground.AUTHORITY, Ground.DANGER, Ground.FAKE})
ON_SALE_OR_PAUSED = frozenset({Product.State.PUBLISHED, Product.State.PAUSED})


def needs_warning(ground: str) -> bool:
    """Whether the farmer has to be warned before a listing goes for this ground."""
    return ground not in AT_ONCE


@transaction.atomic
def report_listing(*, product: Product, ground: str, words: str, by: User, at: datetime) -> TakeDown:
    """Say that something is wrong with a listing; the clock starts."""
    said = need_reason(words)
    locked = _lock_product(product.pk)
    if open_case(locked) is not None:
        raise ValidationError(_("This listing is already being looked into."), code="moved")
    case = TakeDown(
        product=locked,
        ground=ground,
        words=said,
        reported_at=at,
        reported_by=by,
        due_at=at + timedelta(hours=settings.TAKE_DOWN_HOURS.get(ground, 1)),
    )
    case.full_clean()
    case.save()
    _tell(case, "reported", said, by=by, at=at)
    return case


@transaction.atomic
def warn_farmer(*, case: TakeDown, by: User, at: datetime) -> TakeDown:
    """Tell the farmer what is wrong and from which day the listing is taken down unless it is mended."""
    product = _lock_product(case.product_id)
    locked = _lock(case, expected={State.REPORTED})
    if not needs_warning(locked.ground):
        raise ValidationError(_("For this ground nobody is warned: take the listing down."), code="at_once")
    # Whole days: the one of the warning is not counted.
    locked.takes_effect_on = timezone.localdate(at) + timedelta(days=settings.TAKE_DOWN_WARNING_DAYS + 1)
    locked.warned_at, locked.state = at, State.WARNED
    locked.due_at = timezone.make_aware(datetime.combine(locked.takes_effect_on, time.max))
    locked.save(update_fields=["state", "warned_at", "takes_effect_on", "due_at"])
    _tell(locked, "warned", locked.words, by=by, at=at)
    warn_people(locked, product, at=at)
    return locked


@transaction.atomic
def take_down(*, case: TakeDown, by: User, at: datetime) -> TakeDown:
    """Take the listing away from buyers, at once; its farmer reads why, and may mend it and send it again."""
    product = _lock_product(case.product_id)
    locked = _lock(case, expected=set(OPEN))
    if needs_warning(locked.ground):
        _need_warned(locked, at)
    _decide(locked, State.DONE, locked.words, by=by, at=at)
    take_off_product(product=product, reason=locked.words, reason_code=locked.ground, by=by, at=at)
    return locked


@transaction.atomic
def drop_report(*, case: TakeDown, words: str, by: User, at: datetime) -> TakeDown:
    """Nothing wrong was found; the words say what was looked at."""
    said = need_reason(words)
    Product.objects.select_for_update(no_key=True).get(pk=case.product_id)
    locked = _lock(case, expected=set(OPEN))
    return _decide(locked, State.DROPPED, said, by=by, at=at)


def _need_warned(case: TakeDown, at: datetime) -> None:
    if case.takes_effect_on is None:
        message = _("The law asks that the farmer is warned first for this ground.")
        raise ValidationError(message, code="warn_first")
    if timezone.localdate(at) < case.takes_effect_on:
        message = _("The farmer was warned that this happens on %(day)s. Wait for that day.")
        raise ValidationError(message, code="too_early", params={"day": date_format(case.takes_effect_on)})


def _lock_product(pk: int) -> Product:
    """The listing, locked before anything that belongs to it; only what buyers see, or may see again, is taken down."""
    locked = Product.objects.select_for_update(no_key=True).get(pk=pk)
    if locked.state not in ON_SALE_OR_PAUSED:
        message = _("Somebody was faster: this listing is now “%(state)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"state": locked.get_state_display()})
    return locked


def _lock(case: TakeDown, *, expected: set[State]) -> TakeDown:
    locked = TakeDown.objects.select_for_update(no_key=True).get(pk=case.pk)
    if locked.state not in expected:
        message = _("Somebody was faster: this report is now “%(state)s”. Load the page again.")
        raise ValidationError(message, code="moved", params={"state": locked.get_state_display()})
    return locked


def _decide(case: TakeDown, to: str, outcome: str, *, by: User, at: datetime) -> TakeDown:
    case.state, case.decided_by, case.decided_at, case.outcome = to, by, at, outcome
    case.save(update_fields=["state", "decided_by", "decided_at", "outcome"])
    _tell(case, to, outcome, by=by, at=at)
    return case


def _tell(case: TakeDown, what: str, words: str, *, by: User, at: datetime) -> None:
    log(
        instance=case.product,
        action=f"products.take_down_{what}",
        user=by,
        timestamp=at,
        data={"ground": case.ground, "reason": words},
    )
