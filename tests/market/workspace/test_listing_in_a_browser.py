"""A farmer's thumb on a listing: amount and price in place, a code to share, a post to copy."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from products.models import Offer, OutsideSale
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from tests.journeys.accessibility import in_the_dark

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# What a phone gives that can share; what was handed to it is kept to be looked at.
SHARES = """
window.shared = [];
navigator.canShare = (data) => !data.files || data.files.every((file) => file instanceof File);
navigator.share = async (data) => {
  const files = (data.files ?? []).map((file) => [file.name, file.type, file.size > 1000]);
  window.shared.push({ title: data.title, text: data.text, files });
};
"""
SMALL = """() => [...document.querySelectorAll("main a.button, main button, main summary.button")]
    .filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 48)
    .map((part) => part.textContent.trim())"""


@pytest.fixture
def product():
    person = FarmerPersonFactory(farmer=FarmerFactory())
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True)
    LotFactory(product=product)
    return product


@pytest.fixture
def page(phone_page, live_server, product):
    """The phone of the farmer, signed in."""
    client = Client()
    client.force_login(product.farmer.people.get().user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    phone_page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    return phone_page


def at(name, product):
    return reverse(f"workspace:{name}", args=[product.pk])


@pytest.mark.parametrize(
    ("opens", "field", "typed", "stands"),
    [
        ("change_price", "price", "99k", ("price_vnd", 99_000)),
        ("change_left", "left", "2 tạ", ("offered_milli", 200_000)),
        ("note_sale", "amount", "50", ("sold_milli", 50_000)),
    ],
)
def test_price_amount_and_sale_are_two_taps_from_the_stall(page, product, opens, field, typed, stands):
    page.goto(reverse("workspace:home"))

    page.locator(f"#{opens}_{product.pk}").tap()
    form = page.locator("details[open] form")
    form.locator(f"input[name={field}]").fill(typed)
    form.locator("button[type=submit]").tap()

    expect(page.locator(".notice.success")).to_be_visible()
    assert urlsplit(page.url).path == reverse("workspace:home")
    column, value = stands
    assert getattr(Offer.objects.get(product=product), column) == value


def test_a_double_tap_sells_once_and_is_undone_by_one_tap(page, product):
    page.goto(at("product", product))
    page.locator(f"#note_sale_{product.pk}").tap()
    page.locator("details[open] input[name=amount]").fill("50")
    page.locator("details[open] button[type=submit]").dblclick()
    expect(page.locator(".sales li")).to_have_count(1)
    assert Offer.objects.get(product=product).sold_milli == 50_000

    page.locator(".sales button").tap()

    expect(page.locator(".sales s")).to_have_text("50 kg")
    assert Offer.objects.get(product=product).sold_milli == 0
    assert OutsideSale.objects.count() == 1


def test_the_code_is_shared_as_a_picture_where_the_phone_can(page, product):
    page.add_init_script(SHARES)
    with page.expect_response(lambda answer: answer.url.endswith("anh.png")):
        page.goto(at("code", product))
    page.wait_for_load_state("networkidle")

    page.locator("[data-module*=share]").tap()

    lot = product.lots.get()
    code = page.locator(".qr .code").inner_text().replace("-", "")
    assert page.evaluate("window.shared") == [
        {
            "title": product.name,
            "text": f"{product.name}: http://127.0.0.1:8000/T/{code}",
            "files": [[f"ma-qr-{lot.code}.png", "image/png", True]],
        }
    ]


def test_where_a_phone_can_not_share_the_picture_is_saved(page, product):
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(at("code", product))

    expect(page.locator("[data-module*=share]")).to_be_hidden()
    with page.expect_download() as saved:
        page.locator("a[download]:not([data-module])").tap()
    assert saved.value.suggested_filename.endswith(".png")


def test_the_words_of_a_post_are_shared_as_changed_and_copied(page, product):
    page.add_init_script(SHARES)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(at("ready_post", product), wait_until="networkidle")
    page.locator("#post").fill("Cà phê nhà tôi, 98k một ký")

    page.locator("[data-module*=share]").tap()
    page.locator("[data-module*=copy]").tap()

    expect(page.locator("[data-status]")).not_to_be_empty()
    assert page.evaluate("window.shared[0].text") == "Cà phê nhà tôi, 98k một ký"
    assert page.evaluate("navigator.clipboard.readText()") == "Cà phê nhà tôi, 98k một ký"


@pytest.mark.parametrize("name", ["product", "code", "ready_post"])
def test_pages_of_a_listing_are_for_every_thumb_and_eye(page, product, name):
    page.goto(at(name, product), wait_until="networkidle")

    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    assert page.evaluate(SMALL) == []
    assert in_the_dark(page) == []
