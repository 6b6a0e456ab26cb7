"""What a buyer sees: the list, a product, a farmer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from farmers.models import Coverage, Farmer
from market.shop.addresses import named_by
from market.shop.looks import is_look
from market.shop.narrowing import address, chips_of, heading_of, kinds_of
from market.shop.presenting import farmer_view, product_view
from products.browsing import (
    Place,
    category_tree,
    list_page,
    newest_page,
    product_with_page,
    what_took_down,
)
from products.cards import card_of
from products.filters import ProductFilter
from products.looking import note_look
from products.models import Product

PAPERS_SHOWN = 24


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """Published products, certified first, narrowed by the address.

    Search engines keep the whole list and each category; what was searched for, narrowed further or paged changes
    too often to be kept.
    """
    tree = category_tree()
    filters = ProductFilter(request.GET, queryset=Product.objects.published(), tree=tree)
    after = Place.read(request.GET.get("sau", ""))
    chosen = filters.chosen
    # Of certified ones alone there are no others to come after.
    page_of = newest_page if "chung_nhan" in chosen else list_page
    page = page_of(filters.qs, after=after)
    is_kept = after is None and chosen.keys() <= {"nhom"}
    context = {
        "heading": heading_of(filters),
        "cards": [card_of(product) for product in page.products],
        "chips": chips_of(filters),
        "kinds": kinds_of(filters),
        "filters": filters,
        "hidden": {name: value for name, value in chosen.items() if name in {"q", "nhom"}},
        "query": chosen.get("q", ""),
        "is_whole": not page.next_place and after is None,
        "is_kept": is_kept,
        "next_url": address(chosen, sau=str(page.next_place)) if page.next_place else "",
        "first_url": address(chosen) if after else "",
        "current": "list",
        **named_by(address(chosen) if is_kept else ""),
    }
    return render(request, "shop/list.html", context)


@require_safe
def product_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One product with its origin. What is paused or was taken down says so; what else is not on the market is not here."""
    product = product_with_page(pk)
    if product is None:
        return _taken_down(request, pk)
    if slug != product.slug:
        return redirect(product, permanent=True)
    if is_look(request, product):
        note_look(product_id=product.pk, at=timezone.now())
    return render(request, "shop/product.html", product_view(product))


def _taken_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Gone, on which ground and since when; not whose it was, nor what an officer wrote to the farmer."""
    case = what_took_down(pk)
    if case is None:
        raise Http404
    return render(request, "shop/taken_down.html", {"case": case, **named_by("")}, status=410)


@require_safe
def farmer_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One farmer who agreed to a public page, with what is on sale, the newest first."""
    farmer = Farmer.objects.public().filter(pk=pk).first()
    if farmer is None:
        raise Http404
    if slug != farmer.slug:
        return redirect(farmer, permanent=True)
    after = Place.read(request.GET.get("sau", ""))
    page = newest_page(Product.objects.published().filter(farmer=farmer), after=after)
    papers = Coverage.objects.valid_on(timezone.localdate()).filter(certificate__farmer=farmer)
    here = farmer.get_absolute_url()
    context: dict[str, Any] = {
        **farmer_view(farmer, list(papers.select_related("certificate").order_by("pk")[:PAPERS_SHOWN])),
        "cards": [card_of(product) for product in page.products],
        "next_url": f"{here}?sau={page.next_place}" if page.next_place else "",
        "first_url": here if after else "",
        **named_by("" if after else here),
    }
    return render(request, "shop/farmer.html", context)
