"""How is a price read back while it is typed?"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from products.pricing import read_price
from products.retelling import say_reading
from products.units import Unit


@require_safe
@never_cache
def read(request: HttpRequest) -> HttpResponse:
    """What `text` means for one `unit`, as a fragment: the price in full, or what to type instead."""
    unit = request.GET.get("unit", "")
    written = request.GET.get("text", "").strip()
    if not written or unit not in Unit.values:
        return HttpResponse()
    context: dict[str, object]
    try:
        context = {"reading": say_reading(read_price(written, unit))}
    except ValidationError as error:
        context = {"problem": error.messages[0]}
    return render(request, "products/reading.html", context)
