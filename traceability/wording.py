"""How are a farmer, a harvest and an amount said, on the page and on the label alike?"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from products.units import Unit, short_unit


def farmer_words(name: str, place: str) -> str:
    """Who, always with where; without the farmer's yes only that it is a farmer of the place."""
    if name:
        return f"{name}, {place}"
    return _("A farmer in %(place)s") % {"place": place}


def days(first: date, last: date) -> str:
    """A day, or from one to another without saying the month twice: "02–09/11/2026"."""
    if first == last:
        return date_format(last)
    if get_language() == "vi" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%d}–{date_format(last)}"
    return f"{date_format(first)} – {date_format(last)}"


def duration(in_days: int) -> str:
    """How long something keeps: in years or months where they come out even, else in days."""
    if in_days % 365 == 0:
        years = in_days // 365
        return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
    if in_days % 30 == 0:
        months = in_days // 30
        return ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    return ngettext("%(days)s day", "%(days)s days", in_days) % {"days": in_days}


def unit_words(unit: str) -> str:
    """A unit of sale by its short name; what is none stays as it was written."""
    return short_unit(unit) if unit in Unit.values else unit
