"""How is the price board put: the newest price, how it moved, from when, where it is written?"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from products.board import Row, board_on
from products.units import short_unit
from vietnam.money import format_vnd


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Prices of the province's main produce, for everybody."""
    return render(request, "shop/board.html", {"rows": rows_of(timezone.localdate())})


def rows_of(on: date) -> list[dict[str, Any]]:
    """The context of templates/products/board.html."""
    return [_told(row) for row in board_on(on)]


def _told(row: Row) -> dict[str, Any]:
    newest, category = row.newest, row.newest.category
    return {
        "name": category.shown_name,
        "icon": category.icon,
        "price": _price(row),
        "unit": short_unit(newest.unit),
        "way": "up" if row.change_vnd > 0 else "down" if row.change_vnd < 0 else "same",
        "change": _change(row),
        "day": date_format(newest.on),
        "place": newest.place,
        "source": newest.source,
        "is_old": row.is_old,
        "line": row.line,
        "line_words": _("How the price moved; the numbers stand beside it."),
    }


def _price(row: Row) -> str:
    low, high = row.newest.lowest_vnd, row.newest.highest_vnd
    if low == high:
        return format_vnd(low)
    return f"{number_format(low, force_grouping=True)} – {format_vnd(high)}"


def _change(row: Row) -> str:
    """How far it moved, in words: nobody needs to see a colour."""
    if row.before is None:
        return ""
    day = date_format(row.before.on)
    if row.change_vnd == 0:
        return _("the same as on %(day)s") % {"day": day}
    words = _("%(money)s more than on %(day)s") if row.change_vnd > 0 else _("%(money)s less than on %(day)s")
    return words % {"money": format_vnd(abs(row.change_vnd)), "day": day}
