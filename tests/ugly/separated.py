"""Text files of separated values, as old programs and Excel's "Save as" make them."""

from tests.ugly.lettering import cp1258, tcvn3
from tests.ugly.workbook import Ugly, records

_LIST = {"full_name": 1, "birth_date": 2, "address": 3, "phone": 4}
_LIST_ROWS = [
    ["1", "Nguyễn Văn Lợi", "05/02/1968", "Thôn 3, xã Nghĩa Hưng, huyện Chư Păh", "0905123456"],
    ["2", "Trần Thị Hồng", "1975", "Thôn 4, xã Nghĩa Hòa", ""],
    ["3", "Phạm Đình Hướng", "14-9-1959", "Tổ dân phố 2, thị trấn Phú Hòa", "978000123"],
]
_HEADER = ["STT", "Họ và tên", "Ngày sinh", "Nơi ở hiện nay", "Điện thoại"]


def _text(separator, *, title=True, newline="\r\n"):
    lines = [["DANH SÁCH HỘI VIÊN NĂM 2009" + separator * 4], [separator * 4]] if title else []
    return newline.join(separator.join(cells) for cells in [*lines, _HEADER, *_LIST_ROWS, [separator * 4]])


SEMICOLONS = Ugly(
    "ds cp1258.csv",
    lambda path: path.write_bytes(cp1258(_text(";"))),
    header_rows=(3, 3),
    sheet="",
    mapping=_LIST,
    records=records(4, _LIST, _LIST_ROWS),
)
WIDE = Ugly(
    "unicode text cua Excel.txt",
    lambda path: path.write_bytes(_text("\t").encode("utf-16")),
    header_rows=(3, 3),
    sheet="",
    mapping=_LIST,
    records=records(4, _LIST, _LIST_ROWS),
)
VN3 = Ugly(
    "dbase tcvn3.csv",
    lambda path: path.write_bytes(tcvn3(_text("\t", title=False))),
    header_rows=(1, 1),
    sheet="",
    mapping=_LIST,
    records=records(2, _LIST, _LIST_ROWS),
)

# Without accents in its header, values of several lines, quotation marks within values, a line for Excel on top.
_QUOTED = {"full_name": 0, "birth_year": 1, "permanent_address": 2, "notes": 3}
_QUOTED_TEXT = (
    "\ufeffsep=,\r\n"
    "Ho va ten,Nam sinh,Ho khau thuong tru,Ghi chu\r\n"
    '"Lê Thị ""Bé"" Năm",1961,"Thôn 1\nxã Ia Tôr, huyện Chư Prông",\r\n'
    "\r\n"
    'Rơ Mah Lan,1983,"Làng Ó, xã Ia Vê",\'0912\r\n'
)
QUOTED = Ugly(
    "google trang tinh.csv",
    lambda path: path.write_bytes(_QUOTED_TEXT.encode()),
    header_rows=(1, 1),
    sheet="",
    mapping=_QUOTED,
    records={
        2: {"full_name": 'Lê Thị "Bé" Năm', "birth_year": "1961", "permanent_address": "Thôn 1\nxã Ia Tôr, huyện Chư Prông"},
        4: {"full_name": "Rơ Mah Lan", "birth_year": "1983", "permanent_address": "Làng Ó, xã Ia Vê", "notes": "0912"},
    },
)  # fmt: skip
