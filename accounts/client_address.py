"""From which network address does a request come?"""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_HOUSEHOLD_BITS = 64


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, "" when unknown; an IPv6 one is cut to its /64, which one household owns.

    X-Forwarded-For is believed only as far as our own proxies (TRUSTED_PROXIES) wrote it.
    """
    written = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.TRUSTED_PROXIES <= len(forwarded):
        written = forwarded[-settings.TRUSTED_PROXIES]
    try:
        address = ipaddress.ip_address(written.strip())
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_HOUSEHOLD_BITS), strict=False))
    return str(address)
