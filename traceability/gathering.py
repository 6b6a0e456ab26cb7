"""What does the database know of a printed code, asked in one question each?"""

from datetime import timedelta
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, Subquery
from django.utils import timezone

from farmers.checking import checking_columns
from products.cards import cover_key
from products.models import Product
from traceability.models import Event, Label, Lot, Scan

SCANS_COUNTED = 1001
DIARY_SHOWN = 30
PRODUCTS_SHOWN = 12
SEASON = timedelta(days=365)


class _Count(Subquery):
    """How many rows a sliced subquery has, so never more than the slice."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def label_rows(code: str) -> list[Any]:
    """The label of a code with all that its page says but the diary: one row per certificate, at least one."""
    scans = Scan.objects.filter(label=OuterRef("pk"))
    return list(
        Label.objects.filter(code=code)
        .select_related("farm__farmer", "lot__farm", "lot__product__farmer", "lot__product__category")
        .select_related("lot__product__offer")
        .defer(
            "printed_page", "farm__farmer__story", "lot__product__farmer__story", "lot__product__description"
        )
        .annotate(
            first_scan_at=Subquery(scans.order_by("at").values("at")[:1]),
            scans_counted=_Count(scans.order_by().values("pk")[:SCANS_COUNTED]),
            photo_key=cover_key("lot__product"),
            **certificate_columns("lot__product__coverages"),
        )
        .order_by("lot__product__coverages__certificate")
    )


def product_rows(farm_id: int) -> list[Any]:
    """What a farm has on sale, newest first: one row per certificate of each product, at least one."""
    return list(
        Product.objects.published()
        .filter(farm=farm_id)
        .select_related("category")
        .only("name", "state", "category__art")
        .annotate(photo_key=cover_key("pk"), **certificate_columns("coverages"))
        .order_by("-published_at", "-id", "coverages__certificate")[: PRODUCTS_SHOWN * 4]
    )


def diary_of(lot: Lot) -> list[Event]:
    """The last events of a lot, and of its farm in the year before the harvest ended, newest first; one too many."""
    until = lot.harvested_to or timezone.localdate(lot.opened_at)
    of_the_farm = Q(lot__isnull=True, farm=lot.farm_id, happened_on__range=(until - SEASON, until))
    return list(
        Event.objects.filter(Q(lot=lot) | of_the_farm)
        .select_related("detail")
        .only("kind", "happened_on", "number", "detail__content", "detail__erased_at")
        .order_by("-happened_on", "-recorded_at", "-pk")[: DIARY_SHOWN + 1]
    )


def certificate_columns(coverage: str) -> dict[str, Any]:
    """What is to be said of the certificate behind a coverage, `coverage` being the lookup that leads to it."""
    certificate = f"{coverage}__certificate"
    names = (
        "id",
        "scheme",
        "stars",
        "number",
        "issuer",
        "standing",
        "valid_from",
        "expires_on",
    )
    columns: dict[str, Any] = {f"certificate_{name}": F(f"{certificate}__{name}") for name in names}
    return columns | {
        "coverage_confirmed_at": F(f"{coverage}__confirmed_at"),
        "coverage_farm_id": F(f"{coverage}__farm_id"),
        **checking_columns(certificate),
    }
