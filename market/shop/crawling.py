"""Which pages may a search engine find, and where is our mark? robots.txt, the site map, the favicon.

Django's own site maps number their pages by reading every row in every language. Ours go by id: part 3 holds the
products numbered from 4,001 to 6,000, whatever became of them, so each part is one small indexed question.
"""

from functools import partial
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from farmers.models import Farmer
from market.shop.addresses import absolute
from market.shop.narrowing import address
from products.browsing import category_tree
from products.models import Product

PART_SIZE = 2000
OF_MEMBERS = ("/ban-hang/", "/dang-nhap/", "/xac-thuc/", "/tim-xa/", "/doc-gia/")
XML = "application/xml"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What is nobody's business but the members', and where the site map lies."""
    hidden = ["/hoi/", *OF_MEMBERS, *(f"/en{path}" for path in OF_MEMBERS)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in hidden)]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the site map."""
    parts = [("trang", 1)]
    for kind, queryset in (("nong-san", Product.objects), ("nong-dan", Farmer.objects)):
        last = queryset.aggregate(last=Max("pk"))["last"] or 0
        parts += [(kind, number) for number in range(1, -(-last // PART_SIZE) + 1)]
    urls = [absolute(reverse("sitemap_part", kwargs={"kind": kind, "part": part})) for kind, part in parts]
    return render(request, "shop/sitemap.xml", {"parts": urls}, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, kind: str, part: str) -> HttpResponse:
    """One part: pages and categories, or the products or farmers of one range of ids, each in both languages."""
    if kind == "nong-san":
        found = _numbered(Product.objects.published().only("name"), int(part))
        addresses = [one.get_absolute_url for one in found]
    elif kind == "nong-dan":
        addresses = [
            one.get_absolute_url for one in _numbered(Farmer.objects.public().only("name"), int(part))
        ]
    else:
        filled = [one.key for one in category_tree() if one.newest_at]  # type: ignore[attr-defined]  # annotated there
        addresses = [partial(reverse, "home"), partial(reverse, "shop:list"), partial(reverse, "shop:board")]
        addresses += [partial(address, {}, nhom=key) for key in filled]
    pages = {}
    for language in ("vi", "en"):
        with override(language):
            pages[language] = [absolute(find()) for find in addresses]
    context = {"pages": list(zip(pages["vi"], pages["en"], strict=True))}
    return render(request, "shop/sitemap.xml", context, content_type=XML)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask for the old address without reading the page."""
    return redirect(static("icons/favicon.svg"))


def _numbered(queryset: "QuerySet[Any]", part: int) -> "QuerySet[Any]":
    return queryset.filter(pk__gt=(part - 1) * PART_SIZE, pk__lte=part * PART_SIZE).order_by("pk")
