"""How does the desk say a price, an amount, a standing, a span of days?"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from farmers.models import Certificate
from farmers.models.certificate import EXPIRED
from products.models import Product
from products.units import format_amount, short_unit
from traceability.models import Lot
from vietnam.money import format_vnd


def standing_words(certificate: Certificate) -> str:
    """The standing for today: *expired* is worked out, never stored."""
    if certificate.shown_standing == EXPIRED:
        return _("Expired")
    return str(certificate.get_standing_display())


def price_words(product: Product) -> str:
    """The price with its unit: "98.000 đ/kg"."""
    return f"{format_vnd(product.offer.price_vnd)}/{short_unit(product.unit)}"


def amount_words(lot: Lot) -> str:
    """The amount of a lot in its product's unit: "300 kg"."""
    return format_amount(lot.amount_milli, lot.product.unit)


def harvest_words(lot: Lot) -> str:
    """The day, or the first and the last day, of the harvest."""
    days = dict.fromkeys(day for day in (lot.harvested_from, lot.harvested_to) if day)
    return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days)
