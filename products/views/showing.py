"""What does each question need on its screen besides its form?"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string

from products.choosing import category_groups, unit_tiles
from products.forms import Question
from products.models import Category, DraftFile
from products.photos import PDF
from products.pricing import ReadPrice, asked_now
from products.questions import (
    ELSEWHERE,
    MOST_PHOTOS,
    PAPER_ANSWERS,
    READERS,
    Asked,
    Step,
    Stock,
    read_category,
    scan_of,
)
from products.retelling import photo_url, say_price, say_reading
from products.units import Unit, format_amount, short_unit


def what_is_shown(request: HttpRequest, form: Question) -> dict[str, Any]:
    """The context of one question's template."""
    asked = form.asked
    if form.step is Step.PHOTOS:
        return {"photos": _photos(asked), "most": MOST_PHOTOS, "farmer_id": str(asked.farmer.pk)}
    if form.step is Step.WHAT:
        return _kinds(request, asked)
    return _so_far(asked) | SHOWN.get(form.step, _nothing)(form)


def _nothing(form: Question) -> dict[str, Any]:
    return {}


def _kinds(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    words = request.GET.get("q", "")[:60]
    return {
        "q": words,
        "after": request.GET.get("sau", "")[:20],
        "groups": category_groups(words),
        "chosen": asked.text("category"),
    }


def _photos(asked: Asked) -> list[dict[str, str]]:
    photos = asked.draft.files.filter(kind=DraftFile.Kind.PHOTO).order_by("position", "pk")
    return [
        {"url": photo_url(file), "alt": "", "remove_name": "remove", "remove_value": str(file.pk)}
        for file in photos
    ]


def _so_far(asked: Asked) -> dict[str, Any]:
    """The listing as it is known by now: its first photo, its name, and how much of it there is."""
    category = _category(asked)
    lines = [asked.text("name") or (category.shown_name if category else "")]
    try:
        stock: Stock = READERS[Step.AMOUNT](asked)
    except ValidationError:
        pass
    else:
        lines.append(format_amount(stock.offered_milli, stock.unit))
    return {"so_far": {"photo": next(iter(_photos(asked)), None), "lines": lines}}


def _category(asked: Asked) -> Category | None:
    try:
        return read_category(asked)
    except ValidationError:
        return None


def _units(form: Question) -> dict[str, Any]:
    category = _category(form.asked)
    usual = category.default_unit if category else Unit.KG
    at_hand, others = unit_tiles(usual=usual, chosen=str(form["unit"].value() or usual))
    return {"units": at_hand, "other_units": others, "is_other_open": any(tile.is_chosen for tile in others)}


def _price(form: Question) -> dict[str, Any]:
    """The unit, what others ask for it, and the price read back when it can be read."""
    asked, unit = form.asked, form.asked.text("unit")
    if unit not in Unit.values:
        return {}
    context: dict[str, Any] = {"unit": short_unit(unit), "unit_key": unit}
    if category := _category(asked):
        found = asked_now(category_id=category.pk, unit=unit, on=asked.on, besides=asked.farmer.pk)
        context["range"] = found and {
            "lowest": say_price(found.lowest_vnd),
            "highest": say_price(found.highest_vnd),
            "is_one": found.lowest_vnd == found.highest_vnd,
            "category": category.shown_name,
        }
    try:
        read: ReadPrice = READERS[Step.PRICE](asked)
    except ValidationError:
        return context
    reading = render_to_string("products/reading.html", {"reading": say_reading(read)})
    return context | {"reading": reading, "has_to_confirm": form.is_bound}


def _place(form: Question) -> dict[str, Any]:
    farm = form["farm"].value() if "farm" in form.fields else ELSEWHERE
    return {
        "is_elsewhere": farm == ELSEWHERE or bool(form.errors),
        "commune_code": form.asked.text("commune_code"),
    }


def _papers(form: Question) -> dict[str, Any]:
    asked = form.asked
    scan = scan_of(asked.draft)
    has_paper = scan is not None or any(asked.text(name) for name in PAPER_ANSWERS)
    return {
        "has_paper": has_paper,
        "is_paper_open": has_paper or bool(form.errors),
        "scan": scan and {"url": photo_url(scan), "is_pdf": scan.media_type == PDF},
    }


SHOWN: dict[Step, Callable[[Question], dict[str, Any]]] = {
    Step.AMOUNT: _units,
    Step.PRICE: _price,
    Step.PLACE: _place,
    Step.PAPERS: _papers,
}
