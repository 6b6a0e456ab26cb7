"""The desk as Chromium draws it: Vietnamese after the scripts have run, nothing for axe, nothing wider than the phone."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from tests.conftest import opened_page
from tests.factories.farmers import CertificateFactory, CoverageFactory, MemberFactory, officer
from tests.factories.products import ProductFactory
from tests.factories.traceability import LotFactory
from tests.journeys.accessibility import findings_at
from tests.market.desk.conftest import at_the_desk
from tests.market.desk.test_desk_speaks_vietnamese import english_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses() -> list[str]:
    certificate = CoverageFactory(certificate=CertificateFactory()).certificate
    lists = ("desk_members", "desk_farmers", "desk_certificates", "desk_listings", "desk_lots")
    return [
        reverse("wagtailadmin_home"),
        reverse("desk_members:edit", args=(MemberFactory().pk,)),
        reverse("desk:certificate", args=(certificate.pk,)),
        reverse("desk:listing", args=(ProductFactory(submitted=True).pk,)),
        reverse("desk:lot", args=(LotFactory().pk,)),
        reverse("desk_certificates:history", args=(certificate.pk,)),
        *(reverse(f"{name}:index") for name in lists),
    ]


def enter(page: Page, address: str) -> None:
    """Take over the session of an officer who is past the gate."""
    client = at_the_desk(officer(role="head", name="Nguyễn Thị Lành"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_reads_well(browser, live_server, addresses, size):
    with opened_page(browser, live_server.url, size) as page:
        enter(page, live_server.url)
        wrong = {}
        for address in addresses:
            page.goto(address, wait_until="networkidle")
            width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            found = {
                "english": english_in(page.content()),
                "axe": findings_at(page, size),
                "wider than the screen": width if width[0] > width[1] else [],
            }
            if any(found.values()):
                wrong[address] = {name: what for name, what in found.items() if what}

        assert wrong == {}
