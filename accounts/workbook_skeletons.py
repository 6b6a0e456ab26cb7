"""What stands in a workbook around its rows? Everything but the rows is made by xlsxwriter: heading, header, formats.

A skeleton holds one empty row where the data belong. The writer streams the rows and puts the text before the empty
row and the text after it around them, so nothing of a sheet but its rows is written by our own hand. What stands
beneath is made as if there were one row, and moved down: xlsxwriter keeps something of every row it walks over.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from accounts.official_forms import OfficialForm, Signature
from accounts.sheets import Column, Sheet, runs_of

A4 = 9
TITLE_HEIGHT = 24  # points
WIDEST_ON_A4 = 260  # characters; beyond, letters that fit on one sheet are too small to read
LEFT_SHARE = 0.45  # of a sheet's width that the left half of a heading takes
WIDEST_HEADING = 110  # characters; on a wider sheet the right half would be out of sight
DATA_FORMATS: dict[str, dict[str, object]] = {
    "text": {"num_format": "@"},
    "mark": {"num_format": "@", "align": "center"},
    "number": {"num_format": "#,##0"},
    "fraction": {"num_format": "#,##0.0##"},
    "year": {"num_format": "0"},
    "date": {"num_format": "dd/mm/yyyy", "align": "left"},
}
HEADER = {"bold": True, "bg_color": "#e4efe2", "border": 1, "text_wrap": True, "align": "center"}
OTHER_FORMATS: dict[str, dict[str, object]] = {
    "above": {"italic": True, "font_color": "#5a6355"},
    "header": HEADER | {"valign": "vcenter"},
    "line": {"align": "center"},
    "strong": {"align": "center", "bold": True},
    "title": {"align": "center", "bold": True, "font_size": 14},
    "soft": {"align": "center", "italic": True},
    "total": {"bold": True},
}
DIMENSION = re.compile(r"<dimension [^>]*/>")
STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
# Rows, cells, and ranges (merged cells, the filter): what has to move down. Texts are kept elsewhere.
PLACES = re.compile(r'(?<=<row r=")\d+|(?<=<c r=")[A-Z]+\d+|(?<= ref=")[A-Z]+\d+:[A-Z]+\d+')
FILTER_END = (
    r'(<definedName name="_xlnm._FilterDatabase" localSheetId="{sheet}"[^>]*>[^<]*\$)(\d+)(?=</definedName>)'
)


@dataclass(frozen=True)
class SheetText:
    """The XML of a sheet before and after its rows, the number of its first row, the numbers of the formats."""

    before: str
    after: str
    first_row: int
    styles: dict[str, str]


@dataclass(frozen=True)
class Skeleton:
    """A workbook without its rows: the text of its sheets by part name, and every other part."""

    sheets: dict[str, SheetText]
    parts: dict[str, bytes]


def skeleton_of(sheets: Sequence[Sheet], counts: Sequence[int]) -> Skeleton:
    """The skeleton of a workbook whose sheets have so many rows; what stands beneath a table depends on them."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    builders = [_Builder(book, sheet) for sheet in sheets]
    for builder, count in zip(builders, counts, strict=True):
        builder.build(count)
    book.close()
    with zipfile.ZipFile(made) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    texts, workbook = {}, contents["xl/workbook.xml"].decode()
    for number, (builder, count) in enumerate(zip(builders, counts, strict=True)):
        name = f"xl/worksheets/sheet{number + 1}.xml"
        down = max(count - 1, 0)
        texts[name] = _cut(contents.pop(name).decode(), builder.empty_row, down)
        workbook = _with_filter_moved(workbook, number, down)
    contents["xl/workbook.xml"] = workbook.encode()
    return Skeleton(texts, contents)


def _with_filter_moved(workbook: str, sheet: int, down: int) -> str:
    """The part that names the sheets, with the end of one's filter so many rows lower."""
    end = FILTER_END.format(sheet=sheet)
    return re.sub(end, lambda found: f"{found[1]}{int(found[2]) + down}", workbook)


def _moved_down(xml: str, empty_row: int, down: int) -> str:
    """The text after the data, so many rows lower: every number from the empty row on."""

    def moved(number: re.Match[str]) -> str:
        row = int(number[0])
        return str(row + down if row >= empty_row else row)

    return PLACES.sub(lambda place: re.sub(r"\d+", moved, place[0]), xml)


def _cut(xml: str, empty_row: int, down: int) -> SheetText:
    """Cut a sheet in two where its empty row stands, which tells the formats."""
    found = re.search(rf'<row r="{empty_row}"[^>]*>(.*?)</row>', xml)
    if found is None:
        raise LookupError("the skeleton has no empty row")
    styles = dict(zip(DATA_FORMATS, STYLE.findall(found[1]), strict=True))
    # A range that ends above the data would hide rows from readers that believe it; it may be left out.
    before = DIMENSION.sub("", xml[: found.start()])
    return SheetText(before, _moved_down(xml[found.end() :], empty_row, down), empty_row, styles)


class _Builder:
    """Builds one sheet; rows and columns are counted from 0 here, as xlsxwriter does."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page: Worksheet = book.add_worksheet(sheet.name)
        self.formats: dict[str, Format] = {
            name: book.add_format({"valign": "top"} | options)
            for name, options in (DATA_FORMATS | OTHER_FORMATS).items()
        }
        lines = {"border": 1} if sheet.form else {}
        self.cells = [
            book.add_format({"valign": "top"} | lines | DATA_FORMATS[name]) for name in DATA_FORMATS
        ]
        self.last = len(sheet.columns) - 1
        self.row = 0

    @property
    def empty_row(self) -> int:
        """The number of the empty row as a spreadsheet counts."""
        return self.top + 1

    def build(self, count: int) -> None:
        """Write what stands around so many rows."""
        for place, column in enumerate(self.sheet.columns):
            self.page.set_column(place, place, column.width, self.formats[column.kind])
        if self.sheet.form:
            self._heading(self.sheet.form)
        for line in self.sheet.above:
            self.page.write_string(self.row, 0, line, self.formats["above"])
            self.row += 1
        self._header()
        self.top = self.row
        for place, cell in enumerate(self.cells):
            self.page.write_blank(self.top, place, None, cell)
        self.page.freeze_panes(self.top, 0)
        if count:
            self.page.autofilter(self.top - 1, 0, self.top, self.last)
        if self.sheet.form:
            self.row = self.top + min(count, 1) + 1
            self._footing(self.sheet.form, count)
            self._print()

    def _header(self) -> None:
        columns, style = self.sheet.columns, self.formats["header"]
        if self.sheet.is_grouped:
            for group, first, last in runs_of(columns):
                for place in range(first, last + 1):
                    self.page.write_blank(self.row, place, None, style)
                if group:
                    self._across(self.row, first, last, group, style)
                else:
                    self.page.merge_range(self.row, first, self.row + 1, first, columns[first].header, style)
            self.row += 1
        for place, column in enumerate(columns):
            if column.group or not self.sheet.is_grouped:
                self.page.write_string(self.row, place, column.header, style)
        self.row += 1

    def _heading(self, form: OfficialForm) -> None:
        halves = _halves(self.sheet.columns)
        last_row = len(form.left) - 1, len(form.right) - 1
        for row, texts in enumerate(form.heading):
            for (first, last), text, strong in zip(halves, texts, last_row, strict=True):
                if text:
                    self._across(
                        self.row, first, last, text, self.formats["strong" if row == strong else "line"]
                    )
            self.row += 1
        self.row += 1
        self.page.set_row(self.row, TITLE_HEIGHT)
        for text, style in [(form.title, "title"), *((line, "soft") for line in form.subtitles)]:
            self._across(self.row, 0, halves[1][1], text, self.formats[style])
            self.row += 1
        self.row += 1

    def _footing(self, form: OfficialForm, count: int) -> None:
        halves = _halves(self.sheet.columns)
        if form.total:
            self.page.write_string(self.row, 0, form.total(count), self.formats["total"])
            self.row += 1
        if form.place_and_day:
            self._across(self.row, *halves[1], form.place_and_day, self.formats["soft"])
            self.row += 1
        for (first, last), signature in zip(halves, form.signatures, strict=False):
            for row, (text, style) in enumerate(_lines_of(signature)):
                self._across(self.row + row, first, last, text, self.formats[style])

    def _across(self, row: int, first: int, last: int, text: str, style: Format) -> None:
        if first == last:
            self.page.write_string(row, first, text, style)
        else:
            self.page.merge_range(row, first, row, last, "", style)
            self.page.write_string(row, first, text, style)

    def _print(self) -> None:
        """A4 lying on its side, the header on every page; a sheet too wide for one begins each with its first columns."""
        self.page.set_landscape()
        self.page.set_paper(A4)
        self.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        if sum(column.width for column in self.sheet.columns) <= WIDEST_ON_A4:
            self.page.fit_to_pages(1, 0)
        else:
            self.page.repeat_columns(0, 1)
        self.page.repeat_rows(self.top - (2 if self.sheet.is_grouped else 1), self.top - 1)
        self.page.set_footer("&C&P/&N")


def _lines_of(signature: Signature) -> list[tuple[str, str]]:
    lines = [(line, "strong") for line in signature.who]
    return [*lines, (signature.how, "soft")] if signature.how else lines


def _halves(columns: Sequence[Column]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and last columns of the left and of the right half of a heading."""
    widths, seen = [column.width for column in columns], 0
    last = len(columns) - 1
    for place, width in enumerate(widths):
        seen += width
        if seen >= WIDEST_HEADING:
            last = place
            break
    whole, seen = sum(widths[: last + 1]), 0
    for place, width in enumerate(widths[:last]):
        seen += width
        if seen >= whole * LEFT_SHARE:
            return (0, place), (place + 1, last)
    return (0, max(last - 1, 0)), (last, last)
