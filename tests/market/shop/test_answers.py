"""Is every public answer strict, free of cookies and of strangers?"""

import re

import pytest
from django.conf import settings

from market.demo.front_door import open_front_door
from tests.factories.traceability import LabelFactory
from tests.market.shop.reading import en, vi

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
PAGES = ("home", "list", "search", "product", "farmer", "origin", "type_code", "missing", "robots", "sitemap")


@pytest.fixture
def addresses(rich) -> dict[str, str]:
    open_front_door()
    LabelFactory(lot=rich.lots.get(), code="ABCDEFGHJKLC")
    return {
        "home": "/",
        "list": "/nong-san/",
        "search": "/en/nong-san/?q=ca+phe&xa=23590",
        "product": vi(rich),
        "farmer": en(rich.farmer),
        "origin": "/T/ABCDEFGHJKLC",
        "type_code": "/t/",
        "missing": "/nong-san/khong-co-1000000/",
        "robots": "/robots.txt",
        "sitemap": "/sitemap.xml",
    }


@pytest.mark.parametrize("page", PAGES)
def test_answer_is_strict(client, addresses, page):
    answer = client.get(addresses[page])

    assert answer.status_code == (404 if page == "missing" else 200)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", PAGES)
def test_answer_leaves_no_cookie(client, addresses, page):
    answer = client.get(addresses[page])

    assert dict(answer.cookies) == {}
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("page", PAGES)
def test_answer_asks_nothing_of_strangers(client, addresses, page):
    source = client.get(addresses[page]).content.decode()

    asked = re.findall(r"<(?:script|link|img|source|iframe|use|form)\b[^>]*>", source)
    whole = [url for tag in asked for url in re.findall(r'(?:src|href|action|srcset)="(https?:[^"]*)"', tag)]
    assert [url for url in whole if not url.startswith(settings.PUBLIC_ADDRESS)] == []


@pytest.mark.parametrize("page", PAGES)
def test_answer_holds_no_style_or_script_of_its_own(client, addresses, page):
    source = client.get(addresses[page]).content.decode()

    assert re.findall(r'<style|\sstyle="|\son[a-z]+="', source) == []
    scripts = re.findall(r"<script\b([^>]*)>", source)
    assert [tag for tag in scripts if "src=" not in tag and "ld+json" not in tag] == []
