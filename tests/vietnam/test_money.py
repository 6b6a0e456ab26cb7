import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vietnam.money import GREATEST_PRICE_VND, LEAST_PRICE_VND, format_vnd, parse_price, parse_price_per

PRICES = st.integers(LEAST_PRICE_VND, GREATEST_PRICE_VND)
HOW = "Hãy nhập như 98.000, 98k hoặc 1,2 triệu."
UNITS = "kg, g, yến, tạ, tấn, bó, hộp, trái, chai, lít, con, bao, ghè, túi, gói, lọ, thùng, cây, cái"


@pytest.mark.parametrize(
    ("written", "price_vnd"),
    [
        ("95k", 95_000),
        ("95 K", 95_000),
        ("12,5k", 12_500),
        ("12.5 nghìn", 12_500),
        ("12k5", 12_500),
        ("12k500", 12_500),
        ("1200k", 1_200_000),
        ("12 nghìn", 12_000),
        ("12 ngàn", 12_000),
        ("12 ngan", 12_000),
        ("95ngàn", 95_000),
        ("95 nghìn rưỡi", 95_500),
        ("95 nghìn 500", 95_500),
        ("1tr", 1_000_000),
        ("1tr2", 1_200_000),
        ("1TR2", 1_200_000),
        ("1tr25", 1_250_000),
        ("1tr05", 1_050_000),
        ("1tr250", 1_250_000),
        ("1tr200k", 1_200_000),
        ("1.5tr", 1_500_000),
        ("1,2 triệu", 1_200_000),
        ("1,25 triệu", 1_250_000),
        ("0,5 triệu", 500_000),
        ("1 triệu 2", 1_200_000),
        ("1 triệu 200", 1_200_000),
        ("1 triệu 250 nghìn", 1_250_000),
        ("1 triệu 50 nghìn", 1_050_000),
        ("1 triệu rưỡi", 1_500_000),
        ("1 trieu ruoi", 1_500_000),
        ("2 triệu rưởi đồng", 2_500_000),
        ("nửa triệu", 500_000),
        ("Nữa triệu", 500_000),
        ("2 tỷ rưỡi", 2_500_000_000),
        ("10 tỉ", 10_000_000_000),
        ("98.000", 98_000),
        ("98,000", 98_000),
        ("98 000", 98_000),
        ("98000", 98_000),
        ("98000đ", 98_000),
        ("98000d", 98_000),
        ("98.000 đồng", 98_000),
        ("98.000 VND", 98_000),
        ("98.000 VNĐ", 98_000),
        ("₫98,000", 98_000),
        ("1.250.000 ₫", 1_250_000),
        ("1 250 000 đ", 1_250_000),
        ("９８．０００", 98_000),
        (" 98.000\u00a0đ. ", 98_000),
        ("1.000", 1_000),
        ("95.000đ/kg", 95_000),
        ("9 triệu/tạ", 9_000_000),
    ],
)
def test_parse_price_reads_what_people_write(written, price_vnd):
    assert parse_price(written) == price_vnd
    assert parse_price(unicodedata.normalize("NFD", written)) == price_vnd


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("95k", (95_000, None)),
        ("98k/kg", (98_000, "kg")),
        ("98k / Ký", (98_000, "kg")),
        ("98k/kí lô", (98_000, "kg")),
        ("98 nghìn một cân", (98_000, "kg")),
        ("98k kg", (98_000, "kg")),
        ("98.000đ kg", (98_000, "kg")),
        ("98.000 một kg", (98_000, "kg")),
        ("98.000đ/1kg", (98_000, "kg")),
        ("9 triệu/tạ", (9_000_000, "ta")),
        ("9tr/ta", (9_000_000, "ta")),
        ("1tr2/tạ", (1_200_000, "ta")),
        ("90 triệu/tấn", (90_000_000, "tan")),
        ("15k một trái", (15_000, "trai")),
        ("15k 1 trái", (15_000, "trai")),
        ("15 nghìn 1 quả", (15_000, "trai")),
        ("1 triệu rưỡi một con", (1_500_000, "con")),
        ("nửa triệu/con", (500_000, "con")),
        ("400 ngàn/ché", (400_000, "ghe")),
        ("120k/hũ", (120_000, "lo")),
        ("5k/g", (5_000, "g")),
        ("50k/lít", (50_000, "lit")),
        ("60k/gói", (60_000, "goi")),
    ],
)
def test_parse_price_per_reads_the_unit(written, price):
    assert parse_price_per(written) == price
    assert parse_price_per(unicodedata.normalize("NFD", written)) == price


def not_clear(written, thousands):
    return (
        f"Giá “{written}” chưa rõ là đồng hay nghìn đồng. "
        f"Nếu là {thousands} nghìn đồng, hãy nhập {thousands}.000 hoặc {thousands}k."
    )


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", f"Chưa có giá. {HOW}"),
        ("95", not_clear("95", 95)),
        ("95đ/kg", not_clear("95đ/kg", 95)),
        ("0,5k", not_clear("0,5k", 500)),
        (
            "12,5",
            "Giá “12,5” chưa rõ là nghìn hay triệu đồng. Hãy nhập 12,5 nghìn hoặc 12,5 triệu.",
        ),
        ("0", f"Giá phải lớn hơn 0. {HOW}"),
        ("0 đ", f"Giá phải lớn hơn 0. {HOW}"),
        ("-5", f"Giá không thể âm. {HOW}"),
        ("−95k", f"Giá không thể âm. {HOW}"),
        ("95-98k", f"Chỉ nhập một giá, không nhập khoảng giá. {HOW}"),
        ("95k đến 98k", f"Chỉ nhập một giá, không nhập khoảng giá. {HOW}"),
        ("10 tỷ rưỡi", f"Giá cao nhất nhận được là 10 tỷ đồng. {HOW}"),
        ("9 triệu/tá", f"Chưa biết đơn vị “tá”. Hãy chọn một trong: {UNITS}."),
        ("15k/can", f"Chưa biết đơn vị “can”. Hãy chọn một trong: {UNITS}."),
        ("98k/xyz", f"Chưa biết đơn vị “xyz”. Hãy chọn một trong: {UNITS}."),
        ("5 chục", f"Chưa hiểu giá “5 chục”. {HOW}"),
        ("x" * 40, f"Chưa hiểu giá “{'x' * 29}…”. {HOW}"),
    ],
)
def test_parse_price_says_what_to_type(written, reason):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        parse_price(written)
    assert str(refusal.value) == reason


@pytest.mark.parametrize(
    "written",
    [
        "rẻ",
        "chín mươi tám nghìn",
        "k",
        "/kg",
        "95k/",
        "5 trăm",
        "1.2.3",
        "98.5",
        "98.000.00",
        "98.000,00",
        "1,250.000",
        "1.250 triệu",  # 1,25 triệu or 1.250 triệu
        "95.000k",
        "98000k",
        "1tr50",  # 1.500.000 or 1.050.000
        "12k50",
        "1 triệu 25",
        "1 triệu 5 nghìn",
        "1tr5k",
        "1tr0",
        "1tr2tr",
        "1,2 triệu rưỡi",
        "2tr5 kg",  # 2,5 triệu a kilo, or 2 triệu for five
        "98k1 trái",
        "1 triệu 1 con",
        "1 triệu 200 kg",
        "100k/2kg",
        "50k/500g",
        "98kg",
        "98k g",
        "98000 kg",
        "98.000 kg",
        "95k 98k",
        "95 100",
        "98k/kg/tháng",
        "98k/kg, 9tr/tạ",
        "0905123456",
        "012k",
        "$5",
        "1e5",
        "98k²",
        "½ triệu",
        "١٢٠٠٠",
        "9" * 5_000,
    ],
)
def test_parse_price_refuses_what_it_cannot_be_sure_of(written):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_price(written)


def test_format_vnd_groups_thousands_and_does_not_break():
    assert format_vnd(98_000) == "98.000\u00a0đ"
    assert format_vnd(1_250_000) == "1.250.000\u00a0đ"
    assert format_vnd(0) == "0\u00a0đ"
    assert format_vnd(-98_000) == "-98.000\u00a0đ"


@given(PRICES)
@example(LEAST_PRICE_VND)
@example(GREATEST_PRICE_VND)
def test_parse_price_reads_back_what_is_printed(price_vnd):
    assert parse_price(format_vnd(price_vnd)) == price_vnd
    assert parse_price_per(format_vnd(price_vnd) + "/kg") == (price_vnd, "kg")
    assert parse_price(str(price_vnd)) == price_vnd


def writings(price_vnd):
    """What a person may write for a price."""
    thousands, millions = price_vnd / 1_000, price_vnd / 1_000_000
    yield from (f"{price_vnd:,}", f"{price_vnd:,}".replace(",", "."), f"{price_vnd:,}".replace(",", " "))
    for number, words in ((thousands, ("k", " nghìn", " ngàn")), (millions, ("tr", " triệu", " trieu"))):
        written = f"{number:.6f}".rstrip("0").rstrip(".")
        for word in words:
            yield from (written + word, written.replace(".", ",") + word)
            if "." in written:
                yield written.replace(".", word)
        if written.endswith(".5"):
            yield f"{written[:-2]}{words[1]} rưỡi"


@given(PRICES.map(lambda price_vnd: price_vnd // 500 * 500))
@example(1_200_000)
@example(1_250_000)
@example(1_050_000)
@example(1_500_000)
@example(12_500)
def test_parse_price_is_right_or_refuses(price_vnd):
    for written in writings(price_vnd):
        try:
            assert parse_price(written) == price_vnd, written
        except ValueError as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017


@given(st.text(alphabet="0123456789.,ktrđ /g ", max_size=12) | st.text())
def test_parse_price_loses_no_digit(text):
    try:
        price_vnd, unit = parse_price_per(text)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        assert LEAST_PRICE_VND <= price_vnd <= GREATEST_PRICE_VND
        amount = re.split(r"/|\s1\s", text)[0] if unit else text
        assert re.sub(r"[^1-9]", "", amount) == str(price_vnd).replace("0", "")
