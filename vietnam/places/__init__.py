"""Which commune is meant, and which one stands where an old one stood?

Since 1 July 2025 the country has provinces and communes only; districts live on in old addresses.
"""

from vietnam.places.nearest import nearest_communes
from vietnam.places.register import (
    Commune,
    Province,
    commune,
    communes_of,
    is_split,
    provinces,
    successors,
)
from vietnam.places.resolving import resolve
from vietnam.places.saying import NEW, commune_words, is_shared_name, place_words

__all__ = [
    "NEW",
    "Commune",
    "Province",
    "commune",
    "commune_words",
    "communes_of",
    "is_shared_name",
    "is_split",
    "nearest_communes",
    "place_words",
    "provinces",
    "resolve",
    "successors",
]
