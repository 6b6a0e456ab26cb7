"""What is kept of a person's listings, told in words they understand?"""

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from farmers.kept import Row, Section, day
from farmers.person import Person
from products.models import Draft, Product, ProductPhoto
from products.units import short_unit
from vietnam.money import format_vnd


def kept_listings(person: Person) -> list[Section]:
    """Listings, photos and unfinished listings."""
    listings = Product.objects.filter(farmer__in=person.farmers).select_related("offer").order_by("pk")
    rows = [(product.name, _told(product)) for product in listings]
    counted: list[Row] = []
    if photos := ProductPhoto.objects.filter(product__farmer__in=person.farmers).count():
        counted.append((_("Photos of listings"), str(photos)))
    own = Q(user__in=person.users) | Q(answers__farmer__in=list(person.farmers))
    if drafts := Draft.objects.filter(own).count():
        counted.append((_("Unfinished listings"), str(drafts)))
    return [Section(_("Listings"), [*rows, *counted])] if rows or counted else []


def _told(product: Product) -> str:
    price = f"{format_vnd(product.offer.price_vnd)}/{short_unit(product.unit)}"
    parts = [capfirst(str(product.get_state_display())), price, day(product.created_at), product.description]
    return "; ".join(part for part in parts if part)
