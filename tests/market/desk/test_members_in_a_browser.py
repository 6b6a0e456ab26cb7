"""The pages of members as Chromium draws them: nothing for axe, nothing wider than the screen, worked by keyboard."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from farmers.models import Member, MemberSupport, Officer
from tests.conftest import opened_page
from tests.factories.farmers import MemberFactory, commune, officer, province
from tests.journeys.accessibility import findings_at
from tests.market.desk.conftest import at_the_desk
from tests.market.desk.test_member_admission import applicant

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LIKE = {"full_name": "Rơ Châm H'Lan", "birth_year": 1985, "phone": "+84905123456", "old_id": "230123456"}


def enter(page: Page, address: str, **office) -> None:
    """Take over the session of an officer who is past the gate and sees what is sensitive."""
    user = officer(role="head", name="Nguyễn Thị Lành", **office)
    Officer.objects.filter(user=user).update(sees_sensitive=True)
    cookie = at_the_desk(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


@pytest.fixture
def addresses() -> list[str]:
    member = MemberFactory(**LIKE, citizen_id="052185001234", birth_date=date(1985, 2, 3))
    twin = MemberFactory(**LIKE)
    MemberSupport.objects.create(member=member, kind="loan", purpose="mua bò", amount_vnd=50_000_000)
    MemberFactory(merged_into=member)
    applicant(-1)
    return [
        reverse("desk_members:index"),
        reverse("desk_members:inspect", args=(member.pk,)),
        reverse("desk_members:edit", args=(member.pk,)),
        reverse("desk:register_member"),
        reverse("desk:confide", args=(member.pk,)),
        reverse("desk:admissions"),
        f"{reverse('desk:decision')}?number=12-Q%C4%90%2FHNDT&on=2026-03-01",
        f"{reverse('desk:twins')}?kind=phone",
        reverse("desk:compare", args=(member.pk, twin.pk)),
        reverse("desk:merged"),
    ]


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_reads_well(browser, live_server, addresses, size):
    with opened_page(browser, live_server.url, size) as page:
        enter(page, live_server.url)
        wrong = {}
        for address in addresses:
            page.goto(address, wait_until="networkidle")
            for folded in page.locator("details").all():
                folded.evaluate("one => one.open = true")
            width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            found = {
                "axe": findings_at(page, size),
                "wider than the screen": width if width[0] > width[1] else [],
            }
            if any(found.values()):
                wrong[address] = {name: what for name, what in found.items() if what}

        assert wrong == {}


def test_applicants_are_ticked_by_keyboard_and_admitted(browser, live_server):
    people = [applicant(days) for days in range(5)]
    with opened_page(browser, live_server.url, "desktop") as page:
        enter(page, live_server.url, branch=province())
        page.goto(reverse("desk:admissions"))
        page.locator(f"#member-{people[1].pk}").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Shift+ArrowDown")
        expect(page.locator("[data-count]")).to_contain_text("3")
        page.locator("#id_decision_number").fill("12-QĐ/HNDT")
        page.locator("#id_decided_on").fill("20/11/2026")
        page.keyboard.press("Enter")
        page.wait_for_url("**/quyet-dinh/**")
        expect(page.locator(".member-decision tbody tr")).to_have_count(3)

    admitted = Member.objects.filter(standing="active").order_by("pk").values_list("pk", "card_number")
    assert list(admitted) == [(people[n].pk, f"26.0000{n}") for n in (1, 2, 3)]


def test_a_commune_is_found_while_it_is_typed(browser, live_server):
    member = MemberFactory(branch=commune(), commune_code="")
    with opened_page(browser, live_server.url, "desktop") as page:
        enter(page, live_server.url)
        page.goto(reverse("desk_members:edit", args=(member.pk,)))
        page.locator("#id_commune").press_sequentially("chu pah")
        page.locator("#id_commune_list [role=option]").first.click()
        page.locator("#id_production").fill("hồ tiêu")
        page.keyboard.press("Control+s")
        page.wait_for_url("**/xem/**")

    member.refresh_from_db()
    assert (member.commune_code, member.production) == ("23722", "hồ tiêu")
