"""What others enter moves no number, no list and no chart of an officer who may not see it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from farmers.models import Member
from farmers.reporting.tokens import give_token
from market.desk.reports import KINDS
from tests.factories.farmers import commune, officer, province
from tests.market.desk.foreign import CITIZEN_ID, PHONE, TWIN, Foreign, build, build_foreign
from tests.market.desk.walkers import walker
from tests.market.desk.walking import leaks, routes, told

# What is another on every request.
FLEETING = re.compile(
    r'[0-9a-f]{8}-[0-9a-f-]{27}|csrf\w*"[^>]*>|"CSRF_TOKEN": "\w+"|<dcterms:\w+ [^>]*>[^<]*|Vừa xong|\d+\s(phút|giây|giờ)( trước)?|\d\d:\d\d(:\d\d)?'
)
NOBODYS = 987_654
# Of these every address is looked at, not only the first.
EACH = {"desk:report"}
# Tells who read what, this walk among it.
GROWING = {"desk:readings"}


def seen(client: Client, own: Foreign) -> dict[str, str]:
    """Every page of one's own records, and home, as an officer sees them now."""
    addresses = [reverse("wagtailadmin_home")]
    for route in routes():
        if route.is_ours and route.name not in GROWING:
            addresses += route.addresses(own) if route.name in EACH else route.addresses(own)[:1]
    asked = [(address, {}) for address in dict.fromkeys(addresses)]
    asked += [(address, {"q": "siu"}) for address in addresses if not address.count("/") > 3]
    return {f"{address} {query}": steady(client, address, query) for address, query in asked}


def steady(client: Client, address: str, query: dict[str, Any]) -> str:
    return FLEETING.sub("", told(client.get(address, query)))


def lines_apart(before: str, after: str) -> list[tuple[str, str]]:
    """The first lines in which two texts differ."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return [(one.strip(), other.strip()) for one, other in pairs if one != other][:3] or [("", "longer")]


@pytest.fixture
def own(db) -> Foreign:
    """The walker's own commune, with one of everything."""
    return build(commune(), "Quen")


def test_no_page_changes_when_others_enter_theirs(own):
    client = walker(own.head)
    seen(client, own)  # what is shown once has been shown
    before = seen(client, own)

    build_foreign()
    after = seen(client, own)

    moved = {page: lines_apart(before[page], after[page]) for page in before if before[page] != after[page]}
    assert moved == {}


def test_a_foreign_branch_in_a_filter_is_no_other_than_one_that_never_was(own):
    foreign, client = build_foreign(), walker(own.head)
    unlike = []
    for route in routes():
        if route.is_ours and not route.arguments:
            for branch in foreign.records[type(foreign.branch)]:
                address = route.addresses(own)[0]
                theirs, nobodys = (steady(client, address, {"branch": pk}) for pk in (branch.pk, NOBODYS))
                if theirs != nobodys.replace(str(NOBODYS), str(branch.pk)):
                    unlike.append((route.name, lines_apart(theirs, nobodys)))

    assert unlike == []


@pytest.mark.parametrize("kind", KINDS)
def test_figures_for_machines_hold_nothing_of_other_branches(own, client, kind):
    address = reverse("figures_api:figures", args=("json",))
    _token, word = give_token(branch=own.branch, name="IOC", by=own.head, at=own.first(Member).created_at)
    headers = {"authorization": f"Bearer {word}"}
    before = client.get(address, {"report": kind}, headers=headers).json()

    foreign = build_foreign()

    assert client.get(address, {"report": kind}, headers=headers).json() == before
    asked = {"report": kind, "branch": foreign.branch.place_code}
    assert client.get(address, asked, headers=headers).status_code == 404


def test_somebody_registered_elsewhere_is_found_without_a_word_about_them(own):
    build_foreign()
    client = walker(own.head)
    page = client.get(reverse("desk:register_member"))
    assert page.status_code == 200
    known = {"branch": own.branch.pk, "full_name": TWIN["full_name"], "gender": "male", "birth_year": "1971"}

    for more in ({"phone": TWIN["phone"]}, {"citizen_id": CITIZEN_ID}, {"phone": PHONE}):
        sent = known | more
        answer = client.post(reverse("desk:register_member"), sent)
        assert leaks(told(answer), list(sent.values())) == []


def test_the_province_counts_both(own):
    client = walker(officer(branch=province(), role="head"))
    address = reverse("desk:report", args=(next(iter(KINDS.values())).address,))
    before = steady(client, address, {})

    build_foreign()

    assert steady(client, address, {}) != before
