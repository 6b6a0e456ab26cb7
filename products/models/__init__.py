"""The nouns of products."""

from products.models.category import Category
from products.models.draft import Draft, DraftFile
from products.models.offer import Offer
from products.models.photo import ProductPhoto
from products.models.product import Product
from products.models.supervision import PriceBounds, PriceChange, TakeDown

__all__ = [
    "Category",
    "Draft",
    "DraftFile",
    "Offer",
    "PriceBounds",
    "PriceChange",
    "Product",
    "ProductPhoto",
    "TakeDown",
]
