"""Do the phone and the server read the same prices and amounts? Thousands of written ones, in a real browser."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from products.amounts import read_amount
from products.phone_page import units_told
from products.pricing import read_price
from products.units import Unit
from tests.conftest import opened_page
from tests.factories.products import CategoryFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

DIGITS = st.text("0123456789", min_size=1, max_size=7)
SCALES = [
    "k",
    "K",
    "nghìn",
    "ngàn",
    "nghin",
    "tr",
    "triệu",
    "Trieu",
    "tỷ",
    "ti",
    "đ",
    "d",
    "đồng",
    "vnd",
    "₫",
    "",
]
UNITS = ["kg", "ký", "tạ", "ta", "tá", "tấn", "yến", "bó", "con", "trái", "quả", "can", "cân", "g", "lít", ""]
LINKS = ["/", " / ", " 1 ", "/1", " một ", " mỗi ", " ", ""]
MARKS = [".", ",", " ", "..", "-", " - ", " rưỡi", "ruoi", "nửa ", "\u3000", "\u00a0", "\uff11", "+", "'", ""]
PIECES = st.one_of(DIGITS, *(st.sampled_from(some) for some in (SCALES, UNITS, LINKS, MARKS)))
WRITTEN = st.one_of(
    st.lists(PIECES, min_size=1, max_size=7).map("".join),
    st.tuples(
        DIGITS,
        st.sampled_from(MARKS),
        DIGITS,
        st.sampled_from(SCALES),
        st.sampled_from(LINKS),
        st.sampled_from(UNITS),
    ).map("".join),
    st.text(max_size=12),
)
ASKED = st.lists(
    st.tuples(WRITTEN, st.sampled_from(["kg", "ta", "con", "lit", "bo", "g"])), min_size=60, max_size=120
)
READ = """async ([asked, units]) => {
  const reading = await import("/static/js/posting/reading.js");
  return asked.map(([text, unit]) => [reading.readPrice(text, unit, units), reading.readAmount(text, unit, units)]);
}"""


def price_here(written, unit):
    try:
        return read_price(written, unit).token
    except ValidationError:
        return None


def amount_here(written, unit):
    try:
        return read_amount(written, unit)
    except ValidationError:
        return None


@pytest.fixture
def page(browser, live_server):
    CategoryFactory()
    with opened_page(browser, live_server.url, "phone") as opened:
        opened.goto("/ban-hang/dang/")
        yield opened


def read_otherwise(page, asked):
    """What the phone reads otherwise than the server: (written, unit, there, here)."""
    there = page.evaluate(READ, [asked, units_told()])
    found = []
    for (written, unit), (price, amount) in zip(asked, there, strict=True):
        token = f"{price['vnd']}/{price['unit']}" if "vnd" in price else None
        on_the_phone, here = (
            (token, amount.get("milli")),
            (price_here(written, unit), amount_here(written, unit)),
        )
        if on_the_phone != here:
            found.append((written, unit, on_the_phone, here))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED)
def test_the_phone_reads_prices_and_amounts_as_the_server_does(page, asked):
    assert read_otherwise(page, [list(one) for one in asked]) == []


def test_the_phone_reads_what_people_write_as_the_server_does(page):
    written = [
        *(
            "98k",
            "98.000",
            "98,000",
            "98 000",
            "98000",
            "1tr2",
            "1tr25",
            "1tr50",
            "1 triệu rưỡi",
            "nửa triệu",
        ),
        *(
            "9 triệu/tạ",
            "9tr8/tạ",
            "15k 1 trái",
            "1 triệu 2 con",
            "0905123456",
            "-5",
            "5 - 6 nghìn",
            "98",
            "95 đ",
        ),
        *(
            "1,500",
            "1.500",
            "1500",
            "1,5",
            "0,250",
            "3 tạ",
            "nửa tạ",
            "10 yến",
            "2,5 con",
            "300 kg",
            "",
            " ",
            "０９８k",
        ),
    ]
    assert read_otherwise(page, [[text, unit.value] for text in written for unit in Unit]) == []
