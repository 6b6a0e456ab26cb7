"""A reviewer works through the queue of certificates without touching the mouse: true, returned, none left."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from farmers.models import Certificate
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    OfficerFactory,
    commune,
)
from tests.journeys.accessibility import findings
from tests.journeys.people import SECRET, prove, sign_in, small_photo

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REVIEWER = "+84900000401"
MOST_TABS = 120


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


@pytest.fixture
def queue(settings, live_server) -> list[Certificate]:
    """Three certificates with scans, declared on three days, the oldest first."""
    settings.PUBLIC_ADDRESS = live_server.url
    reviewer = UserFactory(phone=REVIEWER, name="Siu H'Bưn")
    OfficerFactory(user=reviewer, branch=commune(), role="reviewer")
    TOTP.activate(reviewer, SECRET)
    found = []
    for number in (1, 2, 3):
        farm = FarmFactory(farmer=FarmerFactory(phone=""))
        paper = CertificateFactory(farmer=farm.farmer, number=f"VietGAP-TT-26-01-64-000{number}")
        paper.scan.save("giay.jpg", ContentFile(small_photo()), save=False)
        paper.scan_type = "image/jpeg"
        paper.save()
        CoverageFactory(certificate=paper, farm=farm)
        at = timezone.now() - timezone.timedelta(days=5 - number)
        Certificate.objects.filter(pk=paper.pk).update(declared_at=at)
        found.append(paper)
    return found


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until an element that a CSS selector finds has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab never came to {wanted}")


def address_of(paper: Certificate) -> str:
    return reverse("desk:certificate", args=(paper.pk,))


def open_from_home(page: Page, paper: Certificate) -> None:
    tab_to(page, f'a[href="{address_of(paper)}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address_of(paper)}")
    expect(page.locator("[data-keys]")).to_be_visible()
    assert findings(page) == []


def confirm(page: Page) -> None:
    """With something to look at twice, the key leads to the button and Enter presses it."""
    asks_twice = page.locator(".desk-warnings").count() > 0
    page.keyboard.press("v")
    if asks_twice:
        page.keyboard.press("Enter")


def send_back(page: Page) -> None:
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "textarea")
    page.keyboard.type("Chụp lại cả bốn góc.")
    assert findings(page) == []
    tab_to(page, "button[value=return]")
    page.keyboard.press("Enter")


def test_reviewer_works_the_queue_by_keyboard(queue, desktop_page, said):
    first, second, third = queue
    page = desktop_page
    sign_in(page, "/hoi/", "0900 000 401", said)
    prove(page)
    page.wait_for_url("**/hoi/")
    assert findings(page) == []

    open_from_home(page, first)
    page.keyboard.press("j")
    page.wait_for_url(f"**{address_of(second)}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{address_of(first)}")
    for key in ("+", "+", "x", "0"):
        page.keyboard.press(key)
    confirm(page)
    page.wait_for_url(f"**{address_of(second)}")
    send_back(page)
    page.wait_for_url(f"**{address_of(third)}")
    page.keyboard.press("1")
    confirm(page)
    expect(page.locator("[data-nothing]")).to_be_visible()
    page.keyboard.press("1")
    confirm(page)
    page.wait_for_url("**/hoi/")
    expect(page.locator(".messages, [role=status]").first).to_be_visible()
    assert findings(page) == []

    for paper in queue:
        paper.refresh_from_db()
    assert [paper.standing for paper in queue] == ["verified", "returned", "verified"]
    assert "Chụp lại cả bốn góc." in second.reason
    assert second.reason_code != ""
    assert page.locator(f'main a[href="{address_of(third)}"]').count() == 0
