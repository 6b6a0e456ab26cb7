import re
import unicodedata
from collections import Counter

from market.demo.content import FOLDER, rows
from products.units import Unit
from tests.market.demo.readings import ART, TODAY, by_key, farms_of, leaves, repeated
from vietnam import phones, places
from vietnam.text import fold

MARKS = set("đĐ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")  # what Vietnamese letters are made of
REAL_BRANDS = [
    "Đen Già Làng",
    "Cà phê Già Làng",
    "Phương Di",
    "BaKa",
    "Hải Bình",
    "Huy Vũ",
    "Tý Vân",
    "Mười Đức",
    "Tuấn Hậu",
    "HTX Nam Yang",
    "HTX Tân Bình",
    "A Sanh",
]


def communes():
    return {commune.code for commune in places.communes_of("52")}


def test_counts_are_those_the_demo_promises():
    kinds = Counter(row["kind"] for row in rows("farmer"))
    states = Counter(row["state"] for row in rows("product"))

    assert kinds == {"household": 44, "cooperative": 9, "group": 6, "firm": 1}
    assert states == {
        "published": 116,
        "submitted": 7,
        "returned": 3,
        "draft": 2,
        "paused": 2,
        "withdrawn": 1,
    }
    assert len(rows("member")) == 100
    assert len(rows("officer")) == 13
    assert len(rows("certificate")) == 55
    assert len(rows("diary")) == 27
    assert {row["roles"][0] for row in rows("officer")} >= {"head", "approver", "reviewer", "clerk", "viewer"}


def test_keys_are_said_once():
    said = [row["key"] for kind in ("category", "farmer", "certificate", "product") for row in rows(kind)]
    said += [farm["key"] for row in rows("farmer") for farm in row["farms"]]
    said += [(row["commune"], row["name"]) for kind in ("chapter", "group") for row in rows(kind)]
    said += [row["product"] + " diary" for row in rows("diary")]

    assert repeated(said) == []


def test_every_commune_is_one_of_the_135():
    named = {row["commune"] for kind in ("chapter", "group", "farmer", "member") for row in rows(kind)}
    named |= {farm["commune"] for row in rows("farmer") for farm in row["farms"]}
    named |= {row["branch"].split("/")[0] for row in rows("officer")} - {"province"}

    assert len(communes()) == 135
    assert named - communes() == set()


def test_chapters_named_by_others_exist():
    chapters = {(row["commune"], row["name"]) for row in rows("chapter")}
    named = {
        (row["commune"], row["chapter"]) for row in [*rows("group"), *rows("member")] if "chapter" in row
    }
    named |= {tuple(row["branch"].split("/")) for row in rows("officer") if "/" in row["branch"]}

    assert named - chapters == set()


def test_categories_hold_the_26_sets_as_they_are_printed():
    sets = {row["ocop_set"]: row["name"] for row in rows("category") if row["level"] == "set"}
    known = {row["key"]: row["level"] for row in rows("category")}
    above = {"set": "sector", "leaf": "set"}
    astray = [r["key"] for r in rows("category") if "parent" in r and known[r["parent"]] != above[r["level"]]]

    assert sorted(sets) == list(range(1, 27))
    assert sets[1] == "Rau, củ, quả, hạt tươi"
    assert sets[13] == "Cà phê, ca cao"
    assert sets[26] == "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch"
    assert Counter(known.values())["sector"] == 6
    assert astray == []


def test_categories_have_an_english_name_an_icon_and_art_that_is_drawn():
    drawn = set(
        re.findall(
            r'id="(category-[^"]+)"', (FOLDER.parents[1] / "static/icons/produce.svg").read_text("utf-8")
        )
    )

    assert [r["key"] for r in rows("category") if not r["name_en"] or not r["name_en"].isascii()] == []
    assert {r["icon"] for r in rows("category")} - drawn == set()
    assert {r["art"] for r in rows("category")} - ART == set()
    assert {r["unit"] for r in leaves().values()} - set(Unit) == set()


def test_farmers_are_reached_by_a_phone_of_their_own():
    people = [person["phone"] for row in rows("farmer") for person in row["people"]]
    officers = [row["phone"] for row in rows("officer")]
    apart = [row["key"] for row in rows("farmer") if row["people"][0]["phone"] != row["phone"]]
    for phone in people + officers:
        assert phones.parse(phone).startswith("+849")

    assert repeated(people + officers) == []
    assert apart == []


def test_phones_are_of_the_invented_blocks():
    written = [person["phone"] for row in rows("farmer") for person in row["people"]]
    written += [row["phone"] for kind in ("officer", "member") for row in rows(kind) if "phone" in row]

    assert [phone for phone in written if not re.fullmatch(r"09(00|11|12|13) 000 \d{3}", phone)] == []


def test_members_stand_behind_the_farmer_they_name():
    farmers = by_key("farmer")
    astray = [
        row["full_name"]
        for row in rows("member")
        if "farmer" in row
        and (
            row["phone"] not in {person["phone"] for person in farmers[row["farmer"]]["people"]}
            or row["commune"] != farmers[row["farmer"]]["commune"]
        )
    ]

    assert astray == []


def test_households_have_a_member_behind_them():
    behind = {row.get("farmer") for row in rows("member")}

    assert [r["key"] for r in rows("farmer") if r["kind"] == "household" and r["key"] not in behind] == []


def test_card_numbers_run_with_the_admissions():
    admitted = sorted(
        (row["card_number"][3:], row["admitted_on"], row["card_number"][:2], row["decision_number"])
        for row in rows("member")
        if "card_number" in row
    )

    assert [int(number) for number, *_ in admitted] == list(range(1, len(admitted) + 1))
    assert [on for _, on, *_ in admitted] == sorted(on for _, on, *_ in admitted)
    assert [year for _, on, year, _ in admitted if year != f"{on:%y}"] == []


def test_members_without_a_card_have_only_applied():
    bare = {row["standing"] for row in rows("member") if "card_number" not in row}

    assert bare == {"applied"}


def test_citizen_ids_agree_with_the_person_and_are_not_real():
    wrong = []
    for row in rows("member"):
        sex = (row["gender"] == "female") + 2 * (row["birth_year"] >= 2000)
        written = row["citizen_id"]
        if written[3:6] != f"{sex}{row['birth_year'] % 100:02d}" or int(written[6:]) > 200:
            wrong.append(row["full_name"])

    assert wrong == []
    assert repeated(row["citizen_id"] for row in rows("member")) == []
    assert {len(row["citizen_id"]) for row in rows("member")} == {12}


def test_members_were_grown_up_when_they_joined():
    young = [
        row["full_name"]
        for row in rows("member")
        if "admitted_on" in row and row["admitted_on"].year - row["birth_year"] < 18
    ]
    at_odds = [
        r["full_name"]
        for r in rows("member")
        if "birth_date" in r and r["birth_date"].year != r["birth_year"]
    ]

    assert young == []
    assert at_odds == []


def test_certificates_cover_land_their_farmer_has():
    farms = farms_of()
    wrong = [
        (row["key"], covered["farm"])
        for row in rows("certificate")
        for covered in row["coverage"]
        if (covered["produce"] and covered["produce"] not in leaves())
        or (
            covered["farm"]
            and (
                farms[covered["farm"]][0] != row["farmer"]
                or covered["area_m2"] > farms[covered["farm"]][1]["area_m2"]
            )
        )
    ]

    assert wrong == []


def test_certificates_are_in_every_standing_with_what_it_needs():
    standings = Counter(row["standing"] for row in rows("certificate"))
    wrong = [
        row["key"]
        for row in rows("certificate")
        if (row["standing"] in {"returned", "revoked"}) != ("reason" in row)
        or (row["standing"] == "declared") == ("checked_on" in row)
        or (row["scheme"] == "ocop") != (row.get("stars") in {3, 4, 5})
        or not row["issued_on"] < row["expires_on"]
        or not row["issued_on"] <= row.get("checked_on", TODAY) <= TODAY
    ]
    days_left = [
        (row["expires_on"] - TODAY).days for row in rows("certificate") if row["standing"] == "verified"
    ]

    assert standings == {"verified": 42, "declared": 7, "returned": 3, "revoked": 3}
    assert wrong == []
    assert len([days for days in days_left if days < 0]) == 7
    assert len([days for days in days_left if 0 <= days <= 30]) == 5


def test_verified_certificates_are_one_per_number():
    verified = [
        (r["scheme"], r["number"], r["issued_on"]) for r in rows("certificate") if r["standing"] == "verified"
    ]

    assert repeated(verified) == []


def test_texts_are_vietnamese_with_their_accents():
    said = {row["key"]: row["description"] for row in rows("product")}
    said |= {row["key"]: row["story"] for row in rows("farmer") if "story" in row}
    said |= {f"{r['product']} {n}": e["text"] for r in rows("diary") for n, e in enumerate(r["events"])}
    said |= {f"{row['key']} reason": row["reason"] for row in rows("certificate") if "reason" in row}
    bare = [key for key, text in said.items() if not set(unicodedata.normalize("NFD", text)) & MARKS]

    assert bare == []


def test_every_file_is_composed_unicode():
    decomposed = [
        path.name
        for path in FOLDER.glob("*.toml")
        if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ]

    assert decomposed == []


def test_no_file_names_a_real_brand():
    brands = [fold(brand) for brand in REAL_BRANDS]
    said = {path.name: f" {fold(path.read_text(encoding='utf-8'))} " for path in FOLDER.glob("*.toml")}
    named = [
        (name, b) for name, text in said.items() for b in brands if re.search(rf"\b{re.escape(b)}\b", text)
    ]

    assert named == []
