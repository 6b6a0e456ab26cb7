"""Which list stands behind a figure, and which page behind a unit?"""

from urllib.parse import urlencode

from django.urls import reverse

from farmers.reporting import Column, Report
from farmers.reporting.selecting import NOW
from farmers.reporting.tables import Unit

# measure of today → list, and what it is narrowed to
LISTS_OF_TODAY = {
    "on_sale": ("desk_listings:index", {"state": "published"}),
    "certified": ("desk_listings:index", {"state": "published", "certified": "yes"}),
    "valid": ("desk_certificates:index", {"standing": "valid"}),
    "runs_out": ("desk_certificates:index", {"standing": "runs_out"}),
    "expired": ("desk_certificates:index", {"standing": "expired"}),
}


def list_behind(report: Report, unit: Unit | None, column: Column) -> str:
    """The address of the list that shows exactly what was counted; "" where there is none to show.

    Who left for another branch and whose ethnicity, religion or party was counted is shown in no list.
    """
    branch = {"branch": unit.pk if unit else report.branch.pk}
    if column.key in LISTS_OF_TODAY:
        # These lists know a branch only together with all below it.
        if unit and unit.is_rest:
            return ""
        name, narrowed = LISTS_OF_TODAY[column.key]
        return f"{reverse(name)}?{urlencode(branch | narrowed)}"
    if column.source == "entered":
        return f"{reverse('desk:branch_figures')}?{urlencode(branch | {'period': report.period.code})}"
    if column.source == "branches":
        return unit_page(report, unit) if unit and not unit.is_rest else ""
    # Moves between units, added up, are no moves from elsewhere into the whole.
    is_sum_of_moves = column.key == "moved" and unit is None
    if column.source != "members" or column.is_sensitive or is_sum_of_moves:
        return ""
    when = NOW if report.day else report.period.code
    code = f"{when}.{column.key}{'.own' if unit and unit.is_rest else ''}"
    return f"{reverse('desk_members:index')}?{urlencode(branch | {'figure': code})}"


def unit_page(report: Report, unit: Unit) -> str:
    """The same report of a unit."""
    asked = {"branch": unit.pk} if report.day else {"branch": unit.pk, "period": report.period.code}
    return f"{reverse('desk:report', args=(ADDRESSES[report.slug],))}?{urlencode(asked)}"


# Words in addresses, as the officers say them.
ADDRESSES = {
    "overview": "tong-quan",
    "strength": "thuc-luc",
    "changes": "bien-dong",
    "admitted": "phat-trien-moi",
    "departed": "giam",
    "age": "do-tuoi",
    "education": "hoc-van",
    "ethnicity": "dan-toc",
    "occupation": "nghe",
}
