"""The page where a list is put together, as Chromium draws it: columns moved by buttons, nothing for axe."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import HandedFile
from farmers.models import Officer
from tests.conftest import opened_page
from tests.factories.farmers import MemberFactory, commune, officer
from tests.journeys.accessibility import findings_at
from tests.market.channels.test_handed_files import file_of
from tests.market.desk.conftest import at_the_desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def user():
    user = officer(role="head", name="Nguyễn Thị Lành")
    Officer.objects.filter(user=user).update(sees_sensitive=True)
    return user


def enter(page: Page, address: str, user) -> None:
    cookie = at_the_desk(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


def test_columns_are_put_in_order_and_the_reason_is_asked_when_it_is_needed(browser, live_server, user):
    MemberFactory()
    with opened_page(browser, live_server.url, "desktop") as page:
        enter(page, live_server.url, user)
        page.goto(reverse("desk:export"))
        order = page.locator("[data-order] li")
        expect(order).to_have_count(12)
        reason = page.locator("#id_reason")
        expect(reason).to_be_hidden()
        for key in ("gender", "phone", "address", "commune", "branch", "card_number", "standing"):
            page.locator(f"#column-{key}").uncheck()
        page.locator("#column-citizen_id").check()
        expect(reason).to_be_visible()
        order.nth(5).locator("button").nth(0).click()
        order.nth(0).locator("button").nth(2).click()
        assert order.locator("span").all_inner_texts() == [
            "Họ và tên", "Năm sinh", "Ngày vào Hội", "Số CCCD", "Số quyết định công nhận",
        ]  # fmt: skip
        reason.fill("Họp chi bộ")
        page.locator("button[value=order]").click()
        page.wait_for_url("**/tep/**")

    handed = HandedFile.objects.get()
    assert handed.options["columns"] == [
        "full_name", "birth_year", "admitted_on", "citizen_id", "decision_number",
    ]  # fmt: skip
    assert handed.reason == "Họp chi bộ"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_pages_of_lists_and_files_read_well(browser, live_server, user, size):
    file_of(
        user, commune(), state="ready", sha256="ab" * 32, options={"columns": ["full_name"], "told": ["a"]}
    )
    with opened_page(browser, live_server.url, size) as page:
        enter(page, live_server.url, user)
        wrong = {}
        for name in ("desk:export", "handed:index"):
            page.goto(reverse(name), wait_until="networkidle")
            width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            if found := [*findings_at(page, size), *(width if width[0] > width[1] else [])]:
                wrong[name] = found

        assert wrong == {}
