"""What comes back from a form is Vietnamese: filled in well, badly, not at all, and sent again."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.farmers import commune
from tests.market.desk.foreign import Foreign, build
from tests.market.desk.shown_texts import english_in
from tests.market.desk.walkers import Post, one_of_a_kind, rightful, walker
from tests.market.desk.walking import routes, status_of

NONSENSE = ("", "x", "-1", "99999999999", "dài " * 900)
BUTTONS = {"decision", "deed", "do"}


@pytest.fixture
def own(db) -> Foreign:
    return build(commune(), "Quen")


def badly(sent: dict[str, Any], typed: str) -> dict[str, Any]:
    """A form with the same button pressed and nonsense in every field."""
    return {name: value if name in BUTTONS else [typed] for name, value in sent.items()}


def english_after(client: Client, posts: list[Post]) -> dict[str, str]:
    """Every English text that comes back, with where the form was sent."""
    found: dict[str, str] = {}
    for address, sent in posts:
        answer = client.post(address, sent, follow=True)
        if status_of(answer) < 500 and answer.get("Content-Type", "").startswith("text/html"):
            for text in english_in(answer.content.decode()):
                found.setdefault(text, f"{address} {sorted(sent)}")
    return found


def test_a_form_filled_in_badly_is_answered_in_vietnamese(own):
    posts = one_of_a_kind(rightful(own))
    nonsense = [(address, badly(sent, typed)) for typed in NONSENSE for address, sent in posts]

    assert english_after(walker(own.head), nonsense) == {}


def test_what_is_said_after_a_deed_is_vietnamese(own):
    client, posts = walker(own.head), rightful(own)

    # Once, once more when somebody was faster, and everywhere now that there is history.
    assert english_after(client, posts) == {}
    assert english_after(client, one_of_a_kind(posts)) == {}
    later = {
        address: english
        for route in routes()
        if route.is_ours
        for address in route.addresses(own)[:1]
        if (english := english_in(text_at(client, address)))
    }
    assert later == {}


def text_at(client: Client, address: str) -> str:
    page = client.get(address)
    is_page = status_of(page) < 500 and page.get("Content-Type", "").startswith("text/html")
    return page.content.decode() if is_page else ""
