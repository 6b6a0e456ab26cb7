"""Which ZIPs are opened, and is a scan found by the name that a table gives it?"""

import io
import struct
import unicodedata
import zipfile

import pytest
from django.core.exceptions import ValidationError

from farmers.importing_certificates import archive
from farmers.importing_certificates.archive import SCANS, TABLE, Scans, pack, scans_in, unpack_table
from tests.farmers.importing_certificates.conftest import zipped

NAME = "Giấy của Nga.jpg"


def refused(file: io.BytesIO) -> str:
    with pytest.raises(ValidationError) as error:
        Scans(file)
    return str(error.value.code)


def code(scans: Scans, name: str) -> str:
    with pytest.raises(ValidationError) as error:
        scans.read(name)
    return str(error.value.code)


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("nga.jpg", "nga.jpg"),
        ("nga.jpg", "NGA"),
        ("NGA.JPG", "nga.jpg"),
        ("quét/thư mục/Giấy của Nga.jpg", NAME),
        (unicodedata.normalize("NFD", NAME), NAME),
        (NAME, "giay cua nga"),
        ("Giấy_của-Nga.jpg", NAME),
        ("folder\\nga.pdf", "nga"),
        ("../../etc/nga.pdf", "nga.pdf"),
        ("/nga.pdf", "C:\\scans\\nga.pdf"),
    ],
)
def test_a_file_is_found_however_its_name_is_written(kept, asked):
    assert Scans(zipped({kept: b"x"})).read(asked) == b"x"


@pytest.mark.parametrize("lettering", ["utf-8", "cp1258"])
def test_a_name_in_another_lettering_is_read(lettering):
    """As old Windows writes it: without saying which letters it means."""
    name = "Giay cua Đào.jpg"
    content = zipped({"x" * len(name.encode(lettering)): b"x"}).getvalue()
    old = content.replace(b"x" * len(name.encode(lettering)), name.encode(lettering))

    assert Scans(io.BytesIO(old)).read(name) == b"x"


def test_what_a_machine_adds_is_no_scan():
    scans = Scans(
        zipped({"__MACOSX/._nga.jpg": b"1", "Thumbs.db": b"2", "a/.DS_Store": b"3", "nga.jpg": b"4"})
    )

    assert len(scans) == 1
    assert scans.read("nga") == b"4"


def test_a_name_that_is_not_there_or_there_twice_is_told():
    scans = Scans(zipped({"a/nga.jpg": b"1", "b/nga.jpg": b"2", "lan.jpg": b"3", "lan.pdf": b"4"}))

    assert [code(scans, name) for name in ("none.jpg", "", "nga.jpg", "lan")] == [
        "no_file",
        "no_file",
        "several",
        "several",
    ]
    assert scans.read("lan.pdf") == b"4"


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 broken", b"PK\x05\x06" + bytes(10)])
def test_what_is_no_zip_is_refused(content):
    assert refused(io.BytesIO(content)) == "no_zip"


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 2)

    assert refused(zipped({f"{number}.jpg": b"" for number in range(3)})) == "many"


def test_a_file_that_swells_is_refused():
    assert refused(zipped({"bomb.jpg": bytes(30_000_000)})) == "swollen"


def test_more_than_a_disk_should_take_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_INFLATED", 10)

    assert refused(zipped({"a.jpg": b"12345", "b.jpg": b"678901"})) == "swollen"


def test_a_file_larger_than_it_says_is_cut_off(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_FILE", 10)

    assert code(Scans(zipped({"a.jpg": b"12345678901"})), "a.jpg") == "large"


def test_a_size_that_lies_is_noticed():
    content = bytearray(zipped({"a.jpg": b"A" * 5_000}).getvalue())
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, directory + 24, 10)

    assert code(Scans(io.BytesIO(bytes(content))), "a.jpg") == "broken"


def test_a_password_is_refused():
    content = bytearray(zipped({"a.jpg": b"x"}).getvalue())
    for place in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[place] |= 1

    assert refused(io.BytesIO(bytes(content))) == "password"


def test_a_table_and_its_scans_are_kept_in_one_file(tmp_path):
    packed = tmp_path / "packed.xlsx"
    with packed.open("wb") as target:
        pack(io.BytesIO(b"table"), zipped({"nga.jpg": b"scan"}), target)

    assert zipfile.ZipFile(packed).namelist() == [TABLE, SCANS]
    assert unpack_table(packed, ".xlsx", tmp_path).read_bytes() == b"table"
    with scans_in(packed) as scans:
        assert scans.read("nga") == b"scan"


def test_a_table_may_come_without_scans(tmp_path):
    packed = tmp_path / "packed.xlsx"
    with packed.open("wb") as target:
        pack(io.BytesIO(b"table"), None, target)

    with scans_in(packed) as scans:
        assert len(scans) == 0
