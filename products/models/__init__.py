"""The nouns of products."""

from products.models.category import Category
from products.models.draft import Draft, DraftFile
from products.models.offer import Offer
from products.models.photo import ProductPhoto
from products.models.product import Product

__all__ = ["Category", "Draft", "DraftFile", "Offer", "Product", "ProductPhoto"]
