"""The nouns of products."""

from products.models.category import Category
from products.models.draft import Draft, DraftFile
from products.models.offer import Offer
from products.models.outside import BoardPrice, Look, OutsideSale, WeeklyLooks
from products.models.photo import ProductPhoto
from products.models.product import Product
from products.models.supervision import PriceBounds, PriceChange, TakeDown
from products.models.upload import Upload, UploadPiece

__all__ = [
    "BoardPrice",
    "Category",
    "Draft",
    "DraftFile",
    "Look",
    "Offer",
    "OutsideSale",
    "PriceBounds",
    "PriceChange",
    "Product",
    "ProductPhoto",
    "TakeDown",
    "Upload",
    "UploadPiece",
    "WeeklyLooks",
]
