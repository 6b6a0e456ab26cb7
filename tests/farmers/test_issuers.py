"""What is known of issuers and schemes, and does every row of it carry its source?"""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import farmers.issuers
from farmers.issuers import (
    Lookup,
    fields_of,
    issuer_named,
    issuers,
    longest_months,
    lookups,
    nearest_issuer,
)
from farmers.models import Certificate

DATA = Path(farmers.issuers.__file__).parent / "data"


def rows(name: str) -> list[dict]:
    tables = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    return [row for table in tables.values() if isinstance(table, list) for row in table]


@pytest.mark.parametrize("name", ["issuers", "schemes"])
def test_every_row_says_where_it_is_from_and_when_that_was_read(name):
    for row in rows(name):
        assert row["source"]
        assert isinstance(row["seen_on"], date)
        assert row.get("sure", "S") in {"S", "1", "U"}


def test_schemes_are_ours_and_addresses_are_whole():
    schemes = set(Certificate.Scheme.values)
    for row in rows("issuers"):
        assert set(row["schemes"]) <= schemes
        assert ("stars" in row) is (row["schemes"] == ["ocop"])
    for row in rows("schemes"):
        assert row.get("key", row.get("scheme")) in schemes
    addresses = [row["site"] for row in rows("issuers") if "site" in row]
    addresses += [row["address"] for row in rows("schemes") if "address" in row]
    assert [address for address in addresses if not re.match(r"https?://[\w.-]+/", address)] == []


@pytest.mark.parametrize(
    ("text", "scheme", "name"),
    [
        ("VIETCERT", "vietgap", "Vietcert"),
        ("Công ty Vietcert - chi nhánh Tây Nguyên", "vietgap", "Vietcert"),
        ("Trung tam Chung nhan Phu hop (QUACERT)", "vietgap", "Quacert"),
        ("UBND tỉnh Gia Lai", "ocop", "UBND tỉnh"),
        ("Ủy ban nhân dân huyện Chư Păh", "ocop", "UBND huyện"),
        ("Sở Nông nghiệp và Môi trường tỉnh Gia Lai", "food_safety", "Sở Nông nghiệp và Môi trường"),
        ("Control Union Việt Nam", "vietgap", "Control Union"),
        ("IQCX", "globalgap", None),
        ("Trung tâm Chứng nhận Ví Dụ", "vietgap", None),
        ("", "vietgap", None),
    ],
)
def test_an_issuer_is_known_by_any_of_its_names(text, scheme, name):
    found = issuer_named(text, scheme)

    assert (found.name if found else None) == name


def test_of_two_that_are_named_the_one_of_the_scheme_is_meant():
    text = "Bộ Nông nghiệp và Môi trường, Sở Nông nghiệp và Môi trường"

    assert issuer_named(text, "food_safety").schemes == ("food_safety",)
    assert issuer_named(text, "ocop").stars == (5,)


@pytest.mark.parametrize(
    ("text", "near"),
    [("Vietcer", "Vietcert"), ("UBND tinhh", "UBND tỉnh"), ("Trung tâm Chứng nhận Ví Dụ", ""), ("", "")],
)
def test_a_slip_is_close_to_a_known_name(text, near):
    assert nearest_issuer(text, "ocop" if "UBND" in text else "vietgap") == near


def test_how_long_a_paper_holds_is_known_for_some():
    known = {scheme: longest_months(scheme) for scheme in Certificate.Scheme.values}

    assert known == {
        "vietgap": 36,
        "globalgap": 12,
        "ocop": 36,
        "organic": None,
        "haccp": None,
        "food_safety": 36,
    }


def test_where_to_look_up_follows_the_scheme_and_the_issuer():
    portal = Lookup("Cổng tra cứu GLOBALG.A.P.", "https://globalgap.org/supply-chain-portal")

    assert lookups("globalgap", "IQC") == [portal, Lookup("IQC", "https://iqc.com.vn/")]
    assert lookups("globalgap", "Ai đó") == [portal]
    assert lookups("ocop", "UBND tỉnh Gia Lai") == []


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Cà phê nhân", {"TT"}),
        ("Bơ sáp", {"TT"}),
        ("Bò thịt", {"CN"}),
        ("Cá lóc, ếch", {"TS"}),
        ("Mật ong hoa cà phê", {"CN", "TT"}),
        ("Trứng gà", {"CN"}),
        ("Ca phe nhan", set()),
        ("Vải thổ cẩm", {"TT"}),
        ("", set()),
    ],
)
def test_words_of_produce_tell_its_field_by_their_accents(text, fields):
    assert fields_of(text) == fields


def test_the_data_is_read_once():
    assert issuers() is issuers()
