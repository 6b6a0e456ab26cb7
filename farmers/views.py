"""What does this room answer over HTTP? The communes that somebody is typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from farmers.placing import suggest_communes


@require_safe
@cache_control(public=True, max_age=3600)
def find_commune(request: HttpRequest) -> HttpResponse:
    """The options of a commune field for what was typed so far (`q`), as a fragment."""
    communes = suggest_communes(request.GET.get("q", ""))
    return render(request, "farmers/communes.html", {"communes": communes})
