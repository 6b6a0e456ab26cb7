"""What does each question need on its screen besides its form?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string

from products.choosing import category_groups, unit_tiles
from products.forms import Question
from products.models import DraftFile
from products.photos import PDF
from products.pricing import asked_now
from products.questions import (
    ELSEWHERE,
    MOST_PHOTOS,
    PAPER_ANSWERS,
    READERS,
    Asked,
    Step,
    read_category,
    scan_of,
)
from products.retelling import photo_url, say_price, say_reading
from products.units import Unit, short_unit


def what_is_shown(request: HttpRequest, form: Question) -> dict[str, Any]:
    """The context of one question's template."""
    asked = form.asked
    match form.step:
        case Step.PHOTOS:
            return {"photos": _photos(asked), "most": MOST_PHOTOS, "farmer_id": str(asked.farmer.pk)}
        case Step.WHAT:
            words, after = request.GET.get("q", "")[:60], request.GET.get("sau", "")[:20]
            return {
                "q": words,
                "after": after,
                "groups": category_groups(words),
                "chosen": asked.text("category"),
            }
        case Step.PRICE:
            return _so_far(asked) | _price(form)
        case Step.PLACE:
            farm = form["farm"].value() if "farm" in form.fields else ELSEWHERE
            return _so_far(asked) | {
                "is_elsewhere": farm == ELSEWHERE or bool(form.errors),
                "commune_code": asked.text("commune_code"),
            }
        case Step.PAPERS:
            return _so_far(asked) | _papers(form)
        case _:
            return _so_far(asked)


def _photos(asked: Asked) -> list[dict[str, str]]:
    photos = asked.draft.files.filter(kind=DraftFile.Kind.PHOTO).order_by("position", "pk")
    return [
        {"url": photo_url(file), "alt": "", "remove_name": "remove", "remove_value": str(file.pk)}
        for file in photos
    ]


def _so_far(asked: Asked) -> dict[str, Any]:
    """The listing as it is known by now: two photos and its name."""
    return {"so_far": {"photos": _photos(asked)[:2], "name": asked.text("name")}}


def _price(form: Question) -> dict[str, Any]:
    """Units to choose, what others ask, and the price read back when it can be read."""
    asked = form.asked
    try:
        category = read_category(asked)
    except ValidationError:
        category = None
    usual = category.default_unit if category else Unit.KG
    unit = str(form["unit"].value() or usual)
    at_hand, others = unit_tiles(usual=usual, chosen=unit)
    context: dict[str, Any] = {"units": at_hand, "other_units": others}
    context["is_other_open"] = any(tile.is_chosen for tile in others)
    if category and unit in Unit.values:
        found = asked_now(category_id=category.pk, unit=unit, on=asked.on, besides=asked.farmer.pk)
        context["range"] = found and {
            "lowest": say_price(found.lowest_vnd),
            "highest": say_price(found.highest_vnd),
            "is_one": found.lowest_vnd == found.highest_vnd,
            "unit": short_unit(unit),
            "category": category.shown_name,
        }
    try:
        offered = READERS[Step.PRICE](asked)
    except ValidationError:
        return context
    reading = render_to_string("products/reading.html", {"reading": say_reading(offered.price)})
    return context | {"reading": reading, "has_to_confirm": form.is_bound}


def _papers(form: Question) -> dict[str, Any]:
    asked = form.asked
    scan = scan_of(asked.draft)
    has_paper = scan is not None or any(asked.text(name) for name in PAPER_ANSWERS)
    return {
        "has_paper": has_paper,
        "is_paper_open": has_paper or bool(form.errors),
        "scan": scan and {"url": photo_url(scan), "is_pdf": scan.media_type == PDF},
    }
