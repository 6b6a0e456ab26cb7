import re
from xml.etree import ElementTree as ET

import pytest

from tests.factories.farmers import FarmFactory
from tests.factories.products import CategoryFactory, ProductFactory
from tests.market.shop.reading import en, vi

pytestmark = pytest.mark.django_db
HOUSE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(answer) -> list[str]:
    return [node.text for node in ET.fromstring(answer.content).iter(f"{MAP}loc")]


def test_robots_are_shown_the_map_and_kept_from_the_rooms_of_members(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /hoi/",
        *(
            f"Disallow: {prefix}{room}"
            for prefix in ("", "/en")
            for room in ("/ban-hang/", "/dang-nhap/", "/xac-thuc/", "/tim-xa/", "/doc-gia/")
        ),
        "",
        f"Sitemap: {HOUSE}/sitemap.xml",
    ]


def test_map_goes_by_id(client, monkeypatch):
    monkeypatch.setattr("market.shop.crawling.PART_SIZE", 2)
    product = ProductFactory()
    for _ in range(4):
        last = ProductFactory(farm=product.farm, category=product.category, posted_by=product.posted_by)

    parts = locations(client.get("/sitemap.xml"))

    numbers = range(1, -(-last.pk // 2) + 1)
    assert parts[0] == f"{HOUSE}/so-do/trang-1.xml"
    assert [part for part in parts if "nong-san" in part] == [
        f"{HOUSE}/so-do/nong-san-{n}.xml" for n in numbers
    ]
    assert all(client.get(part.removeprefix(HOUSE)).status_code == 200 for part in parts)


def test_map_of_an_empty_house_holds_the_pages(client):
    assert locations(client.get("/sitemap.xml")) == [f"{HOUSE}/so-do/trang-1.xml"]
    assert locations(client.get("/so-do/trang-1.xml")) == [
        f"{HOUSE}/",
        f"{HOUSE}/en/",
        f"{HOUSE}/nong-san/",
        f"{HOUSE}/en/nong-san/",
        f"{HOUSE}/gia-nong-san/",
        f"{HOUSE}/en/gia-nong-san/",
    ]


def test_map_holds_published_products_and_public_farmers_alone(client):
    product = ProductFactory(published=True)
    hidden = ProductFactory(published=True, farm=FarmFactory(farmer__is_public=False))
    ProductFactory(farm=product.farm)
    ProductFactory(farm=product.farm, state="paused")
    CategoryFactory(key="trong", name="Trống")

    assert locations(client.get("/so-do/nong-san-1.xml")) == [
        HOUSE + address(one) for one in (product, hidden) for address in (vi, en)
    ]
    assert locations(client.get("/so-do/nong-dan-1.xml")) == [
        HOUSE + address(product.farmer) for address in (vi, en)
    ]
    assert locations(client.get("/so-do/trang-1.xml"))[6:] == [
        f"{HOUSE}/nong-san/?nhom=ca-phe-nhan",
        f"{HOUSE}/en/nong-san/?nhom=ca-phe-nhan",
    ]


def test_map_names_the_twin_of_every_page(client):
    product = ProductFactory(published=True)

    page = client.get("/so-do/nong-san-1.xml").content.decode()

    twins = {("vi", HOUSE + vi(product)), ("en", HOUSE + en(product))}
    assert set(re.findall(r'hreflang="(\w+)" href="([^"]*)"', page)) == twins


def test_part_of_the_map_is_one_question(client, django_assert_num_queries):
    first = ProductFactory(published=True)
    for _ in range(3):
        ProductFactory(published=True, farm=first.farm, posted_by=first.posted_by)

    with django_assert_num_queries(1):
        client.get("/so-do/nong-san-1.xml")


@pytest.mark.parametrize(
    "address",
    [
        "/so-do/nong-san-0.xml",
        "/so-do/x-1.xml",
        "/so-do/trang-1234567890.xml",
        "/en/sitemap.xml",
        "/en/robots.txt",
    ],
)
def test_part_that_cannot_be_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_part_beyond_the_last_is_empty(client):
    assert locations(client.get("/so-do/nong-san-999999999.xml")) == []


def test_old_address_of_the_mark_leads_to_it(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer["Location"]) == (302, "/static/icons/favicon.svg")
