import unicodedata

import pytest

from vietnam.units import UNITS, find


def test_units_weigh_what_the_trade_says():
    grams = {key: unit.grams for key, unit in UNITS.items() if unit.grams}
    assert grams == {"kg": 1_000, "g": 1, "yen": 10_000, "ta": 100_000, "tan": 1_000_000}


def test_units_have_labels():
    assert {key: unit.label for key, unit in UNITS.items()} == {
        "kg": "kg",
        "g": "g",
        "yen": "yến",
        "ta": "tạ",
        "tan": "tấn",
        "bo": "bó",
        "hop": "hộp",
        "trai": "trái",
        "chai": "chai",
        "lit": "lít",
        "con": "con",
        "bao": "bao",
        "ghe": "ghè",
        "tui": "túi",
        "goi": "gói",
        "lo": "lọ",
        "thung": "thùng",
        "cay": "cây",
        "cai": "cái",
    }


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_find_knows_every_key_and_label(unit):
    assert find(unit.key) is unit
    assert find(unit.label) is unit
    assert find(unicodedata.normalize("NFD", unit.label.upper())) is unit


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ký", "kg"),
        ("cân", "kg"),
        ("kí  lô", "kg"),
        ("quả", "trai"),
        ("ché", "ghe"),
        ("hũ", "lo"),
        ("L", "lit"),
    ],
)
def test_find_knows_other_words(written, key):
    assert find(written) is UNITS[key]


@pytest.mark.parametrize("written", ["tá", "can", "bò", "lô", "chục", "m2", "", "kg kg"])
def test_find_leaves_other_words_alone(written):
    assert find(written) is None
