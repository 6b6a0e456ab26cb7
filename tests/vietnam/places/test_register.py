import csv
from datetime import date
from pathlib import Path

import pytest

from vietnam.places import (
    Commune,
    Province,
    commune,
    communes_of,
    is_split,
    provinces,
    register,
    successors,
)

DATA = Path(__file__).parent.parent / "data"
with (DATA / "gia_lai_mapping_old_to_new.csv").open(encoding="utf-8", newline="") as file:
    PAIRS = list(csv.DictReader(file))
BIEN_HO = Commune(
    code="23590",
    name="Biển Hồ",
    full_name="Xã Biển Hồ",
    kind="xã",
    province_code="52",
    province="Gia Lai",
    valid_from=date(2025, 7, 1),
    valid_to=None,
    latitude=14.0839,
    longitude=108.037,
)


def test_the_country_has_34_provinces():
    assert len(provinces()) == 34
    assert Province(code="52", name="Gia Lai", full_name="Tỉnh Gia Lai") in provinces()
    assert Province(code="75", name="Đồng Nai", full_name="Thành phố Đồng Nai") in provinces()


def test_a_province_has_a_slug():
    assert {province.code: province.slug for province in provinces()}["79"] == "ho-chi-minh"


def test_the_country_has_3321_communes():
    assert sum(len(communes_of(province.code)) for province in provinces()) == 3321
    assert len(communes_of("52")) == 135


def test_10602_pairs_lead_from_old_to_new():
    rows = register._legacy_rows()
    assert len(rows) == 10_602
    assert len(register.legacy_communes()) == 10_035
    assert len([row for row in rows if not row["code"]]) == 5
    assert sum(len(units) for units in register.pairs().values()) == 10_597


def test_every_commune_stands_on_land_of_old():
    reached = {row["new_code"] for row in register._legacy_rows()}
    assert reached == set(register.current_communes())


def test_every_slug_is_one_commune_of_gia_lai():
    assert len({unit.slug for unit in communes_of("52")}) == 135


def test_commune_gives_the_unit_of_today():
    assert commune("23590") == BIEN_HO
    assert commune("23590", on=date(2025, 7, 1)) == BIEN_HO


def test_commune_gives_the_old_unit_on_a_day_before_the_reform():
    assert commune("21553").full_name == "Phường Quy Nhơn Bắc"
    assert commune("21553", on=date(2025, 6, 30)) == Commune(
        code="21553",
        name="Nhơn Phú",
        full_name="Phường Nhơn Phú",
        kind="phường",
        province_code="52",
        province="Bình Định",
        valid_from=None,
        valid_to=date(2025, 6, 30),
        district="Thành phố Quy Nhơn",
    )


@pytest.mark.parametrize(
    ("code", "on"), [("00000", None), ("", None), ("21556", None), ("06978", date(2025, 1, 1))]
)
def test_commune_refuses_a_code_that_did_not_exist(code, on):
    with pytest.raises(LookupError):
        commune(code, on=on)


def test_commune_is_written_with_what_it_lies_in():
    assert str(commune("23590")) == "Xã Biển Hồ, Gia Lai"
    assert str(commune("21553", on=date(2025, 1, 1))) == "Phường Nhơn Phú, Thành phố Quy Nhơn, Bình Định"


def test_a_commune_has_a_kind_a_name_and_a_slug():
    assert [(unit.kind, unit.name, unit.slug) for unit in map(commune, ("26732", "23563"))] == [
        ("đặc khu", "Côn Đảo", "con-dao"),
        ("phường", "Diên Hồng", "dien-hong"),
    ]


def test_communes_of_refuses_an_unknown_province():
    with pytest.raises(LookupError):
        communes_of("64")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['old_code']}-{pair['new_code']}")
def test_successors_are_those_of_every_pair_of_gia_lai(pair):
    expected = {other["new_code"] for other in PAIRS if other["old_code"] == pair["old_code"]}
    assert {unit.code for unit in successors(pair["old_code"])} == expected


def test_successors_begin_with_the_main_one():
    assert [unit.full_name for unit in successors("21634")] == ["Xã An Hoà", "Xã An Toàn"]


def test_successors_refuses_an_unknown_code():
    with pytest.raises(LookupError):
        successors("00000")


def test_three_old_communes_of_gia_lai_are_split():
    split = {pair["old_name"] for pair in PAIRS if is_split(pair["old_code"])}
    assert split == {"Xã An Nghĩa", "Xã Canh Hiệp", "Xã Canh Liên"}


def test_471_old_communes_are_split():
    assert sum(is_split(code) for code in register.legacy_communes()) == 471
