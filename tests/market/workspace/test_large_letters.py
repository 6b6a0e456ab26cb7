"""Can the farmer's pages be read with letters twice as large, on a narrow phone, and by who can't see them?"""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from farmers.models import HelperInvitation
from products.board import enter_price
from products.listing import return_product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    MemberFactory,
)
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LotFactory
from tests.journeys.accessibility import findings, in_the_dark

pytestmark = pytest.mark.journey

LONG = "Cà phê nhân robusta phơi nguyên quả trên giàn lưới hái chín chọn tay"
PAGES = {
    "home": "/ban-hang/",
    "product": "/ban-hang/tin/{product}/",
    "withdraw": "/ban-hang/tin/{product}/rut/",
    "code": "/ban-hang/tin/{product}/ma/",
    "notices": "/ban-hang/thong-bao/",
    "certificates": "/ban-hang/chung-nhan/",
    "add-certificate": "/ban-hang/chung-nhan/them/",
    "own-page": "/ban-hang/trang-cua-toi/",
    "board": "/ban-hang/gia/",
    "my-data": "/ban-hang/du-lieu-cua-toi/",
    "agreements": "/ban-hang/dong-y/",
    "leaving": "/ban-hang/roi-di/",
    "helpers": "/ban-hang/nguoi-giup/",
    "apply": "/ban-hang/hoi-vien/",
    "ready-post": "/ban-hang/tin/{product}/bai-dang/",
    "labels": "/ban-hang/lo/{lot}/tem/",
}
# Which words and elements reach beyond the window, where a page has to be pushed sideways.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (words.nextNode()) {
    const range = document.createRange();
    range.selectNode(words.currentNode);
    if (range.getBoundingClientRect().right > width + 1) found.push(words.currentNode.textContent.trim());
  }
  const parts = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > width + 1);
  return [...found, ...parts.map((one) => `${one.tagName}.${one.className.baseVal ?? one.className}`)];
}"""


@pytest.fixture
def addresses(live_server, phone_page: Page) -> dict[str, str]:
    """The pages of a farmer with long names and much to be told, and a browser in which the farmer is signed in."""
    farmer = FarmerFactory(name=f"Hợp tác xã nông nghiệp dịch vụ tổng hợp {LONG}"[:120], kind="cooperative")
    person = FarmerPersonFactory(farmer=farmer, user=UserFactory(name="Rơ Châm H'Ngọc Bích"))
    MemberFactory(user=person.user)
    farm = FarmFactory(farmer=farmer, name=LONG)
    product = ProductFactory(farm=farm, published=True, name=LONG, client_draft_id=uuid.uuid4())
    certify(product, number="W" * 60, expires_on=timezone.localdate() + timedelta(days=30))
    CertificateFactory(
        farmer=farmer,
        scheme="ocop",
        stars=4,
        standing="returned",
        reason=LONG * 4,
        checked_by=UserFactory(),
        checked_at=timezone.now(),
    )
    sent_back = ProductFactory(farm=farm, submitted=True, name=LONG)
    return_product(product=sent_back, reason=LONG * 4, by=UserFactory(), at=timezone.now())
    HelperInvitation.objects.create(
        farmer=farmer, phone="+84905000008", name=LONG, invited_by=person.user, invited_at=timezone.now()
    )
    for days, price in ((20, 1_200_000), (0, 1_250_000_000)):
        columns = {"category": product.category, "unit": "kg", "place": LONG, "source": LONG * 2}
        on = timezone.localdate() - timedelta(days=days)
        columns |= {"lowest_vnd": price, "highest_vnd": price + 5_000_000, "on": on}
        enter_price(columns=columns, by=UserFactory(), at=timezone.now())
    client = Client()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}
    phone_page.context.add_cookies([session | {"url": live_server.url}])
    names = {"product": product.pk, "lot": LotFactory(product=product).pk}
    return {name: address.format(**names) for name, address in PAGES.items()}


def look(page: Page, addresses: dict[str, str], seen) -> dict[str, list[str]]:
    found = {}
    for name, address in addresses.items():
        answer = page.goto(address)
        assert answer is not None, name
        assert (answer.status, page.url.endswith(address)) == (200, True), (name, page.url)
        found[name] = seen(page)
    return {name: wrong for name, wrong in found.items() if wrong}


def too_wide(page: Page) -> list[str]:
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    return page.evaluate(TOO_WIDE)


def test_with_letters_twice_as_large_no_page_is_wider_than_the_phone(phone_page, addresses):
    phone_page.set_viewport_size({"width": 360, "height": 740})

    assert look(phone_page, addresses, too_wide) == {}


@pytest.mark.parametrize("seen", [findings, in_the_dark])
def test_nothing_is_wrong_for_who_cannot_see_it(phone_page, addresses, seen):
    assert look(phone_page, addresses, seen) == {}
