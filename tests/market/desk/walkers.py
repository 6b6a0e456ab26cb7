"""How does somebody walk over the whole desk, and what would be wrong with the answers?"""

import re
from collections.abc import Collection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import User
from farmers.models import Certificate, ExportLayout, Member
from tests.factories.farmers import officer, province
from tests.market.desk.conftest import at_the_desk
from tests.market.desk.filled_forms import posts_of
from tests.market.desk.foreign import CARD, CITIZEN_ID, DECISION, MARK, PHONE, TWIN, Foreign
from tests.market.desk.walking import Route, leaks, left_with, routes, status_of, told

Post = tuple[str, dict[str, Any]]

LOGOUT = "wagtailadmin_logout"
# What a record of somebody else answers: it is absent, or the verb is not known there.
ABSENT = {404, 405}
# Sent to every address, whatever it expects.
BLIND: tuple[dict[str, Any], ...] = (
    {},
    {"full_name": "Changed", "name": "Changed", "title": "Changed", "decision": "verify", "covering": "1"},
)
# Pages from which nothing is sent to themselves: lists, histories, downloads.
NOTHING_TO_SEND = re.compile(
    r"^desk_\w+:(index|index_results|history|history_results)$"
    r"|^desk:(punctuality|reports|report_file|readings|data_requests|incidents|take_downs|twins|post_for_find)$"
    r"|^desk:(scan|lot|intake_report|certificate_form)$"
    r"|^handed:(index|received|take_received|file|take|order)$"
)
# Whose forms are sent elsewhere.
LEADS_ON = {"desk:lot", "desk:reports", "handed:file"}
OF_A_RECORD = frozenset(route.name for route in routes() if route.is_ours and route.owners)


def searches(foreign: Foreign) -> list[dict[str, Any]]:
    """How one might ask for what is somebody else's: by words, by ids in every name that a page reads."""
    branch, member = foreign.branch.pk, foreign.first(Member).pk
    papers = [paper.pk for paper in foreign.records[Certificate]]
    everything = {
        "q": TWIN["full_name"],
        "branch": branch,
        "scope": branch,
        "member": member,
        "hoi-vien": member,
        "record": member,
        "layout": foreign.first(ExportLayout).pk,
        "number": DECISION,
        "on": timezone.localdate().isoformat(),
        "pk": papers,
        "id": "all",
    }
    return [
        {"branch": branch, "p": "1"},
        *({"q": word} for word in (MARK[:4], PHONE, CITIZEN_ID, CARD)),
        everything | {"do": "verify"},
        everything | {"do": "return", "branch": ""},
    ]


def walker(user: User | None) -> Client:
    """A browser in which a failing page is an answer, not the end of the walk."""
    client = at_the_desk(user) if user else Client()
    client.raise_request_exception = False
    return client


def rightful(foreign: Foreign) -> list[Post]:
    """What the branch's own head can send from all pages that are open there, filled in; and the province's, from its own."""
    clients = [walker(foreign.head), walker(officer(branch=province(), role="head"))]
    found: list[Post] = []
    for route in routes():
        if route.is_ours and (not NOTHING_TO_SEND.match(route.name) or route.name in LEADS_ON):
            for address in route.addresses(foreign):
                queries = [{}] if route.arguments else [{}, *searches(foreign)[-2:]]
                for query in queries:
                    found += next(filter(None, (forms_at(client, address, query) for client in clients)), [])
    unique = {repr(post): post for post in ((address, in_own_words(sent)) for address, sent in found)}
    return list(unique.values())


def forms_at(client: Client, address: str, query: dict[str, Any]) -> list[Post]:
    """What can be sent from one page."""
    page = client.get(address, query)
    if status_of(page) != 200 or not page["Content-Type"].startswith("text/html"):
        return []
    posts = posts_of(page.content.decode(), page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"])
    return [post for post in posts if post[0] != reverse(LOGOUT)]


def one_of_a_kind(posts: list[Post]) -> list[Post]:
    """Of forms with the same fields that go to the same view, the first."""
    kinds = {
        (resolve(urlsplit(address).path).view_name, *sorted(sent)): (address, sent)
        for address, sent in posts[::-1]
    }
    return list(kinds.values())[::-1]


def in_own_words(sent: dict[str, Any]) -> dict[str, Any]:
    """A form without the words of somebody else, which would come back as they were sent; ids stay."""
    return {
        name: ["Chữ thử" if leaks(str(value)) else value for value in values] for name, values in sent.items()
    }


class Wrong(NamedTuple):
    """Something that a walker should not have got."""

    address: str
    how: str
    what: str


def judge(address: str, how: str, answer: Any, typed: Collection[Any] = ()) -> list[Wrong]:
    """What is wrong with an answer: it shows a mark, fails, or knows a record that is not the walker's."""
    text, status = told(answer), answer.status_code
    match = answer.resolver_match
    if found := leaks(text, typed):
        return [Wrong(address, how, f"{status} shows {found}")]
    if status >= 500:
        return [Wrong(address, how, "fails")]
    if match and match.view_name in OF_A_RECORD and status not in ABSENT:
        return [Wrong(address, how, f"{status} for a record")]
    return []


def visit(client: Client, route: Route, foreign: Foreign, *, wholly: bool) -> list[Wrong]:
    """What is wrong with one pattern for a walker; wholly: with two records, and whatever is sent there blindly."""
    wrong = []
    for address in route.addresses(foreign)[: 2 if wholly else 1]:
        wrong += judge(address, "GET", client.get(address))
        if route.is_ours and not route.arguments:
            for query in searches(foreign):
                answer = client.get(address, query)
                wrong += judge(address, f"GET {query}", answer, typed=query.values())
        if wholly:
            for posted in BLIND:
                wrong += judge(address, f"POST {posted}", client.post(address, posted))
    return wrong


def walk(client: Client, foreign: Foreign, posts: list[Post], *, wholly: bool = False) -> list[Wrong]:
    """All that is wrong on a walk; the files that were ordered on the way are opened, too.

    Wholly: Wagtail's own addresses, every form; else one of a kind.
    """
    wrong = []
    for route in routes():
        if (route.is_ours or wholly) and route.name != LOGOUT:
            wrong += visit(client, route, foreign, wholly=wholly)
    for address, posted in posts if wholly else one_of_a_kind(posts):
        wrong += judge(address, f"POST {posted}", client.post(address, posted))
    if found := leaks(left_with(client.user)):
        wrong.append(Wrong("a file", "taken along", f"shows {found}"))
    return wrong
