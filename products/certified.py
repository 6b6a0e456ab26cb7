"""Which marks may a product show today, and until when is it ordered among the certified ones?

The badge is always read from the certificates; `certified_until` only orders and filters lists.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from farmers.models import Certificate, Coverage
from farmers.models.certificate import EXPIRED, UPCOMING
from products.models import Product

Standing = Certificate.Standing
SCHEMES = Certificate.Scheme.values
ORDER = (Standing.VERIFIED, Standing.REVOKED, EXPIRED, Standing.DECLARED, Standing.RETURNED)


@dataclass(frozen=True)
class Badge:
    """One certificate as a buyer sees it. `standing`: verified, expired, declared, returned or revoked.

    `branch` checked it; known only where the coverages were loaded with farmers.checking.checking_columns.
    """

    scheme: str
    title: str
    stars: int | None
    standing: str
    until: date
    checked_at: datetime | None
    number: str
    issuer: str
    branch: str = ""


def badges_of(product: Product, on: date | None = None) -> list[Badge]:
    """The product's certificates, verified ones first; reads `shown_coverages` of `for_card()`, no query.

    A verified certificate whose coverage nobody confirmed, or that covers another farm, or that has not begun, is
    no more than declared for this product.
    """
    on = on or timezone.localdate()
    badges: dict[int, Badge] = {}
    coverages: list[Coverage] = product.shown_coverages  # type: ignore[attr-defined]  # set by for_card()
    for coverage in coverages:
        certificate = coverage.certificate
        standing = _standing(product, coverage, on)
        known = badges.get(certificate.pk)
        if known and ORDER.index(known.standing) <= ORDER.index(standing):
            continue
        badges[certificate.pk] = Badge(
            scheme=certificate.scheme,
            title=certificate.title,
            stars=certificate.stars,
            standing=standing,
            until=certificate.expires_on,
            checked_at=certificate.checked_at,
            number=certificate.number,
            issuer=certificate.issuer,
            branch=getattr(coverage, "checked_at_branch", None) or "",
        )
    return sorted(
        badges.values(), key=lambda badge: (ORDER.index(badge.standing), SCHEMES.index(badge.scheme))
    )


def _standing(product: Product, coverage: Coverage, on: date) -> str:
    is_covered = coverage.confirmed_at is not None and coverage.farm_id in {None, product.farm_id}
    standing = coverage.certificate.standing_for(is_covered=is_covered, on=on)
    return Standing.DECLARED if standing == UPCOMING else standing


def confirmed_coverages() -> QuerySet[Coverage]:
    """For a subquery about a product: what confirms it, of its farm or of all its farmer's, whatever the day."""
    of_its_farm = Q(farm__isnull=True) | Q(farm=OuterRef("farm"))
    return Coverage.objects.filter(
        of_its_farm,
        products=OuterRef("pk"),
        confirmed_at__isnull=False,
        certificate__standing=Standing.VERIFIED,
    )


@transaction.atomic
def refresh_certified_until(products: list[int]) -> None:
    """Work out `certified_until` anew for products, by id; locks them, in the order of their ids."""
    # Two statements: what another certificate's officer just wrote is seen only by one that begins after the wait.
    resting = Product.objects.filter(pk__in=products).order_by("pk")
    list(resting.select_for_update(no_key=True).values_list("pk"))
    last_day = (
        confirmed_coverages().order_by("-certificate__expires_on").values("certificate__expires_on")[:1]
    )
    Product.objects.filter(pk__in=products).update(certified_until=Subquery(last_day))


def on_certificate_changed(certificate_id: int, **_sender: Any) -> None:
    """The order and filter columns of the products that rest on a certificate follow it."""
    resting = Product.objects.filter(coverages__certificate=certificate_id)
    refresh_certified_until(list(resting.values_list("pk", flat=True).distinct()))
