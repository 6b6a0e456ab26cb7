"""Forty farmers send photos over a poor line at once: does somebody who looks at the market wait for them?"""

import asyncio
import statistics
import threading
import time
import urllib.request
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from products.drafting import begin_draft
from products.models import Upload
from tests.drills.processes import running, until
from tests.factories.farmers import FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory
from tests.tools.test_run_drill import free_port
from tools.run import is_open, parts

UPLOADS, PIECE_BYTES, SECONDS = 40, 256_000, 25
LOOKS, LOOKING_SECONDS, TRIES = 80, 15, 3
TOKEN = "drill" * 6 + "ok"

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


async def trickle(port, path, session):
    """Send one piece in slices, so that it takes as long as on a poor line; the status of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-CSRFToken: {TOKEN}\r\n"
        f"Cookie: csrftoken={TOKEN}; sessionid={session}\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Length: {PIECE_BYTES}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode())
    slices = 50
    for _ in range(slices):
        writer.write(b"\xff" * (PIECE_BYTES // slices))
        await writer.drain()
        await asyncio.sleep(SECONDS / slices)
    status = (await reader.readline()).split()[1]
    writer.close()
    return int(status)


async def trickle_all(port, uploads):
    return await asyncio.gather(*(trickle(port, path, session) for path, session in uploads))


def p95_seconds(address):
    """The time below which 95 of 100 looks at the list of produce lie."""
    took, end = [], time.monotonic() + LOOKING_SECONDS
    while len(took) < LOOKS and time.monotonic() < end:
        began = time.perf_counter()
        with urllib.request.urlopen(address + reverse("shop:list"), timeout=30) as answer:
            answer.read()
        took.append(time.perf_counter() - began)
    assert len(took) >= 20, f"only {len(took)} looks in {LOOKING_SECONDS} s"
    return statistics.quantiles(took, n=20)[-1]


def paths_of_uploads():
    """Forty uploads of as many farmers: an address and a session each."""
    found = []
    for _ in range(UPLOADS):
        person = FarmerPersonFactory(farmer=FarmFactory().farmer)
        draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
        client = Client()
        client.force_login(person.user)
        path = reverse("products:send_file", kwargs={"draft": draft.pk, "upload": uuid.uuid4()})
        # Two pieces long, so that none becomes whole: decoding photos is another matter.
        found.append(
            (
                f"{path}?kind=photo&from=0&size={2 * PIECE_BYTES}",
                client.cookies[settings.SESSION_COOKIE_NAME].value,
            )
        )
    return found


def test_forty_slow_uploads_do_not_slow_another_page(tmp_path):
    for _ in range(20):
        ProductFactory(published=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = tmp_path / "log"
    serve = parts("127.0.0.1", port, {})[0].command[1:]
    ratios = []
    with log.open("wb") as said, running(*serve, said=said, DJANGO_SETTINGS_MODULE="tests.drills.served"):
        assert until(lambda: is_open(address)), log.read_text()
        p95_seconds(address)  # warm
        for _ in range(TRIES):
            uploads, statuses = paths_of_uploads(), []
            idle = p95_seconds(address)
            sending = threading.Thread(
                target=lambda found, asked: found.extend(asyncio.run(trickle_all(port, asked))),
                args=(statuses, uploads),
            )
            sending.start()
            time.sleep(2)
            busy = p95_seconds(address)
            assert sending.is_alive(), "the uploads were over before the looks were"
            sending.join()
            assert statuses == [200] * UPLOADS
            ratios.append(busy / idle)
            if ratios[-1] <= 2:
                break

    assert min(ratios) <= 2, ratios
    assert Upload.objects.filter(received_bytes=PIECE_BYTES).count() == UPLOADS * len(ratios)
