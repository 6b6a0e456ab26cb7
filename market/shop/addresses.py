"""Where is this page in the other language?"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def languages(request: HttpRequest) -> dict[str, str]:
    """Addresses of the page in Vietnamese and English, and the canonical one (template context)."""
    here = request.get_full_path()
    vi, en = translate_url(here, "vi"), translate_url(here, "en")
    return {
        "url_vi": vi,
        "url_en": en,
        "canonical_url": settings.PUBLIC_ADDRESS + request.path,
        "absolute_url_vi": settings.PUBLIC_ADDRESS + vi,
        "absolute_url_en": settings.PUBLIC_ADDRESS + en,
    }
