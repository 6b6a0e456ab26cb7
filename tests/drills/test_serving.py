"""Four people write through the web server for ten seconds, while a worker writes too: is anybody refused?"""

import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import SignInCode
from products.drafting import begin_draft
from products.models import Draft, DraftFile, Product
from products.questions import Step
from products.retelling import step_url
from tests.drills.processes import at_once, running, until, worker
from tests.factories.farmers import FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory
from tests.factories.traceability import LabelFactory
from tests.products.conftest import photo
from tests.tools.test_run_drill import free_port
from tools.run import is_open, parts
from traceability.models import Scan

PEOPLE, SECONDS = 4, 10
TOKEN = "drill" * 6 + "ok"  # of the form against the cookie; 32 letters

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tasks_in_the_database"),
]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """What one person does at the server; counts how each thing was answered."""

    def __init__(self, address, user):
        client = Client()
        client.force_login(user)
        self.address, self.session = address, client.cookies[settings.SESSION_COOKIE_NAME].value
        self.opener = urllib.request.build_opener(Stay)
        self.answers = Counter()

    def ask(self, what, path, data=None, *, is_known=True):
        cookies = f"csrftoken={TOKEN}" + (f"; sessionid={self.session}" if is_known else "")
        headers, body = {"Cookie": cookies, "Content-Type": MULTIPART_CONTENT}, None
        if data is not None:
            body = encode_multipart(BOUNDARY, data | {"csrfmiddlewaretoken": TOKEN})
        request = urllib.request.Request(self.address + path, body, headers)
        try:
            with self.opener.open(request, timeout=30) as answer:
                status = answer.status
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status = error.code
        self.answers[what, status] += 1


def work(browser, number, product, draft, code):
    """Scan, ask for a code, answer a question, send a photo, change a price, over and over."""
    end, turn, prices_vnd = time.monotonic() + SECONDS, 0, (98_000, 99_000)
    while time.monotonic() < end:
        turn += 1
        browser.ask("scan", f"/T/{code}")
        sign_in = {"phone": f"0905{number}{turn:05}"}
        browser.ask("sign in", reverse("accounts:sign_in"), sign_in, is_known=False)
        browser.ask("name", step_url(draft, Step.NAME), {"name": f"Cà phê lần {turn}"})
        browser.ask("photo", step_url(draft, Step.PHOTOS), {"photos": photo("red")})
        price = {"price": str(prices_vnd[turn % 2]), "from": "home"}
        browser.ask("price", reverse("workspace:price", args=(product.pk,)), price)
    return browser.answers, prices_vnd[turn % 2], turn


def test_nobody_is_refused_while_four_people_and_a_worker_write(tmp_path):
    port, label = free_port(), LabelFactory()
    address = f"http://127.0.0.1:{port}"
    jobs, products, drafts = [], [], []
    for number in range(PEOPLE):
        person = FarmerPersonFactory(farmer=FarmFactory().farmer)
        product = ProductFactory(published=True, farm=person.farmer.farms.get())
        draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
        browser = Browser(address, person.user)
        jobs.append(
            lambda browser=browser, number=number, product=product, draft=draft: work(
                browser, number, product, draft, label.code
            )
        )
        products.append(product)
        drafts.append(draft)
    more = {
        "DJANGO_SETTINGS_MODULE": "tests.drills.served",
        "SIGN_IN_CODES_PER_ADDRESS_HOUR": "1000000",
    }
    log = tmp_path / "log"
    serve = parts("127.0.0.1", port, {})[0].command[1:]
    with (
        log.open("wb") as said,
        running(*serve, said=said, **more),
        worker(said=said, **more),
    ):
        assert until(lambda: is_open(address)), log.read_text()
        outcomes = [outcome for _, outcome in at_once(jobs)]
        assert until(lambda: not DBTaskResult.objects.filter(status="RUNNING").exists())

    answers = sum((answers for answers, _, _ in outcomes), Counter())
    assert set(answers) == {("scan", 200), *((what, 302) for what in ("sign in", "name", "photo", "price"))}
    assert min(answers.values()) > 20
    assert Scan.objects.count() == answers["scan", 200]
    assert SignInCode.objects.count() == answers["sign in", 302]
    assert DraftFile.objects.count() == PEOPLE
    for (_, price_vnd, turn), product, draft in zip(outcomes, products, drafts, strict=True):
        assert Product.objects.get(pk=product.pk).offer.price_vnd == price_vnd
        assert Draft.objects.get(pk=draft.pk).answers["name"] == f"Cà phê lần {turn}"
    assert "locked" not in log.read_text()
