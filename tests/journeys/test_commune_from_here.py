"""The commune by where one stands: rounded on the phone, chosen among those around, typed where the phone says no."""

import pytest
from playwright.sync_api import expect

from tests.factories.farmers import commune
from tests.journeys.people import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CLAIM, PHONE = "/ban-hang/nhan-ho-so/", "0905 123 456"


@pytest.fixture
def said(capsys):
    """What the console showed since it was last asked."""
    return lambda: capsys.readouterr().out


def test_communes_around_are_offered_and_the_place_is_rounded_before_it_leaves(phone_page, said):
    commune()
    page = phone_page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 14.0512345, "longitude": 108.0049876})
    sign_in(page, CLAIM, PHONE, said)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))

    page.locator("[data-here]").click()
    page.locator("[role=option][data-code='23590']").click()

    expect(page.locator("#id_commune")).to_have_value("Xã Biển Hồ")
    (asked,) = [line for line in sent if "gan-day" in line]
    assert asked.endswith("latitude=14.05&longitude=108.00")
    assert not any("14.051" in line for line in sent)


def test_far_away_and_refused_are_said_in_words(phone_page, said):
    page = phone_page
    sign_in(page, CLAIM, PHONE, said)
    field = page.locator("[data-module*='commune']")

    page.locator("[data-here]").click()
    expect(page.locator("[data-told]")).to_have_text(field.get_attribute("data-words-refused"))

    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 21.03, "longitude": 105.85})
    page.locator("[data-here]").click()
    expect(page.locator("[data-told]")).to_have_text(field.get_attribute("data-words-far"))
