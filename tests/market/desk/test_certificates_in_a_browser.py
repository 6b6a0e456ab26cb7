"""Certificates as Chromium draws them: keys that decide, a scan that is looked at closely, boxes of the list, nothing for axe."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from farmers.models import Certificate
from tests.conftest import opened_page
from tests.factories.farmers import CertificateFactory, CoverageFactory, FarmFactory
from tests.farmers.importing_certificates.conftest import picture
from tests.journeys.accessibility import findings_at
from tests.market.desk.test_desk_in_a_browser import enter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def declared(days_ago: int = 0, **columns) -> Certificate:
    """A certificate in which nothing asks to be looked at twice."""
    certificate = CertificateFactory(**{"issuer": "Vietcert", "scan_type": "image/jpeg"} | columns)
    certificate.scan.save("a.jpg", ContentFile(picture()))
    CoverageFactory(certificate=certificate, farm=FarmFactory(farmer=certificate.farmer))
    moment = timezone.now() - timedelta(days=days_ago)
    Certificate.objects.filter(pk=certificate.pk).update(declared_at=moment)
    return certificate


def address(certificate: Certificate) -> str:
    return reverse("desk:certificate", args=(certificate.pk,))


@pytest.fixture
def page(browser, live_server):
    with opened_page(browser, live_server.url, "desktop") as opened:
        enter(opened, live_server.url)
        yield opened


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.tagName")


def test_a_queue_is_worked_without_the_mouse(page):
    first, second = declared(3), declared(1)
    page.goto(address(first))

    page.keyboard.press("j")
    page.wait_for_url(f"**{address(second)}")
    page.keyboard.press("k")
    page.wait_for_url(f"**{address(first)}")
    page.keyboard.press("1")
    page.keyboard.press("v")
    assert page.locator("[data-nothing]").is_visible()
    assert focused(page) == "covering"
    page.keyboard.press("1")
    page.keyboard.press("v")
    page.wait_for_url(f"**{address(second)}")

    first.refresh_from_db()
    assert first.standing == "verified"


def test_letters_are_letters_where_somebody_writes(page):
    certificate = declared()
    page.goto(address(certificate))

    page.keyboard.press("r")
    assert focused(page) == "return-sentence"
    page.keyboard.press("v")
    page.locator("[name=return-words]").press_sequentially("v1jx/")

    assert page.locator("[name=return-words]").input_value() == "v1jx/"
    assert page.locator("[name=covering]").is_checked()
    certificate.refresh_from_db()
    assert (certificate.standing, page.url.endswith(address(certificate))) == ("declared", True)


def test_with_something_to_look_at_twice_the_key_leads_to_the_button(page):
    certificate = declared(issuer="Ai đó")
    page.goto(address(certificate))

    page.keyboard.press("v")

    assert focused(page) == "decision"
    certificate.refresh_from_db()
    assert certificate.standing == "declared"


def test_a_scan_is_looked_at_closely_and_turned(page):
    page.goto(address(declared()), wait_until="networkidle")
    stage, sheet = page.locator("[data-stage]"), page.locator("[data-sheet]")
    box = stage.bounding_box()
    fits = sheet.bounding_box()

    page.keyboard.press("+")
    larger = sheet.bounding_box()
    page.keyboard.press("x")
    turned = sheet.bounding_box()
    page.keyboard.press("0")

    assert fits["width"] <= box["width"] + 1
    assert larger["width"] > 1.4 * fits["width"]
    assert turned["height"] > turned["width"]
    assert sheet.bounding_box()["height"] <= box["height"] + 1


def test_all_of_a_page_are_chosen_at_once_and_shown_before(page):
    certificates = [declared(), declared()]
    page.goto(f"{reverse('desk_certificates:index')}?waiting=true", wait_until="networkidle")
    verify = page.locator("#several button[value=verify]")
    assert verify.is_disabled()

    page.locator("[data-all]").check()
    verify.click()
    page.locator(".desk-plan").wait_for()
    page.locator("form.desk-plan-form .desk-action").click()
    page.wait_for_url("**waiting=true")

    standings = Certificate.objects.filter(pk__in=[one.pk for one in certificates])
    assert set(standings.values_list("standing", flat=True)) == {"verified"}


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_certificates_reads_well(browser, live_server, size):
    certificate, warned = declared(9), declared(issuer="Ai đó", expires_on=timezone.localdate())
    index = reverse("desk_certificates:index")
    several = reverse("desk:certificates_several")
    pages = [
        address(certificate),
        address(warned),
        index,
        f"{several}?do=verify&pk={certificate.pk}&pk={warned.pk}",
        f"{several}?do=return&pk={certificate.pk}",
        reverse("desk:certificate_intake_new"),
    ]
    with opened_page(browser, live_server.url, size) as page:
        enter(page, live_server.url)
        wrong = {}
        for where in pages:
            page.goto(where, wait_until="networkidle")
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            found = {
                "axe": findings_at(page, size),
                "wider than the screen": widths if widths[0] > widths[1] else [],
            }
            if any(found.values()):
                wrong[where] = {name: what for name, what in found.items() if what}

        assert wrong == {}
