import re
from datetime import date
from decimal import Decimal

from market.demo.content import rows
from products.units import GRAMS_PER_UNIT, Unit
from tests.market.demo.readings import ART, TODAY, by_key, farms_of, leaves

BOASTS = re.compile(
    r"nức tiếng|số một|tuyệt hảo|đẳng cấp|hoàn hảo|tinh hoa|trứ danh|đặc sản trời|tốt cho sức kh|chữa |trị bệnh|"
    r"giảm cân|giảm cholesterol|ngừa |bồi bổ|chống oxy hóa|an toàn tuyệt đối",
    re.IGNORECASE,
)
# đồng per kilogram; per piece, jar or animal for the crafts, plants and others named in BY_PIECE
PRICES = {
    "sau-rieng": (60_000, 125_000),
    "chanh-day": (8_000, 45_000),
    "trai-bo": (12_000, 60_000),
    "chuoi": (6_000, 20_000),
    "buoi": (25_000, 60_000),
    "xoai": (20_000, 60_000),
    "thanh-long": (12_000, 40_000),
    "cam": (15_000, 45_000),
    "khoai-lang": (10_000, 30_000),
    "khoai-mi": (1_500, 4_000),
    "bap-tuoi": (8_000, 20_000),
    "ot-tuoi": (15_000, 60_000),
    "gung-tuoi": (15_000, 45_000),
    "kieu-tuoi": (20_000, 60_000),
    "mang-tuoi": (15_000, 40_000),
    "rau-an-la": (8_000, 35_000),
    "rau-an-qua": (7_000, 30_000),
    "ca-chua": (10_000, 30_000),
    "nam-tuoi": (30_000, 80_000),
    "thit-tuoi": (110_000, 200_000),
    "gia-cam": (85_000, 150_000),
    "trung": (60_000, 120_000),
    "sua-tuoi": (45_000, 90_000),
    "hai-san-tuoi": (180_000, 500_000),
    "gao-te": (20_000, 50_000),
    "gao-nep": (28_000, 55_000),
    "hat-dieu-tho": (30_000, 55_000),
    "hat-mac-ca": (80_000, 150_000),
    "dau-hat": (35_000, 70_000),
    "dau-phong": (40_000, 75_000),
    "bap-hat": (6_000, 9_500),
    "mat-ong": (130_000, 450_000),
    "phan-hoa": (300_000, 600_000),
    "mat-mia-duong-bat": (25_000, 70_000),
    "com-lam": (60_000, 120_000),
    "bun-an-lien": (200_000, 350_000),
    "banh-trang": (40_000, 120_000),
    "bun-kho": (30_000, 340_000),
    "banh-la": (80_000, 150_000),
    "hat-dieu-rang": (280_000, 450_000),
    "mac-ca-say": (240_000, 700_000),
    "trai-cay-say": (150_000, 300_000),
    "trai-cay-dong-lanh": (250_000, 400_000),
    "mang-kho": (200_000, 350_000),
    "nam-kho": (200_000, 350_000),
    "dau-phong-ep": (90_000, 180_000),
    "dua-muoi": (90_000, 260_000),
    "thit-kho": (350_000, 950_000),
    "nem-cha": (120_000, 250_000),
    "cha-ca": (120_000, 250_000),
    "hai-san-kho": (200_000, 800_000),
    "nuoc-mam": (90_000, 220_000),
    "mam": (90_000, 160_000),
    "tuong-ot": (80_000, 160_000),
    "ho-tieu": (140_000, 420_000),
    "muoi-cham": (200_000, 500_000),
    "ot-kho": (120_000, 400_000),
    "hanh-toi": (20_000, 60_000),
    "che-tuoi": (12_000, 30_000),
    "che-kho": (180_000, 500_000),
    "tra-thao-moc": (250_000, 450_000),
    "tra-vo-ca-phe": (300_000, 500_000),
    "ca-phe-qua-tuoi": (18_000, 30_000),
    "ca-phe-nhan": (94_000, 200_000),
    "ca-phe-rang": (180_000, 350_000),
    "ca-phe-phin-giay": (500_000, 900_000),
    "ca-cao": (90_000, 500_000),
    "ruou-gao": (60_000, 220_000),
    "ruou-can": (40_000, 90_000),
    "nuoc-cot-trai-cay": (80_000, 160_000),
    "xa-phong-dau-goi": (250_000, 500_000),
    "tinh-dau": (1_500_000, 4_500_000),
    "cay-duoc-lieu": (120_000, 500_000),
    "mia-cay": (50_000, 120_000),
    "dan-lat": (80_000, 1_200_000),
    "non-la": (60_000, 900_000),
    "tho-cam": (150_000, 1_500_000),
    "mai-vang": (150_000, 5_000_000),
    "bonsai": (500_000, 20_000_000),
}
BY_PIECE = {"mia-cay", "dan-lat", "non-la", "tho-cam", "mai-vang", "bonsai"}


def test_products_name_things_that_exist_and_belong_together():
    farmers, farms, papers = by_key("farmer"), farms_of(), by_key("certificate")
    astray = []
    for row in rows("product"):
        fits = (
            row["farmer"] in farmers
            and farms[row["farm"]][0] == row["farmer"]
            and row["category"] in leaves()
        )
        if not fits or any(papers[key]["farmer"] != row["farmer"] for key in row["certificates"]):
            astray.append(row["key"])

    assert astray == []
    assert {row["unit"] for row in rows("product")} - set(Unit) == set()
    assert {stem for row in rows("product") for stem in row["art"]} - ART == set()
    assert {len(row["art"]) for row in rows("product")} <= {1, 2, 3}


def test_certificates_of_a_product_cover_it():
    papers = by_key("certificate")
    uncovered = [
        (row["key"], key)
        for row in rows("product")
        for key in row["certificates"]
        if not any(
            covered["produce"] in {"", row["category"]} and covered["farm"] in {"", row["farm"]}
            for covered in papers[key]["coverage"]
        )
    ]

    assert uncovered == []


def test_products_reach_most_of_the_official_sets():
    set_of_key = {row["key"]: row["ocop_set"] for row in rows("category") if row["level"] == "set"}
    reached = {set_of_key[leaves()[row["category"]]["parent"]] for row in rows("product")}

    assert set(range(1, 27)) - reached == {16, 18, 25, 26}


def test_leaves_without_a_product_are_none():
    assert set(leaves()) - {row["category"] for row in rows("product")} == set()


def test_products_keep_their_dates_and_amounts_in_order():
    wrong = [
        row["key"]
        for row in rows("product")
        if not date(2026, 7, 1) <= row["created_on"] <= TODAY
        or not row["created_on"] <= row.get("priced_on", TODAY) <= TODAY
        or row.get("harvested_on", TODAY) > TODAY
        or Decimal(row.get("sold", "0")) > Decimal(row["offered"])
        or not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1[0-2])", row.get("season", "01-12"))
        or (row["state"] == "returned") != ("reason" in row)
    ]

    assert wrong == []


def test_prices_were_set_in_autumn_2026():
    assert [row["key"] for row in rows("product") if not date(2026, 9, 1) <= row["priced_on"] <= TODAY] == []


def test_prices_are_of_the_usual_size():
    unusual = []
    for row in rows("product"):
        low, high = PRICES[row["category"]]
        price = Decimal(row["price_vnd"])
        if row["category"] not in BY_PIECE:
            grams = GRAMS_PER_UNIT.get(Unit(row["unit"])) or row["net_weight_g"]
            price = price * 1000 / grams
        if not low <= price <= high:
            unusual.append((row["key"], int(price)))

    assert unusual == []
    assert set(PRICES) == set(leaves())


def test_packed_food_says_what_is_in_it():
    loose = {
        "rau-cu-qua-hat-tuoi",
        "thit-thuy-san-trung-sua-tuoi",
        "gao-ngu-coc-hat-so-che",
        "che-tuoi-che-che-bien",
    }
    silent = [
        row["key"]
        for row in rows("product")
        if row["unit"] in {"tui", "hop", "chai", "lo"}
        and leaves()[row["category"]]["parent"] not in {*loose, "vai-may-mac"}
        and not row.get("ingredients")
    ]

    assert silent == []


def test_descriptions_are_two_to_five_sentences_without_boasts():
    counted = {row["key"]: len(re.findall(r"[.!?](?:\s|$)", row["description"])) for row in rows("product")}
    boasting = [row["key"] for row in rows("product") if BOASTS.search(row["description"] + row["name"])]

    assert {key: n for key, n in counted.items() if not 2 <= n <= 6} == {}
    assert boasting == []


def test_diaries_belong_to_published_products_and_meet_their_harvest():
    products = by_key("product")
    wrong = []
    for row in rows("diary"):
        product, events = products[row["product"]], row["events"]
        days = [event["on"] for event in events]
        harvests = [event["on"] for event in events if event["kind"] == "harvest"]
        if product["state"] != "published" or days != sorted(days) or days[-1] > TODAY:
            wrong.append(row["product"])
        if harvests != ([product["harvested_on"]] if "harvested_on" in product else []):
            wrong.append(row["product"])

    assert wrong == []


def test_harvests_wait_until_the_pesticide_is_gone():
    hasty = []
    for row in rows("diary"):
        harvested_on = by_key("product")[row["product"]].get("harvested_on")
        for event in row["events"]:
            if event["kind"] == "pesticide":
                waited = (harvested_on - event["on"]).days
                if not event["substance"] or waited < event["pre_harvest_days"]:
                    hasty.append((row["product"], event["on"]))

    assert hasty == []


def test_fresh_harvests_are_enough_for_what_is_offered():
    short = []
    for row in rows("diary"):
        product = by_key("product")[row["product"]]
        harvested = [Decimal(e["amount"]) for e in row["events"] if e["kind"] == "harvest"]
        if product["unit"] == "kg" and harvested and harvested[0] < Decimal(product["offered"]):
            short.append(row["product"])

    assert short == []
    assert {e["unit"] for r in rows("diary") for e in r["events"] if "unit" in e} - set(Unit) == set()
