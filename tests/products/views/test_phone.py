import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from market.demo.produce import plant_categories
from market.workspace.installing import KEPT
from products.phone_page import ORDER, units_told, words
from products.questions import Step
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory
from tests.factories.products import CategoryFactory, ProductFactory
from tests.house.source import ROOT
from vietnam.units import UNITS

POSTING = "/ban-hang/dang/"
BYTES_OF_A_HEAD = 450


def told_on(page):
    return json.loads(
        re.search(r'<script id="told" type="application/json">(.*?)</script>', page, re.DOTALL)[1]
    )


def test_the_posting_page_is_the_same_for_everybody_and_holds_nothing_of_anybody(client, category):
    nobody = client.get(POSTING).content
    person = FarmerPersonFactory(
        farmer=FarmerFactory(name="Nhà Zephyrin"), user=UserFactory(name="Zephyrin", phone="+84905999888")
    )
    client.force_login(person.user)

    theirs = client.get(POSTING)

    assert theirs.content == nobody
    assert "csrf" not in nobody.decode().lower()
    assert "Cookie" not in theirs.get("Vary", "")
    assert theirs["Cache-Control"] == "no-cache, public"


def test_the_posting_page_is_asked_for_again_with_a_few_bytes(client, category):
    first = client.get(POSTING, headers={"accept-encoding": "gzip"})

    again = client.get(POSTING, headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert gzip.decompress(first.content).startswith(b"<!doctype html>")


def test_the_posting_page_knows_another_kind_of_produce_at_once(client, category):
    before = client.get(POSTING)["ETag"]
    CategoryFactory(key="buoi", name="Bưởi", path="buoi/")

    assert client.get(POSTING)["ETag"] != before


def test_the_posting_page_tells_the_scripts_what_they_need(client, category):
    told = told_on(client.get(POSTING).content.decode())

    assert told["order"] == [step.value for step in ORDER]
    assert set(told["labels"]) == {step.value for step in Step} - {"xem-lai"}
    assert told["usual"] == {"ca-phe-nhan": "kg"}
    assert told["urls"] == {
        "session": reverse("products:session"),
        "send": reverse("products:send_answers", kwargs={"draft": "00000000-0000-0000-0000-000000000000"}),
        "page": POSTING,
        "seller": reverse("products:seller"),
        "signIn": "/dang-nhap/",
    }
    assert {unit["key"] for unit in units_told()} == set(UNITS)


def test_the_posting_page_speaks_english_too(client, category):
    page = client.get(f"/en{POSTING}").content.decode()

    assert "Photograph your produce" in page
    assert told_on(page)["urls"]["page"] == f"/en{POSTING}"


@pytest.mark.django_db
def test_every_word_the_scripts_use_is_told():
    used = set()
    for path in (ROOT / "static/js/posting").glob("*.js"):
        code = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\bwords\.(\w+)", code)) | set(
            re.findall(r'wrong: (?:[^"{}]*\? )?"(\w+)"', code)
        )

    assert used - set(words()) - {"replace"} == set()


def sent_bytes(name):
    """The bytes of a static file as whitenoise sends them."""
    whole = Path(finders.find(name)).read_bytes()
    return len(whole) if name.endswith((".woff2", ".png")) else len(brotli.compress(whole))


def test_posting_stays_below_90_kb_before_photos_and_10_kb_after(client, db):
    leaves = plant_categories().values()
    person = FarmerPersonFactory(farmer=FarmerFactory())
    client.force_login(person.user)
    for leaf in leaves:
        if leaf.is_leaf:
            ProductFactory(published=True, category=leaf)

    page = client.get(POSTING, headers={"accept-encoding": "gzip"})
    session = client.get(reverse("products:session"))

    # The drawings of produce come with the second question, those in sight first.
    opened = set(KEPT) - {"art/no-signal.svg", "js/posting/queue.js"}
    heads = (len(opened) + 2) * BYTES_OF_A_HEAD
    assert len(page.content) + sum(map(sent_bytes, opened)) + len(session.content) + heads <= 90_000
    again = client.get(POSTING, headers={"accept-encoding": "gzip", "if-none-match": page["ETag"]})
    assert len(again.content) + len(session.content) <= 10_000
