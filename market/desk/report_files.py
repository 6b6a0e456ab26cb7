"""How is a report written in the association's form: on paper, as a workbook, as delimited text? Counts alone, no people."""

from collections.abc import Iterator
from typing import IO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.delimited import CSV, write_delimited
from accounts.printed_lists import PDF, write_printed_list
from accounts.sheets import Column as SheetColumn
from accounts.sheets import Sheet
from accounts.workbooks import XLSX, write_workbook
from farmers.letterheads import official_form
from farmers.reporting import Cell, Column, Report, Row
from market.desk.charts import say
from market.desk.reports import Kind
from market.desk.unit_names import name_of

CONTENT_TYPES = {"pdf": PDF, "xlsx": XLSX, "csv": CSV}
WIDTHS = {"count": 8, "money": 14, "word": 9}


def write_report(target: IO[bytes], kind: Kind, report: Report, file_format: str) -> None:
    """Write a report; always in Vietnamese. `file_format` is one of CONTENT_TYPES."""
    with override("vi"):
        sheet = sheet_of(kind, report)
        if file_format == "pdf":
            write_printed_list(target, sheet)
        elif file_format == "csv":
            write_delimited(target, sheet)
        else:
            write_workbook(target, [sheet])


def sheet_of(kind: Kind, report: Report) -> Sheet:
    """The table with its heading, number, units, sums and signatures."""
    columns = [
        SheetColumn(_("No."), "year", 5),
        SheetColumn(_("Unit"), "text", 24),
        *(_column(column) for column in report.columns),
    ]
    day = report.day or report.period.last_day
    when = _("As of %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    subtitles = (when,) if report.day else (capfirst(str(report.period)), when)
    form = official_form(report.branch, kind.form_title, day, subtitles=subtitles)
    return Sheet(str(kind.title), columns, _rows(report), form=form)


def _column(column: Column) -> SheetColumn:
    # A rounded count is said in words ("under 5"), so its column holds text on the right side of the sheet too.
    kind = "text" if column.kind == "word" or column.is_sensitive else "number"
    return SheetColumn(capfirst(column.header), kind, WIDTHS[column.kind], column.group)


def _rows(report: Report) -> Iterator[list[object]]:
    for number, row in enumerate(report.rows, start=1):
        yield [number, name_of(row.unit) if row.unit else "", *_values(report, row)]
    yield [None, _("In all"), *_values(report, report.total)]


def _values(report: Report, row: Row) -> list[object]:
    return [_value(column, cell) for column, cell in zip(report.columns, row.cells, strict=True)]


def _value(column: Column, cell: Cell) -> object:
    return say(cell) if column.is_sensitive else cell.value
