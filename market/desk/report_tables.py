"""How does a report stand on a page: heads that sort, units that lead further down, figures that open their lists?"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from farmers.reporting import Cell, Column, Report, Row
from market.desk.charts import say
from market.desk.figure_links import list_behind, unit_page
from market.desk.unit_names import name_of

BY_NAME = ""


@dataclass(frozen=True)
class Head:
    """The head of a column; `url` sorts by it, `sorted` says whether it is sorted by."""

    words: str
    url: str
    is_sorted: bool
    is_numeric: bool = True


@dataclass(frozen=True)
class Group:
    """What some neighbours have in common above their heads."""

    words: str
    span: int


@dataclass(frozen=True)
class Shown:
    """A figure and the list it opens, if it has one."""

    words: str
    url: str
    is_numeric: bool


@dataclass(frozen=True)
class Line:
    """A row of the page."""

    name: str
    url: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True)
class Table:
    """A report as the page shows it."""

    groups: tuple[Group, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: Line


def table_of(report: Report, *, by: str, address: Callable[[str], str]) -> Table:
    """The table, sorted by a column (the largest first) or by name; `address` gives the page sorted otherwise."""
    rows = list(report.rows)
    if by != BY_NAME:
        place = report.place(by)
        rows.sort(key=lambda row: -row.cells[place].number)
    name = Head(_("Unit"), address(BY_NAME), by == BY_NAME, is_numeric=False)
    heads = [
        Head(column.header, address(column.key), column.key == by, column.kind != "word")
        for column in report.columns
    ]
    total = Line(_("In all"), "", _cells(report, report.total))
    return Table(_groups(report.columns), (name, *heads), tuple(_line(report, row) for row in rows), total)


def _line(report: Report, row: Row) -> Line:
    unit = row.unit
    if unit is None or unit.is_rest or unit.pk == report.branch.pk:
        return Line(name_of(unit) if unit else "", "", _cells(report, row))
    return Line(name_of(unit), unit_page(report, unit), _cells(report, row))


def _cells(report: Report, row: Row) -> tuple[Shown, ...]:
    return tuple(
        Shown(say(cell), _url(report, row, column, cell), column.kind != "word")
        for column, cell in zip(report.columns, row.cells, strict=True)
    )


def _url(report: Report, row: Row, column: Column, cell: Cell) -> str:
    """Where the figure leads; nothing stands behind a nought, but what is entered can be entered."""
    if not cell.value and column.source != "entered":
        return ""
    if column.source == "entered" and row.unit is None:
        return ""
    return list_behind(report, row.unit, column)


def _groups(columns: tuple[Column, ...]) -> tuple[Group, ...]:
    """One over the names and one for each run of columns; none at all when no column has a group."""
    if not any(column.group for column in columns):
        return ()
    groups = [Group("", 1)]
    last = ""
    for column in columns:
        if column.group and column.group == last:
            groups[-1] = Group(last, groups[-1].span + 1)
        else:
            groups.append(Group(column.group, 1))
        last = column.group
    return tuple(groups)
