"""What does a buyer see and touch? The pages of the shop in Chromium, on a phone and on a desk, light and dark."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from playwright.sync_api import Page, expect

from market.demo.front_door import open_front_door
from products.models import Product, ProductPhoto
from tests.factories.farmers import FarmFactory
from tests.factories.products import OfferFactory, ProductFactory, certify
from tests.factories.traceability import LabelFactory
from tests.journeys.accessibility import findings
from tests.market.shop.reading import vi
from tests.products.conftest import photo

pytestmark = pytest.mark.journey
LONG = (
    "Cà phê nhân robusta phơi nguyên quả trên giàn lưới, hái chín chọn tay từng quả, mẻ tháng Mười một năm 2026 "
    * 2
)


@pytest.fixture
def stall(live_server, rich) -> dict[str, str]:
    """Addresses of pages in every state that a buyer can meet."""
    open_front_door()
    for one in ProductPhoto.objects.filter(product=rich):
        for width_px in (320, 800, 1600):
            storages["default"].save(one.rendition_name(width_px), ContentFile(photo().read()))
    LabelFactory(lot=rich.lots.get())
    long = ProductFactory(
        published=True,
        name=LONG[:120],
        ingredients="x" * 150,
        farm=FarmFactory(farmer__name=LONG[:120], farmer__village=LONG[:120]),
        offer=None,
    )
    OfferFactory(product=long, price_vnd=1_250_000_000)
    certify(long, standing="declared", scheme="ocop", stars=5, issuer=LONG[:160], number="W" * 60)
    gone = ProductFactory(published=True, offer=None)
    OfferFactory(product=gone, offered_milli=1000, sold_milli=1000)
    paused = ProductFactory(state="paused", published_at=timezone.now())
    hidden = ProductFactory(published=True, farm=FarmFactory(farmer__is_public=False))
    certify(hidden, expires_on=timezone.localdate().replace(year=2026, month=10), scheme="haccp")
    return {
        "home": "/",
        "list": "/nong-san/",
        "narrowed": "/en/nong-san/?q=ca+phe&nhom=ca-phe-nhan&chung_nhan=co&xa=23590",
        "nothing": "/nong-san/?q=" + "W" * 100,
        "product": vi(rich),
        "long": vi(long),
        "gone": vi(gone),
        "paused": vi(paused),
        "hidden": vi(hidden),
        "farmer": vi(long.farmer),
        "missing": "/nong-san/khong-co-1000000/",
    }


def look(page: Page, stall: dict[str, str], theme: str) -> dict[str, list[str]]:
    """What is wrong with each page: findings of axe, and anything wider than the window."""
    page.emulate_media(color_scheme=theme)
    wrong = {}
    for name, path in stall.items():
        page.goto(path)
        if "list" in name:
            page.locator("summary").click()
        found = findings(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            wrong[name] = found
    return wrong


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wrong_on_a_phone(phone_page, stall, theme):
    assert look(phone_page, stall, theme) == {}


def test_nothing_is_wrong_on_a_desk(desktop_page, stall):
    assert look(desktop_page, stall, "light") == {}


def test_buyer_finds_coffee_reads_its_origin_and_calls(phone_page, stall, rich):
    phone_page.goto("/")
    phone_page.get_by_role("searchbox").first.fill("ca phe robusta")
    phone_page.keyboard.press("Enter")
    phone_page.get_by_role("link", name=rich.name, exact=True).first.click()

    expect(phone_page.get_by_role("heading", level=1)).to_have_text(rich.name)
    # The one action is at the thumb before anything was scrolled.
    call = phone_page.locator("main a.button.main")
    expect(call).to_be_in_viewport(ratio=1)
    expect(call).to_have_attribute("href", "tel:+84905123456")

    phone_page.locator("main a[href^='/T/']").click()
    expect(phone_page.locator("h1, h2").filter(has_text=rich.name)).to_be_visible()


def test_buyer_narrows_by_commune_and_back(phone_page, stall):
    phone_page.goto("/nong-san/")
    phone_page.locator("summary").click()
    phone_page.locator("#id_xa").select_option("23722")
    phone_page.locator(".narrowing button").click()
    expect(phone_page.locator(".card")).to_have_count(0)

    phone_page.locator(".chip[aria-current]").click()
    expect(phone_page.locator(".card")).to_have_count(Product.objects.published().count())


def test_pages_work_without_scripts(browser, live_server, stall, rich):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/nong-san/")
    page.locator("summary").click()
    page.locator("#id_chung_nhan").select_option("vietgap")
    page.locator(".narrowing button").click()

    assert page.locator(".card h2").all_inner_texts() == [rich.name]
    context.close()
