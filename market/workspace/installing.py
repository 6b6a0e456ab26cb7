"""What makes the market an application on a phone: its manifest, its service worker, its page without a network?

The worker keeps the posting page and what it is made of. Nothing of a person is ever kept by it.
"""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from products.models import Category

KEPT = (
    *(
        "css/tokens.css",
        "css/site.css",
        "css/work.css",
        "css/posting.css",
        "icons/sprite.svg",
        "icons/produce.svg",
    ),
    *("js/site.js", "icons/favicon.svg", "art/welcome-farmer.svg", "art/no-signal.svg"),
    *(f"fonts/be-vietnam-pro-{weight}.woff2" for weight in (400, 700)),
    *(
        f"js/posting/{name}.js"
        for name in (
            "app",
            "checking",
            "questions",
            "queue",
            "reading",
            "sending",
            "showing",
            "shrink",
            "store",
            "taking",
        )
    ),
)


@require_safe
@cache_control(no_cache=True, public=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it stands before every page; another list of files makes another version."""
    pages = []
    for language in ("vi", "en"):
        with override(language):
            pages += [reverse("products:post"), reverse("workspace:no_network")]
    kept = [static(name) for name in KEPT]
    version = hashlib.sha256(json.dumps([pages, kept]).encode()).hexdigest()[:12]
    art = Category.objects.filter(is_leaf=True).values_list("art", flat=True).distinct().order_by("art")
    drawn = [static(f"art/{name}.svg") for name in art]
    context = {
        name: json.dumps(found) for name, found in (("kept", kept), ("pages", pages), ("drawn", drawn))
    }
    context["version"] = version
    answer = render(
        request, "workspace/service_worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    answer["Service-Worker-Allowed"] = "/"
    return answer


@require_safe
@cache_control(no_cache=True, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """How it is called and looks on the home screen, and that it opens at posting."""
    icon = static("icons/app-512.png")
    told = {
        "name": "Chợ Nông Dân",
        "short_name": "Chợ Nông Dân",
        "description": _("Farm produce with its origin, sold by the people who grow it."),
        "lang": "vi",
        "id": "/ban-hang/",
        "start_url": "/ban-hang/dang/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf6ee",
        "theme_color": "#fffdf8",
        "icons": [
            {"src": static("icons/app-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": icon, "sizes": "512x512", "type": "image/png"},
            {"src": icon, "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": _("Post for sale"), "url": "/ban-hang/dang/"},
            {"name": _("My stall"), "url": "/ban-hang/"},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True, public=True)
def no_network(request: HttpRequest) -> HttpResponse:
    """Shown in the place of a page that can't be fetched; posting works all the same."""
    return render(request, "workspace/no_network.html")
