"""An officer of another commune, in a browser: the addresses are absent, and home counts none of it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory
from tests.factories.farmers import OfficerFactory, commune
from tests.journeys.accessibility import findings
from tests.journeys.people import SECRET, prove, sign_in
from tests.market.desk.foreign import MARK, build_foreign
from tests.market.desk.walking import leaks, routes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STRANGER = "+84900000301"
# Where an officer looks first: each counts or lists what waits.
LOOKED_AT = (
    "desk_members:index",
    "desk:admissions",
    "desk_certificates:index",
    "desk_listings:index",
    "desk:price_changes",
    "desk:take_downs",
    "desk:data_requests",
    "desk:incidents",
    "desk:punctuality",
    "handed:index",
)


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


@pytest.fixture
def stranger(settings, live_server):
    settings.PUBLIC_ADDRESS = live_server.url
    user = UserFactory(phone=STRANGER, name="Siu H'Bưn")
    OfficerFactory(user=user, branch=commune(), role="head")
    TOTP.activate(user, SECRET)
    return user


def numbers_at_home(page) -> list[str]:
    """Every part of home that an officer reads."""
    page.goto("/hoi/")
    return page.locator("main").inner_text().splitlines()


def test_officer_of_another_commune_finds_nothing(stranger, desktop_page, said):
    page = desktop_page
    sign_in(page, "/hoi/", "0900 000 301", said)
    prove(page)
    page.wait_for_url("**/hoi/")
    before = numbers_at_home(page)
    assert findings(page) == []

    foreign = build_foreign()

    assert numbers_at_home(page) == before
    answers = {
        address: page.request.get(address).status
        for route in routes()
        if route.is_ours and route.owners
        for address in route.addresses(foreign)[:1]
    }
    assert len(answers) > 20
    assert {address: status for address, status in answers.items() if status not in {404, 405}} == {}
    page.goto(reverse("desk_certificates:index") + f"?q={MARK[:4]}")
    expect(page.locator("main")).not_to_contain_text(MARK)
    for name in LOOKED_AT:
        page.goto(reverse(name))
        assert leaks(page.content()) == []
        assert findings(page) == []
