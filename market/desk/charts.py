"""How do figures look beside each other? Bars, the longest first, and what is left of them in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from farmers.reporting import Cell, Report
from market.desk.figure_links import list_behind
from market.desk.unit_names import name_of

BAR_WIDTH = 100
MOST_BARS = 12


@dataclass(frozen=True)
class Bar:
    """One figure beside others of its kind: `width` is its share of the longest, 0 to 100, as SVG writes it."""

    label: str
    shown: str
    url: str
    width: str


def bars_of_units(report: Report, key: str, most: int = MOST_BARS) -> tuple[list[Bar], str]:
    """The units with the most of a column, and a sentence on the others ("and 123 others: 4.560")."""
    place = report.place(key)
    rows = sorted(
        (row for row in report.rows if row.unit and row.cells[place].number),
        key=lambda row: -row.cells[place].number,
    )
    shown, others = rows[:most], rows[most:]
    bars = bars_of(
        (
            name_of(row.unit),
            row.cells[place],
            list_behind(report, row.unit, report.columns[place]),
        )
        for row in shown
        if row.unit
    )
    if not others:
        return bars, ""
    rest = sum(row.cells[place].number for row in others)
    words = ngettext("and %(units)s other: %(rest)s", "and %(units)s others: %(rest)s", len(others))
    return bars, words % {"units": len(others), "rest": _number(rest)}


def bars_of_columns(report: Report, keys: Sequence[str]) -> list[Bar]:
    """The sums of some columns, each with its share of all."""
    whole = sum(report.total.cells[report.place(key)].number for key in keys)
    told = []
    for key in keys:
        place = report.place(key)
        column, cell = report.columns[place], report.total.cells[place]
        told.append((column.header, cell, list_behind(report, None, column) if cell.number else ""))
    return [
        Bar(
            bar.label,
            f"{bar.shown} ({_share(cell.number, whole)})" if whole and cell.number else bar.shown,
            bar.url,
            bar.width,
        )
        for bar, (_label, cell, _url) in zip(bars_of(told), told, strict=True)
    ]


def bars_of(rows: Iterable[tuple[str, Cell, str]]) -> list[Bar]:
    """Bars of what is called so, is so many, and has its list there."""
    rows = list(rows)
    longest = max((cell.number for _label, cell, _url in rows), default=0) or 1
    return [
        Bar(label, say(cell), url, str(max(1 if cell.number else 0, BAR_WIDTH * cell.number // longest)))
        for label, cell, url in rows
    ]


def say(cell: Cell) -> str:
    """A figure in words: "1.234", "under 5", "about 40"; nothing where nobody entered it."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    if cell.is_few:
        return _("under %(number)s") % {"number": cell.value}
    if cell.is_rounded and cell.value:
        return _("about %(number)s") % {"number": _number(cell.value)}
    return _number(cell.value)


def _share(count: int, whole: int) -> str:
    return f"{number_format(100 * count / whole, 1)} %"


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=True))
