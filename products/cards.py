"""What does a product look like in a list?"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from farmers.models import Farmer
from products.certified import badges_of
from products.models import Product, ProductPhoto
from products.units import short_unit


@dataclass(frozen=True)
class Card:
    """All that templates/components/produce_card.html shows."""

    url: str
    title: str
    photo_url: str
    photo_srcset: str
    photo_alt: str
    price: str
    unit: str
    farmer: str
    commune: str
    standing: str
    scheme: str
    stars: int | None
    is_gone: bool


def card_of(product: Product, on: date | None = None) -> Card:
    """The card of a product loaded with `for_card()`; no query."""
    badge = next((badge for badge in badges_of(product, on) if badge.standing == "verified"), None)
    photo = first_photo(product)
    return Card(
        url=product.get_absolute_url(),
        title=product.name,
        photo_url=photo.medium_url if photo else art_url(product),
        photo_srcset=f"{photo.small_url} 320w, {photo.medium_url} 800w" if photo else "",
        photo_alt=(photo.description or product.name) if photo else "",
        price=number_format(product.offer.price_vnd, force_grouping=True),
        unit=short_unit(product.unit),
        farmer=public_name(product.farmer),
        commune=product.farmer.commune_name,
        standing=badge.standing if badge else "",
        scheme=badge.title if badge else "",
        stars=badge.stars if badge else None,
        is_gone=product.offer.left_milli <= 0,
    )


def ready_photos(product: Product) -> list[ProductPhoto]:
    """The photos that have renditions, in order; reads `shown_photos` of `for_card()`."""
    return [photo for photo in shown_photos(product) if photo.state == ProductPhoto.State.READY]


def shown_photos(product: Product) -> list[ProductPhoto]:
    """All photos in order, also those not ready or not readable; reads `shown_photos` of `for_card()`."""
    photos: list[ProductPhoto] = product.shown_photos  # type: ignore[attr-defined]  # set by for_card()
    return photos


def cover_key(product: str) -> Subquery:
    """To annotate with: the key of the first ready photo, `product` being the lookup that leads to the product."""
    ready = ProductPhoto.objects.filter(product=OuterRef(product), state=ProductPhoto.State.READY)
    return Subquery(ready.order_by("position", "pk").values("key")[:1])


def first_photo(product: Product) -> ProductPhoto | None:
    """The cover, if any photo is ready."""
    return next(iter(ready_photos(product)), None)


def art_url(product: Product) -> str:
    """Drawn produce, for a product without a photograph."""
    return static(f"art/{product.category.art or 'empty-basket'}.svg")


def public_name(farmer: Farmer) -> str:
    """The farmer's name, or no name where the farmer did not agree to a public page."""
    return farmer.name if farmer.is_public else _("A farmer")
