"""The posting page that a phone keeps: the same for everybody, so that it may be kept and opened without a network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from products.phone_page import page_context


@require_safe
@cache_control(no_cache=True, public=True)
@gzip_page  # there is no secret on it
@conditional_page
def phone_page(request: HttpRequest) -> HttpResponse:
    """All questions; who is signed in is asked by the scripts."""
    return render(request, "products/phone.html", page_context())
