import os
import resource
import signal
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from accounts.tables.opening import Kind, Unreadable, check_upload, remarks_on
from accounts.tables.reading import rows_of, sheets_of, tops_of
from tests.ugly.older import write_bare
from tests.ugly.workbook import write

SHEET = '<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>'


def good(path):
    write(path, {"Sheet1": {1: ["Họ và tên", "SĐT"], 2: ["Siu A", 905123456]}}, {})
    return path


def read(path, name):
    return list(rows_of(path, check_upload(path, name)))


def refused(path, name=None):
    """What is said of a file, whether its outside or its inside gives it away."""
    with pytest.raises(Unreadable) as caught:
        read(path, name or path.name)
    (sentence,) = caught.value.messages
    assert len(sentence) > 30
    return caught.value.code


def compound(*streams):
    """The outside of a compound file: a header and one sector of directory."""
    entries = b""
    for name in ("Root Entry", *streams):
        said = name.encode("utf-16-le") + b"\0\0"
        entries += said.ljust(64, b"\0") + struct.pack("<HBB", len(said), 2, 1) + b"\0" * 60
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"%PDF-1.7 x", "other_kind"),
        ("a.xls", b"\x89PNG\r\n\x1a\n\0\0\0", "other_kind"),
        ("a.csv", b"\x00\x01\x02\x03binary\x00\x00", "other_kind"),
        ("a.docx", compound("WordDocument"), "word"),
        ("a.xlsx", compound("EncryptionInfo", "EncryptedPackage"), "password"),
        ("a.xls", compound("Contents"), "other_kind"),
        ("a.xls", compound("Workbook"), "broken"),
        ("a.xlsx", "Họ và tên;SĐT\nSiu A;0905".encode(), "wrong_ending"),
        ("a.xlsx", b"PK\x03\x04 nothing more", "broken"),
        ("a.xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml_workbook"),
        ("a.xls", b"<html><frameset><frame src='a_files/sheet001.htm'></frameset></html>", "web_frames"),
        ("a.xml", b'<?xml version="1.0"?><a/>', "other_kind"),
        ("a.xls", b"<html><body>Kh\xc3\xb4ng c\xc3\xb3 g\xc3\xac</body></html>", "no_table"),
    ],
)  # fmt: skip
def test_file_that_is_no_table_is_refused_in_one_sentence(tmp_path, name, data, code):
    path = tmp_path / "upload"
    path.write_bytes(data)

    assert refused(path, name) == code


def test_truncated_workbook_is_refused(tmp_path):
    path = good(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:-200])

    assert refused(path) == "broken"


def test_workbook_with_a_torn_part_is_refused(tmp_path):
    path = good(tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        at = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(data)

    assert refused(path) == "broken"


def test_file_above_the_limit_is_refused(tmp_path, settings):
    settings.TABLE_LIMITS = {"upload_bytes": 2_000_000}
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" * 500_001)

    assert refused(path) == "too_large"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"xl/workbook.bin": b"x"}, "binary_workbook"),
        ({"word/document.xml": b"<w/>"}, "word"),
        ({"photos/1.jpg": b"x"}, "other_kind"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "other_kind"),
        (
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            },
            "password",
        ),
        ({"xl/workbook.xml": b"<workbook/>"} | {f"xl/{n}.xml": b"<a/>" for n in range(2_001)}, "suspicious"),
        ({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}, "suspicious"),
        ({"xl/workbook.xml": b"<workbook/>"}, "broken"),
    ],
)
def test_zip_that_is_no_honest_workbook_is_refused(tmp_path, parts, code):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)

    assert refused(path) == code


def test_zip_bomb_is_refused_by_its_directory(tmp_path):
    path = tmp_path / "a.xlsx"
    write_bare(path, ("<row/>" * 100_000 for _ in range(500)), prefix="")

    assert path.stat().st_size < 1_500_000
    assert refused(path) == "suspicious"


def test_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    write_bare(
        path,
        (f'<row><c t="inlineStr"><is><t>{"x" * 30_000}</t></is></c></row>' for _ in range(10_000)),
        prefix="",
    )
    data = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/list.xml").file_size
    path.write_bytes(data.replace(struct.pack("<L", size), struct.pack("<L", 900_000)))

    assert refused(path) == "broken"


def test_nested_entities_are_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    write_bare(path, SHEET, prefix="", before='<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "&d;&d;">]>')

    assert refused(path) == "suspicious"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("XFD1048576", "too_heavy"),
        ("ZZ2", "too_many_columns"),
        ("A16000000", "far_row"),
        ("B2000000000", "too_heavy"),
    ],
)
def test_far_cell_is_one_clear_error(tmp_path, place, code):
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    path = tmp_path / "a.xlsx"
    write_bare(path, f'{SHEET}<row r="{row}"><c r="{place}"><v>1</v></c></row>', prefix="")

    assert refused(path) == code


def test_stray_cell_in_the_last_row_costs_time_alone(tmp_path):
    path = tmp_path / "a.xlsx"
    write_bare(path, f'{SHEET}<row r="1048576"><c r="B1048576"><v>1</v></c></row>', prefix="")

    assert list(rows_of(path, Kind.XLSX)) == [(1, ["Họ và tên", ""], False), (1_048_576, ["", 1], False)]


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "B7:A1"])
def test_dimension_may_lie(tmp_path, dimension):
    path = tmp_path / "a.xlsx"
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 301))
    write_bare(path, rows, dimension=dimension, prefix="")

    assert [row.number for row in rows_of(path, Kind.XLSX)] == list(range(1, 301))


def test_more_rows_than_allowed_are_refused(tmp_path, settings):
    settings.TABLE_LIMITS = {"rows": 1_000}
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" * 1_001)

    assert refused(path) == "too_many_rows"


@pytest.mark.parametrize(("name", "text"), [("a.csv", "a;" * 201), ("a.html", "<table><tr>" + "<td>a" * 201)])
def test_more_columns_than_allowed_are_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text + "b")

    assert refused(path) == "too_many_columns"


def test_more_sheets_than_allowed_are_refused(tmp_path):
    book = Workbook()
    for number in range(50):
        book.create_sheet(f"Thôn {number}")
    book.save(tmp_path / "a.xlsx")

    assert refused(tmp_path / "a.xlsx") == "too_many_sheets"


def test_quotation_mark_that_never_ends_is_refused_with_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a;b\n1;2\n"3;4\n' + "5;6\n" * 20_000)

    with pytest.raises(Unreadable) as caught:
        list(rows_of(path, Kind.CSV))

    assert (caught.value.code, caught.value.params["row"]) == ("long_cell", 3)


def test_unknown_sheet_is_refused(tmp_path):
    with pytest.raises(Unreadable) as caught:
        list(rows_of(good(tmp_path / "a.xlsx"), Kind.XLSX, sheet="Tháng 13"))

    assert caught.value.code == "no_such_sheet"


def test_child_that_takes_too_long_is_one_clear_error(tmp_path, settings):
    settings.TABLE_LIMITS = {"child_seconds": 1}
    path = tmp_path / "a.xls"
    path.write_text("<table>" + "<tr><td>a<td>b<td>c" * 190_000)

    assert refused(path) == "too_slow"


def test_child_out_of_memory_is_one_clear_error(tmp_path, settings):
    settings.TABLE_LIMITS = {"child_bytes": 60_000_000}
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n" * 4_000_000)

    assert refused(path) == "too_heavy"


@pytest.fixture
def started(monkeypatch):
    """The children that were started, the first one first."""
    found = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        "accounts.tables.asking.subprocess.Popen",
        lambda *args, **options: found.append(popen(*args, **options)) or found[-1],
    )
    return found


def test_child_that_is_killed_is_one_clear_error(tmp_path, started):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b;c;d;e;f\n" * 150_000)

    rows = rows_of(path, Kind.CSV)
    next(rows)
    os.kill(started[0].pid, signal.SIGKILL)
    with pytest.raises(Unreadable) as caught:
        list(rows)

    assert caught.value.code == "too_heavy"
    assert started[0].returncode == -signal.SIGKILL


def test_reading_that_is_left_leaves_no_child(tmp_path, started):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b;c;d;e;f\n" * 150_000)

    rows = rows_of(path, Kind.CSV)
    next(rows)
    rows.close()

    assert len(started) == 1
    assert started[0].returncode is not None


def test_parent_stays_small_while_its_child_dies_of_a_file(tmp_path):
    path = tmp_path / "a.xlsx"
    write_bare(path, f'{SHEET}<row r="1048576"><c r="GR1048576"><v>1</v></c></row>', prefix="")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()

    assert refused(path) == "too_heavy"

    assert time.monotonic() - began < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_child_imports_no_django():
    code = "import sys, accounts.tables.child, accounts.tables.books, accounts.tables.pages, accounts.tables.delimited, accounts.tables.outside; print('django' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert said.stdout == "False\n"


def test_macros_and_links_are_told_and_not_followed(tmp_path):
    path = good(tmp_path / "a.xlsm")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"x")
        book.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")

    assert check_upload(path, "a.xlsm") == Kind.XLSX
    assert len(remarks_on(path)) == 2
    assert [row.cells for row in rows_of(path, Kind.XLSX)] == [["Họ và tên", "SĐT"], ["Siu A", 905123456]]


def test_hidden_sheets_are_listed_and_not_searched(tmp_path):
    book = Workbook()
    book.active.append(["Họ và tên"])
    hidden = book.create_sheet("Cũ")
    hidden.append(["Họ và tên"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    assert sheets_of(tmp_path / "a.xlsx", Kind.XLSX) == [("Sheet", True), ("Cũ", False)]
    assert [top.sheet for top in tops_of(tmp_path / "a.xlsx", Kind.XLSX)] == ["Sheet"]


def test_empty_sheet_has_no_rows(tmp_path):
    Workbook().save(tmp_path / "a.xlsx")

    assert list(rows_of(tmp_path / "a.xlsx", Kind.XLSX)) == []
