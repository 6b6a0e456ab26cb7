"""Every text an officer can meet at the desk is Vietnamese, whatever the browser prefers.

The pages are those of the walk over the whole desk (walking.py), so that none is forgotten.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import wagtail
from django.test import Client
from django.urls import reverse

from accounts.models import HandedFile
from tests.factories.farmers import FarmerFactory, commune, officer, other_commune, province
from tests.market.desk.conftest import at_the_desk
from tests.market.desk.foreign import Foreign, build
from tests.market.desk.shown_texts import english_in
from tests.market.desk.walkers import searches, walker
from tests.market.desk.walking import Route, routes, status_of

ROLES = ("viewer", "clerk", "reviewer", "approver", "head")


@pytest.fixture
def own(db) -> Foreign:
    """One of everything in every state, with nothing English in it."""
    return build(commune(), "Quen")


def asked(route: Route, own: Foreign) -> Iterable[tuple[str, dict[str, object]]]:
    """The addresses of a pattern, with what one may ask of a list."""
    for address in route.addresses(own):
        yield address, {}
    if not route.arguments:
        (address,) = route.addresses(own)
        for query in (
            *searches(own)[-2:],
            {"q": "zzzz"},
            {"q": "a", "ordering": "x"},
            {"_w_filter_fragment": 1},
        ):
            yield address, query


def english_of(client: Client, address: str, query: dict[str, object]) -> list[str]:
    page = client.get(address, query, follow=True)
    if status_of(page) >= 500 or not page.get("Content-Type", "").startswith("text/html"):
        return []
    return english_in(page.content.decode())


def english_at_the_desk(client: Client, own: Foreign) -> dict[str, list[str]]:
    """Every English text, with the first address at which it stands."""
    found: dict[str, str] = {}
    for address, query in [
        (reverse("wagtailadmin_home"), {}),
        ("/hoi/khong-co/", {}),
        *(one for route in routes() if route.is_ours for one in asked(route, own)),
    ]:
        for text in english_of(client, address, query):
            found.setdefault(text, address)
    return {address: [text for text, at in found.items() if at == address] for address in found.values()}


@pytest.mark.parametrize("level", ["commune", "province"])
def test_every_page_is_vietnamese(own, level):
    head = own.head if level == "commune" else officer(branch=province(), role="head", name="Nguyễn Thị Lành")

    assert english_at_the_desk(walker(head), own) == {}


def test_the_post_office_reads_vietnamese(own):
    assert english_at_the_desk(walker(officer(branch=own.branch, role="post", name="Nay Phút")), own) == {}


@pytest.mark.parametrize("state", HandedFile.State.values)
def test_a_file_on_its_way_is_told_in_vietnamese(own, state):
    handed = own.first(HandedFile)
    HandedFile.objects.filter(pk=handed.pk).update(state=state, sha256="0" * 64)

    assert english_of(walker(own.head), reverse("handed:file", args=(handed.pk,)), {}) == []


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_desk_is_vietnamese_at_every_level(db, role):
    found = {}
    for branch in (province(), other_commune()):
        client = walker(officer(branch=branch, role=role, name="Siu H'Bưn"))
        for route in routes():
            if route.is_ours and not route.arguments:
                address = reverse(route.name)
                if english := english_of(client, address, {}):
                    found[f"{branch} {address}"] = english

    assert found == {}


def test_a_farmer_named_in_english_would_be_found(db):
    FarmerFactory(name="The Hill Farm")

    assert english_of(at_the_desk(officer()), reverse("desk_farmers:index"), {}) != []


def test_the_scripts_of_the_desk_speak_vietnamese(db):
    catalog = at_the_desk(officer()).get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    known = json.loads(re.search(r"const newcatalog = (\{.*?\});", catalog, re.DOTALL)[1])
    source = Path(wagtail.__file__).parent / "admin" / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    said = re.findall(r'^msgid "(.+)"$', source.read_text(encoding="utf-8"), re.MULTILINE)

    assert [text for text in said if text.replace('\\"', '"') not in known] == []
