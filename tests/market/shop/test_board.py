"""The price board as everybody sees it: price, day, place, source, and how it moved in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from products.board import enter_price
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerPersonFactory
from tests.factories.products import CategoryFactory

pytestmark = pytest.mark.django_db

URL, OWN = "/en/gia-nong-san/", "/en/ban-hang/gia/"


def price(days_ago=0, lowest=98_000, highest=None, **columns):
    known = {
        "category": CategoryFactory(),
        "unit": "kg",
        "lowest_vnd": lowest,
        "highest_vnd": highest or lowest,
        "on": timezone.localdate() - timedelta(days=days_ago),
        "place": "Chư Păh",
        "source": "Báo Ví Dụ",
    }
    return enter_price(columns=known | columns, by=UserFactory(), at=timezone.now())


def test_a_price_stands_with_its_day_place_and_source(client):
    price(3, 95_000, 98_500)

    (row,) = client.get(URL).context["rows"]

    assert (row["name"], row["price"], row["unit"], row["place"], row["source"], row["change"]) == (
        "Green coffee",
        "95,000 – 98.500\u00a0đ",
        "kg",
        "Chư Păh",
        "Báo Ví Dụ",
        "",
    )
    page = client.get(URL).text
    assert "Báo Ví Dụ" in page
    assert "Chư Păh" in page


@pytest.mark.parametrize(
    ("was", "way", "words", "icon"),
    [
        (94_500, "up", "3.500\u00a0đ more than on", "chevron-up"),
        (99_000, "down", "1.000\u00a0đ less than on", "chevron-down"),
        (98_000, "same", "the same as on", "minus"),
    ],
)
def test_how_it_moved_is_said_in_words_and_by_a_sign(client, was, way, words, icon):
    price(9, was)
    price(0)

    page = client.get(URL)

    (row,) = page.context["rows"]
    assert row["way"] == way
    assert row["change"].startswith(words)
    assert row["change"] in page.text
    assert f"#{icon}" in page.text
    assert "<polyline" in page.text


def test_an_old_price_says_so(client):
    price(15)

    assert "Older than 14 days" in client.get(URL).text


def test_without_prices_the_page_says_what_comes_here(client):
    page = client.get(URL)

    assert (page.status_code, page.context["rows"]) == (200, [])
    assert "No prices yet" in page.text


def test_who_sells_sees_the_same(client):
    price(0)
    client.force_login(FarmerPersonFactory().user)

    assert client.get(OWN).context["rows"] == client.get(URL).context["rows"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_one_question(client, count, django_assert_num_queries):
    for number in range(count):
        price(0, category=CategoryFactory(key=f"loai-{number}", name=f"Loại {number}"))

    with django_assert_num_queries(1):
        client.get(URL)


def test_it_is_on_the_site_map(client):
    assert "/gia-nong-san/" in client.get("/so-do/trang-1.xml").text
