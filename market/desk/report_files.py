"""How is a report written in the association's form: on paper, as a workbook, as delimited text? Counts alone, no people."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import IO, Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.delimited import CSV, write_delimited
from accounts.printed_lists import PDF, write_printed_list
from accounts.sheets import Column as SheetColumn
from accounts.sheets import Sheet
from accounts.workbooks import XLSX, write_workbook
from farmers.letterheads import official_form
from farmers.reporting import Column, Report, Row
from market.desk.charts import say
from market.desk.reports import Kind
from market.desk.unit_names import name_of

CONTENT_TYPES = {"pdf": PDF, "xlsx": XLSX, "csv": CSV}
WIDTHS: Mapping[str, int] = {"count": 8, "money": 16, "word": 9}
TIGHT: Mapping[str, int] = {
    "villages": 8, "farm_households": 11, "member_households": 10, "labourers": 11, "up": 7, "departed": 8, "members": 9,
    "female": 9, "resident": 9, "occupational": 9, "honorary": 8, "core": 8, "party": 8, "minority": 9, "religious": 8,
    "card": 9, "cards_issued": 8, "chapter_resident": 7, "chapter_occupational": 9, "group_resident": 7,
    "group_occupational": 9, "fund_vnd": 18, "chapter_fund_vnd": 15, "grade": 8,
}  # fmt: skip


def write_report(target: IO[bytes], kind: Kind, report: Report, file_format: str, on: date) -> None:
    """Write a report on a day; always in Vietnamese. `file_format` is one of CONTENT_TYPES."""
    with override("vi"):
        sheet = sheet_of(kind, report, on)
        if file_format == "pdf":
            write_printed_list(target, sheet)
        elif file_format == "csv":
            write_delimited(target, sheet)
        else:
            write_workbook(target, [sheet])


def sheet_of(kind: Kind, report: Report, on: date) -> Sheet:
    """The table with its heading, number, units, sums and signatures."""
    columns = [
        SheetColumn(_("No."), "year", 6),
        SheetColumn(_("Unit"), "text", 20),
        *(_column(report.slug, column) for column in report.columns),
    ]
    day = report.day or min(report.period.last_day, on)
    when = _("As of %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    subtitles = (when,) if report.day else (capfirst(str(report.period)), when)
    form = official_form(report.branch, kind.form_title, on, subtitles=subtitles)
    return Sheet(str(kind.title), columns, _rows(report), form=form)


def _column(slug: str, column: Column) -> SheetColumn:
    """As wide as its longest word and its numbers need; the 24 columns on strength must stand on one sheet."""
    header = capfirst(column.header)
    longest = max(len(word) for word in header.split())
    kind: Literal["text", "number"] = "text" if column.kind == "word" else "number"
    width = max(WIDTHS[column.kind], longest + 2)
    if slug == "strength":
        width = TIGHT[column.key]
    return SheetColumn(header, kind, width, column.group)


def _rows(report: Report) -> Iterator[list[object]]:
    for number, row in enumerate(report.rows, start=1):
        yield [number, name_of(row.unit) if row.unit else "", *_values(row)]
    yield [None, _("In all"), *_values(report.total)]


def _values(row: Row) -> list[object]:
    """A rounded count is said in words ("under 5"), any other is a number."""
    return [say(cell) if cell.is_rounded else cell.value for cell in row.cells]
