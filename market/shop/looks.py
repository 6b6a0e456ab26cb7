"""Does somebody look at a product page who may want to buy?"""

import re

from django.conf import settings
from django.http import HttpRequest

from farmers.models import FarmerPerson
from products.models import Product
from traceability.scanning import is_scan

# Search engines, and what fetches a page to show a link in a chat.
ROBOTS = re.compile(r"bot|crawl|spider|preview|facebookexternalhit|zalo.*fetch", re.IGNORECASE)


def is_look(request: HttpRequest, product: Product) -> bool:
    """Whether a person looks who does not act for the farmer: not a robot, not a browser fetching ahead.

    A visitor without a session costs no query.
    """
    if not is_scan(request) or ROBOTS.search(request.headers.get("User-Agent", "")):
        return False
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return True
    own = FarmerPerson.objects.filter(user=request.user, farmer=product.farmer_id, revoked_at__isnull=True)
    return not own.exists()
