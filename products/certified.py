"""Which marks may a product show today, and until when is it ordered among the certified ones?

The badge is always read from the certificates; `certified_until` only orders and filters lists.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from farmers.models import Coverage
from products.models import Product


@dataclass(frozen=True)
class Badge:
    """One certificate as a buyer sees it. `standing`: verified, expired, declared, returned or revoked."""

    scheme: str
    title: str
    stars: int | None
    standing: str
    until: date
    checked_at: datetime | None
    number: str
    issuer: str


def badges_of(product: Product, on: date | None = None) -> list[Badge]:
    """The product's certificates, verified ones first; reads `shown_coverages` of `for_card()`, no query."""
    on = on or timezone.localdate()
    badges: dict[int, Badge] = {}
    coverages: list[Coverage] = product.shown_coverages  # type: ignore[attr-defined]  # set by for_card()
    for coverage in coverages:
        certificate = coverage.certificate
        standing = certificate.standing
        if standing == certificate.Standing.VERIFIED:
            if coverage.confirmed_at is None:
                standing = certificate.Standing.DECLARED
            elif not certificate.is_valid_on(on):
                standing = "expired"
        badges[certificate.pk] = Badge(
            scheme=certificate.scheme,
            title=certificate.title,
            stars=certificate.stars,
            standing=standing,
            until=certificate.expires_on,
            checked_at=certificate.checked_at,
            number=certificate.number,
            issuer=certificate.issuer,
        )
    return sorted(badges.values(), key=lambda badge: badge.standing != "verified")


def refresh_certified_until(products: list[int]) -> None:
    """Work out `certified_until` anew for products, by id, from their confirmed coverages of verified certificates."""
    last_days = dict(
        Coverage.objects.filter(
            products__in=products, confirmed_at__isnull=False, certificate__standing="verified"
        )
        .values("products")
        .annotate(last=Max("certificate__expires_on"))
        .values_list("products", "last")
    )
    for product in Product.objects.filter(pk__in=products).only("pk", "certified_until"):
        if product.certified_until != last_days.get(product.pk):
            Product.objects.filter(pk=product.pk).update(certified_until=last_days.get(product.pk))


def on_certificate_changed(certificate_id: int, **_sender: Any) -> None:
    """The order and filter columns of the products that rest on a certificate follow it."""
    refresh_certified_until(
        list(
            Product.objects.filter(coverages__certificate=certificate_id)
            .values_list("pk", flat=True)
            .distinct()
        )
    )
