"""Where is this page in the other language, and at which address do others name it?"""

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def languages(request: HttpRequest) -> dict[str, str]:
    """Addresses of the page in Vietnamese and English, and the canonical one (template context)."""
    here = request.get_full_path()
    return {
        "url_vi": translate_url(here, "vi"),
        "url_en": translate_url(here, "en"),
        **named_by(request.path),
    }


def named_by(path: str) -> dict[str, str]:
    """What a page tells search engines of its own address: canonical, and its twin in the other language.

    An empty path tells nothing: such a page is not to be found by searching.
    """
    return {
        "canonical_url": absolute(path) if path else "",
        "absolute_url_vi": absolute(translate_url(path, "vi")) if path else "",
        "absolute_url_en": absolute(translate_url(path, "en")) if path else "",
    }


def absolute(url: str) -> str:
    """The whole address of a page or file; an address that is already whole stays."""
    return urljoin(f"{settings.PUBLIC_ADDRESS}/", url)
