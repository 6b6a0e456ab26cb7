import csv
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.places import communes_of, provinces, register, resolve, successors
from vietnam.text import unaccent

DATA = Path(__file__).parent.parent / "data"
with (DATA / "gia_lai_mapping_old_to_new.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = list(csv.DictReader(file))
with (DATA / "gia_lai_communes_135.csv").open(encoding="utf-8", newline="") as file:
    COMMUNES = list(csv.DictReader(file))
OLD_UNITS = {pair["old_code"]: pair for pair in PAIRS}


def names(text, province=None):
    return [unit.full_name for unit in resolve(text, province=province)]


def bare(full_name):
    for kind in ("Xã ", "Phường ", "Thị trấn ", "Huyện ", "Thị xã ", "Thành phố ", "Tỉnh "):
        full_name = full_name.removeprefix(kind)
    return full_name


@pytest.mark.parametrize("row", COMMUNES, ids=lambda row: row["slug"])
def test_every_commune_of_gia_lai_resolves_to_itself(row):
    for text in (
        f"{row['full_name']}, Tỉnh Gia Lai",
        f"{row['name']}, Gia Lai",
        f"{row['name']} Gia Lai",
        f"Thôn 3, {row['full_name']}, tỉnh Gia Lai, Việt Nam",
    ):
        for written in (text, unaccent(text).lower(), unicodedata.normalize("NFD", text), text.upper()):
            assert resolve(written)[0].code == row["code"], written
    assert resolve(row["name"], province="52")[0].code == row["code"]
    assert resolve(unaccent(row["full_name"]), province="52")[0].code == row["code"]


@pytest.mark.parametrize("old", OLD_UNITS.values(), ids=OLD_UNITS.keys())
def test_every_old_address_of_gia_lai_gives_what_stands_there(old):
    expected = [unit.code for unit in successors(old["old_code"])]
    text = f"{old['old_name']}, {old['old_district']}, {old['old_province']}"
    short = ", ".join(bare(old[key]) for key in ("old_name", "old_district", "old_province"))
    for written in (text, unaccent(text), f"Làng Ví Dụ, {text}", text.replace(", ", " ")):
        assert [unit.code for unit in resolve(written)] == expected, written
    for written in (
        short,
        unaccent(short).lower(),
        unicodedata.normalize("NFD", short),
        f"Số 5 Lê Lợi, {short}",
    ):
        assert set(expected) <= {unit.code for unit in resolve(written)}, written


def test_every_commune_of_the_country_resolves_to_itself():
    for province in provinces():
        for unit in communes_of(province.code):
            assert resolve(f"{unit.full_name}, {province.full_name}")[0] == unit
            assert unit in resolve(unaccent(f"{unit.full_name}, {province.name}"))


def test_every_old_address_of_the_country_gives_what_stands_there():
    for code, old in register.legacy_communes().items():
        assert resolve(str(old)) == list(successors(code)), old
        assert set(resolve(unaccent(str(old)).lower())) >= set(successors(code)), old


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xã Gào, TP Pleiku, Gia Lai", ["Xã Gào"]),
        ("Làng Ví Dụ, Gào, Pleiku, Gia Lai", ["Xã Gào"]),
        ("lang vi du gao pleiku gia lai", ["Xã Gào"]),
        ("Gào - Pleiku - Gia Lai", ["Xã Gào"]),
        ("gao, pleiku", ["Xã Gào"]),
        ("ia ly, chư păh", ["Xã Ia Ly"]),
        ("ialy", ["Xã Ia Ly"]),
        ("Ia Lý", ["Xã Ia Ly"]),
        ("iahrung", ["Xã Ia Hrung"]),
        ("X. Ia Hrung", ["Xã Ia Hrung"]),
        ("P. Quy Nhơn", ["Phường Quy Nhơn"]),
        ("P.Quy Nhơn, T. Gia Lai", ["Phường Quy Nhơn"]),
        ("Phường Diên Hồng, Pleiku", ["Phường Diên Hồng"]),
        (
            "12/3 Hùng Vương, Phường Diên Hồng, TP. Pleiku, tỉnh Gia Lai, 600000, Việt Nam",
            ["Phường Diên Hồng"],
        ),
        ("Phường Tây Sơn, Pleiku", ["Phường Pleiku"]),
        ("thị trấn Phú Hòa, huyện Chư Păh, tỉnh Gia Lai", ["Xã Chư Păh"]),
        ("TT Chư Prông, H. Chư Prông, Gia Lai", ["Xã Chư Prông"]),
        ("Xã H'Bông, Chư Sê", ["Xã Ia Hrú"]),
        ("xã H’ Bông, Chư Sê", ["Xã Ia Hrú"]),
        ("k’rong, k'bang", ["Xã Krong"]),
        ("xã Đắc Sơ Mei, Đắk Đoa", ["Xã Đak Sơmei"]),
        ("xa dak rong, gia lai", ["Xã Đak Rong"]),
        ("Thôn 2, xã Nghĩa Hưng (nay là xã Biển Hồ), tỉnh Gia Lai", ["Xã Biển Hồ"]),
        ("Xã Nghĩa Hưng (cũ), huyện Chư Păh", ["Xã Biển Hồ"]),
        ("Nhơn Lý, Quy Nhơn, Bình Định", ["Phường Quy Nhơn Đông"]),
        ("Nhơn Lý, Quy Nhơn, Gia Lai", ["Phường Quy Nhơn Đông"]),
        ("phuong 1, quan 3, tphcm", ["Phường Bàn Cờ"]),
        ("P01 Q3 HCM", ["Phường Bàn Cờ"]),
        ("Xã Long Sơn, Vũng Tàu, Bà Rịa - Vũng Tàu", ["Xã Long Sơn"]),
        ("Xuân Hương, Lâm Đồng", ["Phường Xuân Hương - Đà Lạt"]),
        ("Tam Quan Hoài Nhơn Gia Lai", ["Phường Tam Quan"]),
        ("Côn Đảo", ["Đặc khu Côn Đảo"]),
    ],
)
def test_resolve_reads_addresses_of_today_and_of_old(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize("text", ["Xã An Nghĩa, An Lão, Bình Định", "an nghia, an lao"])
def test_resolve_gives_all_parts_of_a_split_commune(text):
    assert names(text) == ["Xã An Hoà", "Xã An Toàn"]


def test_resolve_gives_the_commune_of_the_name_before_those_of_the_district():
    expected = ["Xã Chư Păh", "Xã Biển Hồ", "Xã Ia Khươl", "Xã Ia Ly", "Xã Ia Phí"]
    assert names("chu pah") == expected
    assert names("Huyện Chư Păh, tỉnh Gia Lai") == expected
    assert names("Làng Ví Dụ, Chư Păh") == expected
    assert names("xã Chư Păh") == ["Xã Chư Păh"]


def test_resolve_gives_the_communes_of_a_city_of_old():
    expected = [
        "Phường Quy Nhơn",
        "Phường Quy Nhơn Bắc",
        "Phường Quy Nhơn Tây",
        "Phường Quy Nhơn Nam",
        "Phường Quy Nhơn Đông",
        "Xã Nhơn Châu",
    ]
    assert names("TP Quy Nhơn") == expected
    assert names("Khu vực 2, Quy Nhơn, Gia Lai") == expected


@pytest.mark.parametrize(
    "text", ["Gia Lai", "tỉnh Gia Lai", "Hà Nội", "TP.HCM", "Bà Rịa - Vũng Tàu", "Thành phố Đồng Nai"]
)
def test_resolve_gives_nothing_for_a_province(text):
    assert resolve(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "xã",
        "Atlantis",
        "xã Atlantis, Gia Lai",
        "Xã Atlantis, huyện Chư Păh, tỉnh Gia Lai",
        "Atlantis, Chư Păh, Gia Lai",
        "xã Atlantis, TP Pleiku",
        "Atlantis, Pleiku, Gia Lai",
        "Xã Atlantis, Biển Hồ, Gia Lai",
        "xa khong co that huyen chu pah gia lai",
        "Gào Thét, Pleiku, Gia Lai",
        "Xã Gào, Kon Tum",
        "Xã An Phú, Bình Định",
        "không tồn tại An Phú",
        "Làng Gào",
        "1",
        "北京, Gia Lai",
    ],
)
def test_resolve_gives_nothing_for_an_invented_place(text):
    assert resolve(text) == []


def test_resolve_prefers_the_province_asked_for():
    assert names("bien ho", province="52") == ["Xã Biển Hồ"]
    assert names("bình định", province="52") == ["Phường Bình Định"]
    assert {unit.province_code for unit in resolve("an phu")} > {"52"}
    assert {unit.province_code for unit in resolve("an phu", province="52")} == {"52"}
    assert str(resolve("Hoàn Kiếm, Hà Nội", province="52")[0]) == "Phường Hoàn Kiếm, Hà Nội"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An Nghĩa, Gia Lai", ["Xã An Hoà", "Xã An Toàn"]),
        ("Ân Nghĩa, Gia Lai", ["Xã Kim Sơn"]),
        ("an nghia, gia lai", ["Xã An Hoà", "Xã An Toàn", "Xã Kim Sơn"]),
        ("Xã Hoằng Thành, Huyện Hoằng Hóa", ["Xã Hoằng Lộc"]),
        ("Xã Hoằng Thanh, Huyện Hoằng Hoá", ["Xã Hoằng Thanh"]),
        ("xa hoang thanh, huyen hoang hoa", ["Xã Hoằng Lộc", "Xã Hoằng Thanh"]),
        ("Xã Cẩm Giàng, Hải Phòng", ["Xã Cẩm Giàng"]),
    ],
)
def test_resolve_heeds_the_accents_that_are_written(text, expected):
    assert names(text) == expected


def test_resolve_takes_a_name_for_the_province_before_the_district():
    assert names("Hưng Đạo, Cao Bằng")[0] == "Xã Hưng Đạo"
    assert names("Xã Hưng Đạo, TP Cao Bằng") == ["Phường Thục Phán"]


@given(st.text() | st.text(alphabet="xã gàopleiku,. -()'’12/", max_size=40))
def test_resolve_never_raises(text):
    assert isinstance(resolve(text, province="52"), list)


def test_resolve_is_quick():
    resolve("gào")
    began = time.perf_counter()
    for pair in PAIRS:
        resolve(f"Số 12, thôn 3, {pair['old_name']}, {pair['old_district']}, {pair['old_province']}")
    assert (time.perf_counter() - began) / len(PAIRS) < 0.005
