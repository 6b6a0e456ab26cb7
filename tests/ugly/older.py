"""Workbooks of other programs and other times: Excel 97, LibreOffice, pages called .xls, writers of bare XML."""

import warnings
import zipfile
from datetime import date
from html import escape
from xml.sax.saxutils import escape as xml

from tests.ugly.lettering import tcvn3
from tests.ugly.workbook import Ugly, records

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a library from before Python 3.11
    import xlwt


def _write_xls(path, rows, merged, letters=str):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for top, bottom, left, right in merged:
        sheet.merge(top, bottom, left, right)
    for number, cells in rows.items():
        for column, cell in enumerate(cells):
            if cell == "#N/A":
                sheet.row(number - 1).set_cell_error(column, 0x2A)
            elif isinstance(cell, date):
                sheet.write(number - 1, column, cell, day)
            elif cell != "":
                sheet.write(number - 1, column, letters(cell) if isinstance(cell, str) else cell)
    book.save(str(path))


# Excel 97 with a header of two lines, merged across; phones as numbers, real dates.
_OLD = {"full_name": 1, "born_male": 2, "born_female": 3, "address": 4, "phone": 5, "admitted_on": 6}
_OLD_ROWS = {
    1: ["HỘI NÔNG DÂN HUYỆN ĐAK ĐOA"],
    3: ["Stt", "Họ và tên", "Năm sinh", "", "Địa chỉ", "Số ĐT", "Ngày vào Hội"],
    4: ["", "", "Nam", "Nữ"],
    5: [1, "A Thút", 1966, "", "Làng Kon Chênh, xã Đak Sơmei", 978222111, date(1999, 10, 14)],
    6: [2, "Nguyễn Thị Xuân", "", "10/10/1982", "Thôn 4, TT Đak Đoa", "#N/A", "14/10/2012"],
    8: ["", "Cộng:", 1, 1],
}
OLD = Ugly(
    "DS HV 2014.xls",
    lambda path: _write_xls(path, _OLD_ROWS, [(0, 0, 0, 6), (2, 2, 2, 3), (2, 3, 1, 1)]),
    header_rows=(3, 4),
    mapping=_OLD,
    records=records(5, _OLD, [_OLD_ROWS[5], _OLD_ROWS[6]]),
    others={8: "total"},
)

# The same years typed with the font .VnTime: other letters lie in the cells than the ones that were seen.
_FONT = {"full_name": 1, "gender": 2, "ethnicity": 3, "address": 4}
_FONT_ROWS = {
    2: ["TT", "Họ và tên", "Giới tính", "Dân tộc", "Nơi ở hiện nay"],
    3: [1, "Nguyễn Văn Lợi", "Nam", "Kinh", "Thôn 3, xã Nghĩa Hưng"],
    4: [2, "Trần Thị Ngọc Ánh", "Nữ", "Kinh", "Thôn Đồng Tâm, xã Ia Nhin"],
    5: [3, "Phạm Đình Hướng", "Nam", "Tày", "Thôn 3, xã Nghĩa Hưng"],
}
FONT = Ugly(
    "ds font VnTime.xls",
    lambda path: _write_xls(path, _FONT_ROWS, [], lambda text: tcvn3(text).decode("latin-1")),
    header_rows=(2, 2),
    mapping=_FONT,
    records=records(3, _FONT, [_FONT_ROWS[3], _FONT_ROWS[4].copy(), _FONT_ROWS[5]]),
)
# TCVN3 has no capital with a tone: what was typed as Á lies there as á.
FONT.records[4]["full_name"] = "Trần Thị Ngọc ánh"

# LibreOffice: repeated columns and rows, spans, a date with its value beside what is shown, an error.
_SHEET = {"full_name": 0, "birth_date": 1, "phone": 2, "chapter": 3}
_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Sheet1">
<table:table-row><table:table-cell table:number-columns-spanned="4" office:value-type="string"><text:p>DANH SÁCH HỘI VIÊN LÀNG O PẾCH</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="4"/></table:table-row>
<table:table-row>%(header)s</table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Siu Thoan</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="1977-08-19"><text:p>19/08/77</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="905777888"><text:p>905777888</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>O Pếch</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>Rơ Châm Hyut</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1964"><text:p>1964</text:p></table:table-cell><table:table-cell table:formula="of:=[.#REF!]" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>O Pếch</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def _ods(path):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("Họ tên hội viên", "Ngày sinh", "ĐT", "Chi hội")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        book.writestr("content.xml", _ODS % {"header": cells})
        book.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )


OTHER_OFFICE = Ugly(
    "ds libreoffice.ods",
    _ods,
    header_rows=(4, 4),
    mapping=_SHEET,
    records={
        5: {
            "full_name": "Siu Thoan",
            "birth_date": date(1977, 8, 19),
            "phone": 905777888,
            "chapter": "O Pếch",
        },
        6: {"full_name": "Rơ Châm Hyut", "birth_date": 1964, "phone": "#REF!", "chapter": "O Pếch"},
    },
    hidden=frozenset({6}),
)

# A program's page called .xls: spans, breaks, a long number that is shown short and kept beside.
_PAGE = {"full_name": 1, "is_resident": 2, "is_occupational": 3, "citizen_id": 4, "address": 5}
_PAGE_TEXT = f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>td {{mso-number-format:General}}</style></head>
<body><table border=1><tr><td colspan=6><b>{escape("HỘI NÔNG DÂN PHƯỜNG DIÊN HỒNG")}</b></td></tr>
<tr><th rowspan=2>STT<th rowspan=2>Họ và tên<th colspan=2>Hội viên<th rowspan=2>Số CCCD<th rowspan=2>Địa chỉ</tr>
<tr><th>dân cư<th>ngành nghề</tr>
<tr><td>1<td>Nguyễn &amp; Văn Út<td>x<td>&nbsp;<td x:num="64066001111">6.4066E+10<td>Tổ 2<br>phường Diên Hồng</tr>
<tr><td>2</td><td>H&#39;Wen Kpă</td><td></td><td>x</td><td>064188002222</td><td>Tổ 3 &ndash; phường Diên Hồng</td></tr>
<tr><td colspan="6">Người lập biểu: Lê Thị Bảy</td></tr></table></body></html>"""
PAGE = Ugly(
    "xuat tu phan mem.xls",
    lambda path: path.write_text(_PAGE_TEXT, encoding="utf-8"),
    header_rows=(2, 3),
    sheet="1",
    mapping=_PAGE,
    records={
        4: {"full_name": "Nguyễn & Văn Út", "is_resident": "x", "citizen_id": "64066001111", "address": "Tổ 2\nphường Diên Hồng"},
        5: {"full_name": "H'Wen Kpă", "is_occupational": "x", "citizen_id": "064188002222", "address": "Tổ 3 – phường Diên Hồng"},
    },
    others={6: "note"},
)  # fmt: skip

# A writer of bare XML: prefixed elements, no cell says where it is, the dimension lies, texts stand in the cells.
_BARE = {"full_name": 0, "gender": 1, "is_core": 2, "birth_year": 3}
_BARE_ROWS = [
    ["Họ và tên", "Giới tính", "Hội viên nòng cốt", "Năm sinh"],
    ["Bùi Thị Nga", "Nữ", True, 1978],
    ["Hoàng Văn Sơn & con", "Nam", False, 1981],
]


def _bare_cell(cell):
    if isinstance(cell, bool):
        return f'<x:c t="b"><x:v>{int(cell)}</x:v></x:c>'
    if isinstance(cell, int):
        return f"<x:c><x:v>{cell}</x:v></x:c>"
    return f'<x:c t="inlineStr"><x:is><x:t>{xml(cell)}</x:t></x:is></x:c>'


def write_bare(path, sheet_data, *, dimension="A1", prefix="x:", before=""):
    """An xlsx of four parts around what is given as its rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId7" Type="{office}/worksheet" Target="/xl/worksheets/list.xml"/></Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for part, text in parts.items():
            book.writestr(part, text)
        with book.open("xl/worksheets/list.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0"?>{before}<{prefix}worksheet {name}="{main}">'.encode())
            sheet.write(f'<{prefix}dimension ref="{dimension}"/><{prefix}sheetData>'.encode())
            for rows in [sheet_data] if isinstance(sheet_data, str) else sheet_data:
                sheet.write(rows.encode())
            sheet.write(f"</{prefix}sheetData></{prefix}worksheet>".encode())


BARE = Ugly(
    "xuat tu ung dung.xlsx",
    lambda path: write_bare(
        path, "".join(f"<x:row>{''.join(map(_bare_cell, row))}</x:row>" for row in _BARE_ROWS)
    ),
    header_rows=(1, 1),
    mapping=_BARE,
    records=records(2, _BARE, _BARE_ROWS[1:]),
)
