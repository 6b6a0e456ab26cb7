"""A new phone finds its way: every page of joining is whole, accessible, no wider than the screen, with thumbs' targets."""

import re

import pytest
from playwright.sync_api import Page, expect

from farmers.models import Farmer, FarmerPerson
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, OfficerFactory, commune
from tests.journeys.accessibility import findings, in_the_dark
from tests.journeys.people import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = "0905 123 456"
SMALL = """() => [...document.querySelectorAll('main button, main input:not([type=hidden]), main a.button, main .choice')]
    .filter(one => one.checkVisibility() && !one.classList.contains('unseen') && !['radio', 'checkbox'].includes(one.type))
    .filter(one => one.getBoundingClientRect().height < 48).map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


def wrong_with(page: Page) -> list[str]:
    """What axe finds by day and by night, what is too small for a thumb, and whether the page is too wide."""
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    small = page.evaluate(SMALL)
    return [*findings(page), *in_the_dark(page), *small, *([f"{width} px too wide"] if width > 0 else [])]


def test_every_page_of_joining_is_for_everybody(phone_page, said):
    OfficerFactory(user=UserFactory(name="Nguyễn Thị Ví Dụ"), branch=commune(), role="head")
    page, wrong = phone_page, {}
    sign_in(page, "/ban-hang/", PHONE, said)
    expect(page).to_have_url(re.compile("/ban-hang/tham-gia/$"))
    for path in ("tham-gia/", "hoi-vien/", "nhan-ho-so/?commune=bien+ho", "nguoi-ban/"):
        page.goto(f"/ban-hang/{path}")
        wrong[path] = wrong_with(page)
    for step, (name, value) in enumerate(
        [("kind", "cooperative"), ("name", "HTX Ví Dụ"), ("commune", "bien ho")]
    ):
        if name == "kind":
            page.locator(f"input[value={value}]").check(force=True)
        else:
            page.locator(f"input[name={name}]").fill(value)
        page.locator("#question .button.main").click()
        expect(page.locator(".stepper")).to_contain_text(f"{step + 2}/4")
        wrong[name] = wrong_with(page)
    page.locator("button[name=back]").click()
    expect(page.locator("input[name=commune]")).to_have_value("bien ho")
    page.locator("#question .button.main").click()
    page.locator("#question .button.main").click()
    expect(page).to_have_url(re.compile("/ban-hang/dang/"))

    for path in ("nguoi-giup/", "dong-y/", "tham-gia/"):
        page.goto(f"/ban-hang/{path}")
        wrong[path] = wrong_with(page)
        expect(page.locator("footer")).to_contain_text("Nguyễn Thị Ví Dụ")
    assert {path: found for path, found in wrong.items() if found} == {}
    assert Farmer.objects.get().kind == "cooperative"


def test_a_helper_is_asked_says_yes_and_is_taken_off_midway(phone_page, said):
    mother = FarmerPersonFactory(farmer=FarmerFactory(branch=commune())).user
    page = phone_page
    sign_in(page, "/ban-hang/nguoi-giup/", mother.phone.replace("+84", "0"), said)
    page.locator("[name=name]").fill("Con trai")
    page.locator("[name=phone]").fill(PHONE)
    page.locator("main .button.main").click()
    expect(page.locator("main")).to_contain_text(PHONE)

    page.context.clear_cookies()
    sign_in(page, "/ban-hang/", PHONE, said)
    page.locator("button[name=answer][value=yes]").click()
    expect(page).to_have_url(re.compile("/ban-hang/$"))
    son = FarmerPerson.objects.get(role="helper")

    FarmerPerson.objects.filter(pk=son.pk).update(revoked_at="2026-11-24T03:00Z")
    page.goto("/ban-hang/")
    expect(page).to_have_url(re.compile("/ban-hang/tham-gia/$"))
