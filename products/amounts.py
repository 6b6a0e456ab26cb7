"""Which amount of produce did a person write?

An amount that can be read in two ways is refused, as a price is: 1,500 may be one and a half or fifteen hundred.
"""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from products.units import GRAMS_PER_UNIT, Unit, short_unit, to_milli
from vietnam import units
from vietnam.text import half_width

MOST_MILLI = 1_000_000_000_000
# What is counted can't be sold by halves; what is weighed or poured can.
DIVISIBLE = {*GRAMS_PER_UNIT, Unit.LIT}
_AMOUNT = re.compile(
    r"(?P<grouped>[1-9][0-9]{0,2}(?:[. ][0-9]{3})+)(?:,(?P<after_group>[0-9]{1,3}))?(?P<unit>\s?[^\W\d_]\D*)?"
    r"|(?P<whole>[0-9]{1,12})(?:[.,](?P<fraction>[0-9]{1,3}))?(?P<plain_unit>\s?[^\W\d_]\D*)?"
)


def read_amount(written: str, unit: str) -> int:
    """Thousandths of the unit; another unit of weight behind the number ("3 tạ") is converted to it."""
    text = " ".join(half_width(written).lower().split())[:60]
    if not text:
        raise ValidationError(_("Say how much you have to sell, for example 300."), code="missing")
    if re.match(r"[-−–]", text):
        raise ValidationError(_("An amount can't be below zero. Write it like 300 or 1,5."), code="negative")
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise _unread(text)
    amount = _number(found, text)
    if amount == 0:
        raise ValidationError(_("The amount must be above 0, for example 300."), code="zero")
    milli = _milli(amount, unit, (found["unit"] or found["plain_unit"] or "").strip())
    if milli > MOST_MILLI:
        raise ValidationError(
            _("This is more than can be right. Check the amount and its unit."), code="large"
        )
    return milli


def _number(found: re.Match[str], text: str) -> Decimal:
    if found["grouped"]:
        return Decimal(re.sub(r"\D", "", found["grouped"]) + "." + (found["after_group"] or "0"))
    whole, fraction = found["whole"], found["fraction"] or ""
    if len(fraction) == 3 and whole != "0":
        message = _("“%(text)s” can be read in two ways. Write %(many)s or %(few)s.")
        words = {"text": text, "many": f"{whole}.{fraction}", "few": f"{whole},{fraction.rstrip('0') or '0'}"}
        raise ValidationError(message, code="two_ways", params=words)
    return Decimal(f"{whole}.{fraction or 0}")


def _milli(amount: Decimal, unit: str, written_unit: str) -> int:
    """The amount in thousandths of the unit it is sold by."""
    if written_unit and (other := _unit(written_unit)) != unit:
        if other not in GRAMS_PER_UNIT or unit not in GRAMS_PER_UNIT:
            message = _("You sell by the %(unit)s but wrote %(other)s. Write the amount in %(unit)s.")
            words = {"unit": short_unit(unit), "other": written_unit}
            raise ValidationError(message, code="other_unit", params=words)
        amount = amount * GRAMS_PER_UNIT[other] / GRAMS_PER_UNIT[unit]
    if unit not in DIVISIBLE and amount != amount.to_integral_value():
        message = _("What is sold by the %(unit)s is counted: write a whole number.")
        raise ValidationError(message, code="parts", params={"unit": short_unit(unit)})
    try:
        return to_milli(amount)
    except ValueError as error:
        message = _("This is too fine: write at most three digits after the comma.")
        raise ValidationError(message, code="fine") from error


def _unit(written: str) -> str:
    known = units.find(written)
    if known is None:
        message = _("“%(unit)s” is not a unit known here. Write the number alone and choose the unit below.")
        raise ValidationError(message, code="unknown_unit", params={"unit": written})
    return known.key


def _unread(text: str) -> ValidationError:
    message = _("“%(text)s” can't be read as an amount. Write it like 300 or 1,5.")
    return ValidationError(message, code="unread", params={"text": text})
