"""Which products does a buyer get to see, in which order, page by page?"""

from products.models import Product


def in_season() -> list[Product]:
    """A handful of published products for the front door, certified ones first."""
    return list(Product.objects.published().for_card().order_by("-published_at", "-id")[:8])
