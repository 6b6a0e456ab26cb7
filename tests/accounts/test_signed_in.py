from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

PRICE = "/ban-hang/tin/1/gia/"
HERE = "http://testserver"


def next_of(answer):
    """Where the sign-in is to lead on to; None when to the usual place."""
    target = urlsplit(answer["Location"])
    assert (answer.status_code, target.path) == (302, reverse("accounts:sign_in"))
    return parse_qs(target.query).get("next")


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        (f"{HERE}/ban-hang/?truoc=9#id_1_price", ["/ban-hang/?truoc=9"]),
        ("https://elsewhere.example/ban-hang/", None),
        (f"{HERE}@elsewhere.example/", None),
        ("", None),
    ],
)
def test_form_sent_after_the_session_ended_leads_back_to_its_page(client, came_from, led_to):
    assert next_of(client.post(PRICE, {"price": "98k"}, headers={"referer": came_from})) == led_to


def test_page_asked_for_after_the_session_ended_is_come_back_to(client):
    assert next_of(client.get("/ban-hang/?truoc=9")) == ["/ban-hang/?truoc=9"]
