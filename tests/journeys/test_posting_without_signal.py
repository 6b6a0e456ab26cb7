"""A farmer posts from the field: with signal, without, with a line that breaks, on a phone that others use too."""

import json
import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from accounts.message_ways.printed import message_file
from farmers.models import FarmerPerson
from products.models import Draft, Product
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import CategoryFactory
from tests.journeys.accessibility import findings
from tests.journeys.phones import Phone
from tests.journeys.posting import (
    POSTING,
    answer_all,
    cookie_of,
    kept_drafts,
    screen,
    send,
    take_photos,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SENT = ".notice.success a"
CARD = "[data-kept] [data-draft]"


@pytest.fixture
def person():
    CategoryFactory()
    found = FarmerPersonFactory(farmer=FarmerFactory())
    FarmFactory(farmer=found.farmer)
    return found


def sign_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    page.context.add_cookies([cookie_of(client, live_server.url)])


def opened(page, live_server, user):
    sign_in(page, live_server, user)
    page.goto(POSTING)
    return screen(page, "start")


def is_kept_for_offline(page):
    """Wait until the page would open without a network."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => caches.keys().then((names) => names.length === 1)")


def test_a_farmer_posts_with_few_taps(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 2)

    answer_all(phone_page)
    send(phone_page)

    expect(phone_page.locator(SENT)).to_be_visible(timeout=20_000)
    product = Product.objects.get()
    assert (product.state, product.offer.price_vnd, product.offer.offered_milli) == (
        "submitted",
        98_000,
        300_000,
    )
    assert (product.photos.count(), Draft.objects.count(), kept_drafts(phone_page)) == (2, 0, 0)
    phone_page.locator(SENT).tap()
    expect(phone_page.locator("h1")).to_have_text("Cà phê nhân")


def test_nobody_signed_in_is_asked_to_sign_in_first(phone_page, person):
    phone_page.goto(POSTING)

    start = screen(phone_page, "start")
    expect(start.locator("[data-sign-in]")).to_be_visible()
    expect(start.locator("[data-take]").first).to_be_hidden()


def test_all_of_posting_works_without_signal_and_is_sent_when_it_comes_back(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    is_kept_for_offline(phone_page)
    phone_page.context.set_offline(True)
    phone_page.reload()
    expect(phone_page.locator("[data-offline]")).to_be_visible()

    take_photos(phone_page, 3)
    answer_all(phone_page)
    send(phone_page)
    expect(phone_page.locator(CARD)).to_have_count(1)
    assert Product.objects.count() == 0
    phone_page.context.set_offline(False)

    expect(phone_page.locator(SENT)).to_be_visible(timeout=30_000)
    assert (Product.objects.get().photos.count(), kept_drafts(phone_page)) == (3, 0)


def test_back_and_a_reload_lose_nothing(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    phone_page.locator("[data-screen='anh'] [data-go-on]").tap()
    screen(phone_page, "mat-hang").locator("[data-category]").tap()
    screen(phone_page, "so-luong").locator("#id_amount").fill("1,5 tạ")
    phone_page.wait_for_timeout(300)

    phone_page.reload()
    expect(screen(phone_page, "so-luong").locator("#id_amount")).to_have_value("1,5 tạ")
    phone_page.locator("[data-back]").tap()
    screen(phone_page, "mat-hang")
    phone_page.go_back()
    expect(screen(phone_page, "so-luong").locator("#id_amount")).to_have_value("1,5 tạ")
    phone_page.locator("[data-screen='so-luong'] [data-go-on]").tap()
    expect(screen(phone_page, "gia").locator("[data-so-far]")).to_contain_text("150 kg")


def test_a_number_that_reads_two_ways_is_asked_about(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    phone_page.locator("[data-screen='anh'] [data-go-on]").tap()
    screen(phone_page, "mat-hang").locator("[data-category]").tap()
    amount = screen(phone_page, "so-luong")
    amount.locator("#id_amount").fill("1,500")
    amount.locator("[data-go-on]").tap()
    expect(amount.locator("[data-wrong='amount']")).to_be_visible()
    amount.locator("#id_amount").fill("1500")
    amount.locator("[data-go-on]").tap()

    price = screen(phone_page, "gia")
    for written in ("98", "1tr50", "5 - 6 nghìn"):
        price.locator("#id_price").fill(written)
        price.locator("[data-go-on]").tap()
        expect(price.locator("[data-wrong='price']")).to_be_visible()
    price.locator("#id_price").fill("9 triệu 8/tạ")
    expect(price.locator("[data-read] b")).to_have_text("98.000\xa0đ")


def test_a_double_tap_and_two_tabs_send_one_listing(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    expect(phone_page.locator("[data-begin]")).to_be_visible()
    phone_page.context.set_offline(True)
    take_photos(phone_page, 2)
    answer_all(phone_page)
    phone_page.locator("[data-send]").dblclick()
    screen(phone_page, "start")
    other = phone_page.context.new_page()
    phone_page.context.set_offline(False)
    other.goto(POSTING)

    for _ in range(100):
        if Product.objects.exists() and not kept_drafts(phone_page):
            break
        phone_page.wait_for_timeout(200)
    phone_page.wait_for_timeout(1000)
    assert (Product.objects.count(), Product.objects.get().photos.count()) == (1, 2)
    assert (kept_drafts(phone_page), Draft.objects.count()) == (0, 0)


def test_a_session_that_ended_keeps_the_draft_and_asks_for_the_code(
    phone_page, live_server, person, settings
):
    settings.MESSAGE_WAYS = ["file"]
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    Session.objects.all().delete()
    answer_all(phone_page)
    send(phone_page)
    phone_page.locator("[data-notices] .button.main").tap()

    sign_in_by_code(phone_page, person.user.phone)

    expect(phone_page.locator(SENT)).to_be_visible(timeout=20_000)
    assert (Product.objects.get().posted_by, kept_drafts(phone_page)) == (person.user, 0)


def sign_in_by_code(page, phone):
    """As somebody does it: the phone, then the six digits of the message."""
    message_file().unlink(missing_ok=True)
    page.locator("#id_phone").fill("0" + phone.removeprefix("+84"))
    page.locator("form button[type=submit].main").first.tap()
    page.locator("#id_digits").wait_for()
    last = json.loads(message_file().read_text(encoding="utf-8").splitlines()[-1])
    page.locator("#id_digits").fill(re.search(r"[0-9]{6}", last["text"])[0])
    page.locator("form button[type=submit].main").first.tap()
    screen(page, "start")


def test_another_person_on_the_phone_sees_no_draft_that_is_not_theirs(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    mine = phone_page.url
    other = FarmerPersonFactory(farmer=FarmerFactory())

    opened(phone_page, live_server, other.user)
    expect(phone_page.locator("[data-begin]")).to_be_visible()
    expect(phone_page.locator(CARD)).to_have_count(0)
    phone_page.goto(mine)
    screen(phone_page, "start")
    assert kept_drafts(phone_page) == 1
    opened(phone_page, live_server, person.user)

    expect(phone_page.locator(CARD)).to_have_count(1)


def test_signing_out_hides_the_drafts_without_signal_too(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    is_kept_for_offline(phone_page)
    token = phone_page.evaluate(
        "() => fetch('/ban-hang/gui/phien/').then((a) => a.json()).then((b) => b.csrf)"
    )
    phone_page.evaluate(
        "(csrf) => fetch('/dang-xuat/', {method: 'POST', headers: {'X-CSRFToken': csrf}}).then(() => true)",
        token,
    )
    phone_page.context.set_offline(True)

    phone_page.goto(POSTING)

    screen(phone_page, "start")
    expect(phone_page.locator("[data-no-owner]")).to_be_visible()
    expect(phone_page.locator(CARD)).to_have_count(0)
    assert kept_drafts(phone_page) == 1


def test_a_helper_revoked_midway_is_told_and_keeps_the_draft(phone_page, live_server, person):
    helper = FarmerPersonFactory(farmer=person.farmer, role=FarmerPerson.Role.HELPER)
    opened(phone_page, live_server, helper.user)
    take_photos(phone_page, 1)
    answer_all(phone_page)
    FarmerPerson.objects.filter(pk=helper.pk).update(revoked_at="2026-11-24T03:00:00Z")
    send(phone_page)

    expect(phone_page.locator(CARD)).to_contain_text("nhà nông")
    assert (Product.objects.count(), kept_drafts(phone_page)) == (0, 1)


def test_a_draft_of_an_older_page_is_sent_by_a_newer_one(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    answer_all(phone_page)
    # As a page kept it that knew neither of parts received nor of when a draft was begun.
    phone_page.evaluate(
        """() => new Promise((done) => {
          indexedDB.open("cho-nong-dan", 1).onsuccess = ({ target: { result: database } }) => {
            const all = database.transaction("drafts", "readwrite").objectStore("drafts");
            all.getAll().onsuccess = ({ target: { result: [found] } }) => {
              for (const name of ["received", "begun", "problems", "communes", "said"]) delete found[name];
              all.put({ ...found, ready: true }).onsuccess = () => { database.close(); done(); };
            };
          };
        })"""
    )

    phone_page.goto("/ban-hang/")
    expect(phone_page.locator(".queue")).to_be_visible()
    for _ in range(100):
        if Product.objects.exists():
            break
        phone_page.wait_for_timeout(100)

    assert (Product.objects.get().photos.count(), Product.objects.get().state) == (1, "submitted")


@pytest.mark.long
def test_ten_photos_over_a_line_that_breaks_a_killed_browser_and_another_person(
    browser, live_server, person, settings, tmp_path
):
    settings.MESSAGE_WAYS = ["file"]
    other = FarmerPersonFactory(farmer=FarmerFactory())
    with Phone(browser, live_server.url, tmp_path) as phone:
        page = phone.page
        opened(page, live_server, person.user)
        is_kept_for_offline(page)
        phone.fly()
        page.reload()
        take_photos(page, 10)
        answer_all(page)
        send(page)
        phone.slow_line()
        page.wait_for_function(
            "() => document.querySelector('[data-draft] progress')?.value >= 0.6", timeout=90_000
        )
        phone.fly()
        phone.kill()
    assert Product.objects.count() == 0

    with Phone(browser, live_server.url, tmp_path) as phone:
        page = phone.page
        opened(page, live_server, other.user)
        expect(page.locator("[data-begin]")).to_be_visible()
        expect(page.locator(CARD)).to_have_count(0)
        Session.objects.all().delete()
        page.goto(f"/dang-nhap/?next={POSTING}")
        sign_in_by_code(page, person.user.phone)
        expect(page.locator(SENT)).to_be_visible(timeout=60_000)
        time.sleep(1)
        assert kept_drafts(page) == 0

    product = Product.objects.get()
    assert (product.farmer, product.photos.count(), Draft.objects.count()) == (person.farmer, 10, 0)


def test_posting_without_scripts_leads_step_by_step(browser, live_server, person):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    sign_in(page, live_server, person.user)

    page.goto(POSTING)
    page.locator("noscript a, .notice a").first.click()

    expect(page.locator("#id_photos")).to_be_attached()
    context.close()


def test_the_posting_page_has_no_accessibility_findings(phone_page, live_server, person):
    opened(phone_page, live_server, person.user)
    take_photos(phone_page, 1)
    found = {"anh": findings(phone_page)}
    phone_page.locator("[data-screen='anh'] [data-go-on]").tap()
    screen(phone_page, "mat-hang")
    found["mat-hang"] = findings(phone_page)
    phone_page.locator("[data-category]").tap()
    for step, fields in (
        ("so-luong", {"#id_amount": "300"}),
        ("gia", {"#id_price": "98k"}),
        ("noi-trong", {}),
        ("chung-nhan", {}),
    ):
        part = screen(phone_page, step)
        for field, typed in fields.items():
            part.locator(field).fill(typed)
        found[step] = findings(phone_page)
        assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        part.locator("[data-go-on]").tap()
    screen(phone_page, "xem-lai")
    found["xem-lai"] = findings(phone_page)

    assert {step: said for step, said in found.items() if said} == {}
