"""The province admits two hundred people by one decision, and prints the list with the cards."""

import re

import pypdfium2
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from playwright.sync_api import expect

from farmers.membership import admission_columns
from farmers.models import Member, MembershipStep
from tests.factories.accounts import UserFactory
from tests.factories.farmers import OfficerFactory, commune, other_commune, province
from tests.journeys.accessibility import findings
from tests.journeys.people import SECRET, prove, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PROVINCE = "+84900000201"
WAITING = 200


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


@pytest.fixture
def applicants(settings, live_server):
    """Two hundred people of two communes who wait, and the province's approver."""
    settings.PUBLIC_ADDRESS = live_server.url
    approver = UserFactory(phone=PROVINCE, name="Nguyễn Đức Thuận")
    OfficerFactory(user=approver, branch=province(), role="approver")
    TOTP.activate(approver, SECRET)
    at = timezone.now()
    members = Member.objects.bulk_create(
        Member(
            branch=commune() if number % 2 else other_commune(),
            full_name=f"Siu Ví Dụ {number:03}",
            gender="female",
            birth_year=1990,
            standing="applied",
            standing_since=timezone.localdate(at),
        )
        for number in range(WAITING)
    )
    MembershipStep.objects.bulk_create(
        MembershipStep(**admission_columns(member=member, by=approver, at=at)) for member in members
    )
    return members


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def admit_all(page):
    page.goto("/hoi/")
    page.goto("/hoi/hoi-vien/ket-nap/")
    assert findings(page) == []
    page.locator("[data-all]").check()
    expect(page.locator("[data-count]")).to_contain_text(str(WAITING))
    page.locator("#id_decision_number").fill("45-QĐ/HNDT")
    page.locator(".member-decide button").click()
    page.wait_for_url("**/quyet-dinh/**")
    expect(page.locator(".member-table tbody tr")).to_have_count(WAITING)
    assert findings(page) == []


def print_the_list(page) -> bytes:
    page.locator(".member-buttons button").click()
    page.wait_for_url("**/hoi/tep/**")
    assert findings(page) == []
    with page.expect_download() as download:
        page.locator("a[download]").click()
    return download.value.path().read_bytes()


def test_province_admits_two_hundred_and_prints_their_cards(applicants, desktop_page, said):
    page = desktop_page
    sign_in(page, "/hoi/", "0900 000 201", said)
    prove(page)
    page.wait_for_url("**/hoi/")
    admit_all(page)

    members = list(Member.objects.select_related("branch").order_by("pk"))
    year = f"{timezone.localdate():%y}"
    assert [member.card_number for member in members] == [
        f"{year}.{number:05}" for number in range(1, WAITING + 1)
    ]
    assert {(member.standing, member.decision_number) for member in members} == {("active", "45-QĐ/HNDT")}

    text = text_of(print_the_list(page))
    # As the association lists people: commune by commune, by name.
    in_order = sorted(members, key=lambda member: (member.branch.path, member.full_name))
    assert re.findall(rf"(Siu Ví Dụ \d+) .*?({year}\.\d{{5}})", text) == [
        (member.full_name, member.card_number) for member in in_order
    ]
    page.goto("/hoi/hoi-vien/ket-nap/")
    expect(page.locator(".member-table tbody tr")).to_have_count(0)
    assert findings(page) == []
