"""What stands on a label beside the code? Always in Vietnamese, as far as the farmer agreed to be named."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from farmers.models import Coverage
from traceability.models import Label, Lot
from traceability.provenance import farmer_facts
from traceability.wording import days, farmer_words


@dataclass(frozen=True)
class LabelText:
    """The words of a label; `mark` is empty unless a certificate is valid on the day of printing."""

    title: str
    farmer: str
    place: str
    lot: str
    dated: str
    mark: str
    site: str


def text_of(label: Label, on: date) -> LabelText:
    """The words of a label printed on a day. One query for a lot, none for a farm, with `for_sheet()`."""
    with override("vi"):
        return _of_farm(label) if label.lot is None else _of_lot(label.lot, on)


def _of_farm(label: Label) -> LabelText:
    farmer = farmer_facts(label.farm.farmer, label.farm)
    return LabelText(
        title=farmer.name or _("Produce with its origin"),
        farmer="",
        place=farmer.place if farmer.name else farmer_words("", farmer.place),
        lot="",
        dated="",
        mark="",
        site=site(),
    )


def _of_lot(lot: Lot, on: date) -> LabelText:
    farmer = farmer_facts(lot.product.farmer, lot.farm)
    if lot.harvested_from and lot.harvested_to:
        dated = _("Harvested %(days)s") % {"days": days(lot.harvested_from, lot.harvested_to)}
    else:
        dated = _("Lot opened %(day)s") % {"day": date_format(timezone.localdate(lot.opened_at))}
    return LabelText(
        title=lot.product.name,
        farmer=farmer.name,
        place=farmer.place if farmer.name else farmer_words("", farmer.place),
        lot=_("Lot %(code)s") % {"code": lot.code},
        dated=dated,
        mark=_mark(lot, on),
        site=site(),
    )


def _mark(lot: Lot, on: date) -> str:
    """The certificate that holds longest among those confirmed for this product and farm, or nothing."""
    confirmed = (
        Coverage.objects.valid_on(on)
        .filter(products=lot.product_id)
        .select_related("certificate")
        .order_by("-certificate__expires_on", "pk")
    )
    for coverage in confirmed:
        if coverage.farm_id in {None, lot.farm_id}:
            certificate = coverage.certificate
            until = date_format(certificate.expires_on)
            return _("%(mark)s until %(day)s") % {"mark": certificate.title, "day": until}
    return ""


def site() -> str:
    """Where the code can be typed, without the scheme: "chonongdan.vn/t"."""
    return settings.PUBLIC_ADDRESS.partition("://")[2] + "/t"
