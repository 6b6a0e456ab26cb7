"""Until when a product may be ordered among the certified ones. The badge itself is always read from the certificates."""

from typing import Any

from django.db.models import Max

from farmers.models import Coverage
from products.models import Product


def refresh_certified_until(products: "list[int]") -> None:
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
