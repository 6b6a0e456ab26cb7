"""What does this room answer over HTTP? The communes that somebody is typing, or standing in."""

import math

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from farmers.placing import suggest_communes
from vietnam.places import nearest_communes


@require_safe
@cache_control(public=True, max_age=3600)
def find_commune(request: HttpRequest) -> HttpResponse:
    """The options of a commune field for what was typed so far (`q`), as a fragment."""
    communes = suggest_communes(request.GET.get("q", ""))
    return render(request, "farmers/communes.html", {"communes": communes})


@sensitive_post_parameters()
@never_cache
@require_POST
def near_commune(request: HttpRequest) -> HttpResponse:
    """The options of a commune field for where somebody stands (`latitude`, `longitude`), as a fragment.

    Browsers send two decimals, about a kilometre; here no more are used either, and nothing is kept. In the body and
    not in the address, so that no log of requests holds where people are.
    """
    point = [_degrees(request.POST.get(name, "")) for name in ("latitude", "longitude")]
    communes = [] if None in point else nearest_communes(*point, province=settings.PROVINCE_CODE)  # type: ignore[arg-type]
    return render(request, "farmers/communes.html", {"communes": communes})


def _degrees(typed: str) -> float | None:
    try:
        read = float(typed[:12])
    except ValueError:
        return None
    return round(read, 2) if math.isfinite(read) and abs(read) <= 180 else None
