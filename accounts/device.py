"""Which browser asks? A random word in a cookie of its own, that tells nothing but that it was here before."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
KEPT_SECONDS = 365 * 86_400
WORD = re.compile(r"[0-9a-f]{32}")


def device_of(request: HttpRequest) -> str:
    """The word of this browser; a new one when it has none, or none of ours."""
    kept = request.COOKIES.get(COOKIE, "")
    return kept if WORD.fullmatch(kept) else secrets.token_hex(16)


def remember_device(response: HttpResponse, device: str) -> HttpResponse:
    """Let the browser keep its word for another year."""
    response.set_cookie(
        COOKIE,
        device,
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
