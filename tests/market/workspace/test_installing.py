import json
import re

import pytest
from django.contrib.staticfiles import finders

from market.workspace.installing import KEPT
from tests.factories.products import CategoryFactory
from tests.house.source import ROOT

pytestmark = pytest.mark.django_db


def list_of(script, name):
    return json.loads(re.search(rf"const {name} = (\[.*?\]);", script)[1])


def test_the_service_worker_keeps_pages_of_nobody_and_what_they_are_made_of(client):
    CategoryFactory(art="coffee-beans")

    answer = client.get("/sw.js")
    script = answer.content.decode()

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache, public", "/")
    assert list_of(script, "PAGES") == [
        "/ban-hang/dang/",
        "/khong-mang/",
        "/en/ban-hang/dang/",
        "/en/khong-mang/",
    ]
    assert list_of(script, "KEPT") == [f"/static/{name}" for name in KEPT]
    assert list_of(script, "DRAWN") == ["/static/art/coffee-beans.svg"]
    assert all(client.get(page).status_code == 200 for page in list_of(script, "PAGES"))


def test_every_kept_file_exists_and_every_posting_script_is_kept():
    assert [name for name in KEPT if finders.find(name) is None] == []
    scripts = {f"js/posting/{path.name}" for path in (ROOT / "static/js/posting").glob("*.js")}
    assert scripts - set(KEPT) == set()


def test_the_service_worker_is_another_when_a_file_is_another(client, settings):
    before = client.get("/sw.js").content
    settings.STATIC_URL = "/tinh/"

    after = client.get("/sw.js").content

    version = rb'"cho-nong-dan-(\w{12})"'
    assert re.search(version, before)[1] != re.search(version, after)[1]


def test_the_manifest_opens_at_posting_with_icons_that_exist(client):
    answer = client.get("/ung-dung.webmanifest")

    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"]) == ("/ban-hang/dang/", "/", "standalone")
    icons = {icon["src"].removeprefix("/static/") for icon in told["icons"]}
    assert [name for name in icons if finders.find(name) is None] == []


def test_the_page_without_a_network_leads_to_posting(client):
    page = client.get("/khong-mang/").content.decode()

    assert 'href="/ban-hang/dang/"' in page
    assert "csrf" not in page
