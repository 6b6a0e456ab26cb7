"""The origin page as a buyer's phone shows it."""

import io

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone

from tests.conftest import opened_page
from tests.journeys.accessibility import findings
from traceability import label_sheets
from traceability.labels import print_labels
from traceability.models import Scan

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STANDINGS = {
    "verified": {"standing": "verified"},
    "declared": {"standing": "declared"},
    "expired": {"standing": "verified", "valid_from": "2020-01-01", "expires_on": "2020-12-31"},
    "revoked": {"standing": "revoked"},
    "none": None,
}


def test_a_code_read_from_paper_opens_on_a_phone(live_server, settings, browser, printed, certify):
    settings.PUBLIC_ADDRESS = live_server.url
    lot = printed().lot
    certify(lot.product)
    paper = io.BytesIO()
    labels = print_labels(lot=lot, kind="unit", count=1, by=None, at=timezone.now())
    label_sheets.draw(labels, paper, "20x20")
    picture = pypdfium2.PdfDocument(paper.getvalue())[0].render(scale=300 / 72).to_pil()
    address = zxingcpp.read_barcode(picture).text

    # A phone's browser lower-cases the scheme and the host of what it reads, never the path.
    with opened_page(browser, live_server.url, "phone") as page:
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)

        assert page.url == f"{live_server.url}/T/{labels[0].code}"
        assert page.locator(".banner.verified h1").bounding_box()["y"] < 120
        assert page.locator(".banner.verified").bounding_box()["height"] < 200
        assert {url.startswith(live_server.url) for url in requests} == {True}
        assert [url for url in requests if url.endswith((".js", ".woff2"))] == []
        assert page.context.cookies() == []
    assert Scan.objects.filter(label=labels[0]).count() == 1


@pytest.mark.parametrize("standing", list(STANDINGS))
def test_every_standing_is_for_everyone(live_server, browser, printed, certify, standing):
    label = printed()
    if how := STANDINGS[standing]:
        certify(label.lot.product, **how)
    seen = {"phone": (("light", ""), ("dark", "/en")), "desktop": (("light", "/en"), ("dark", ""))}
    for size, ways in seen.items():
        with opened_page(browser, live_server.url, size) as page:
            for theme, language in ways:
                page.emulate_media(color_scheme=theme)
                page.goto(f"{language}/T/{label.code}")
                assert findings(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pages_around_the_label_are_for_everyone(live_server, browser, printed):
    farm = printed(kind="farm")
    with opened_page(browser, live_server.url, "phone") as page:
        for path in (f"/T/{farm.code}", "/t/", "/t/?code=7K3O-HXB4", f"/T/{farm.code[:-1]}O"):
            page.goto(path)
            assert findings(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_code_is_typed_without_scripts(live_server, browser, printed):
    label = printed()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/t/")
    page.locator("#id_code").fill(label.code.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/T/{label.code}")
    assert page.locator("h1").first.inner_text() == "Truy được nguồn gốc"
    context.close()
