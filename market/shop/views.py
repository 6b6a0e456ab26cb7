"""What a buyer sees: the list, a product, a farmer."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from farmers.models import Certificate, Farmer
from market.shop.narrowing import chips_of, chosen_category
from market.shop.presenting import farmer_facts, product_view
from products.browsing import Place, filled_categories, list_page
from products.cards import card_of
from products.filters import ProductFilter
from products.models import Product


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """Published products, certified first, narrowed by the address."""
    tree = filled_categories()
    filters = ProductFilter(request.GET, queryset=Product.objects.published(), tree=tree)
    page = list_page(filters.qs, after=Place.read(request.GET.get("sau", "")))
    chosen = {
        name: value
        for name in ("q", "nhom", "chung_nhan", "xa")
        if (value := request.GET.get(name, "").strip())
    }
    here = reverse("shop:list")
    older = f"{here}?{urlencode(chosen | {'sau': str(page.next_place)})}" if page.next_place else ""
    newer = f"{here}?{urlencode(chosen)}" if "sau" in request.GET else ""
    context = {
        "cards": [card_of(product) for product in page.products],
        "chips": chips_of(tree, chosen),
        "category": chosen_category(tree, chosen),
        "filters": filters,
        "chosen": chosen,
        "query": chosen.get("q", ""),
        "is_whole": not page.next_place and "sau" not in request.GET,
        "older_url": older,
        "newer_url": newer,
        "current": "list",
    }
    return render(request, "shop/list.html", context)


@require_safe
def product_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One product with its origin. What was on sale once says so; the rest is not here."""
    product = Product.objects.for_card().select_related("farm").filter(pk=pk).first()
    if product is None or product.published_at is None or product.state == Product.State.WITHDRAWN:
        raise Http404
    if slug != product.slug:
        return redirect(product, permanent=True)
    return render(request, "shop/product.html", product_view(product))


@require_safe
def farmer_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One farmer who agreed to a public page, with what is on sale."""
    farmer = Farmer.objects.public().filter(pk=pk).first()
    if farmer is None:
        raise Http404
    if slug != farmer.slug:
        return redirect(farmer, permanent=True)
    products = list_page(Product.objects.published().filter(farmer=farmer)).products
    context: dict[str, Any] = {
        "farmer": farmer,
        "cards": [card_of(product) for product in products],
        "certificates": Certificate.objects.valid_on(timezone.localdate())
        .filter(farmer=farmer)
        .order_by("scheme"),
        "facts": farmer_facts(farmer),
        "crumbs": [{"text": _("Produce"), "url": reverse("shop:list")}],
    }
    return render(request, "shop/farmer.html", context)
