"""What every component looks like, in one place, for those who build (only with DEBUG)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from market.shop.samples import samples


def gallery(request: HttpRequest) -> HttpResponse:
    """The living style gallery."""
    return render(request, "gallery.html", samples())
