"""In which units produce is sold, and how an amount of thousandths is shown."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from vietnam import units

MILLI = 1000


class Unit(models.TextChoices):
    """A unit of sale. Keys are those of vietnam.units."""

    KG = "kg", _("kg")
    G = "g", _("g")
    YEN = "yen", _("yến (10 kg)")
    TA = "ta", _("tạ (100 kg)")
    TAN = "tan", _("tonne")
    BO = "bo", _("bunch")
    HOP = "hop", _("box")
    TRAI = "trai", _("fruit")
    CHAI = "chai", _("bottle")
    LIT = "lit", _("litre")
    CON = "con", _("animal")
    BAO = "bao", _("sack")
    GHE = "ghe", _("jar of rượu cần")
    TUI = "tui", _("bag")
    LO = "lo", _("jar")
    THUNG = "thung", _("crate")
    CAY = "cay", _("plant")
    CAI = "cai", _("piece")
    GOI = "goi", _("pack")


GRAMS_PER_UNIT: Mapping[str, int] = {key: unit.grams for key, unit in units.UNITS.items() if unit.grams}


def to_milli(amount: Decimal) -> int:
    """Whole thousandths of a unit; ValueError when there is a finer part than a thousandth."""
    milli = amount * MILLI
    if milli != milli.to_integral_value():
        message = "an amount has at most three decimals"
        raise ValueError(message)
    return int(milli)


def from_milli(amount_milli: int) -> Decimal:
    """The amount as a decimal, without trailing zeros."""
    return (Decimal(amount_milli) / MILLI).normalize()


def format_amount(amount_milli: int, unit: str) -> str:
    """The amount as it is shown: "1.200 kg"."""
    amount = from_milli(amount_milli)
    decimals = max(0, -int(amount.as_tuple().exponent))
    return f"{number_format(amount, decimal_pos=decimals, force_grouping=True)} {short_unit(unit)}"


SHORT = {
    Unit.YEN: _("yến"),
    Unit.TA: _("tạ"),
    Unit.TAN: _("tonne"),
    Unit.GHE: _("jar"),
}


def short_unit(unit: str) -> str:
    """The unit as it stands after a number: "kg", "tạ", "chai"."""
    known = Unit(unit)
    return str(SHORT.get(known, known.label))
