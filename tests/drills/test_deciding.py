"""Several officers decide on the same paper or listing at the same moment."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from farmers.certification import confirm_coverage, return_certificate, revoke_certificate, verify_certificate
from farmers.models import Certificate, Coverage
from products.listing import pause_product, publish_product, resume_product, return_product, withdraw_product
from products.models import Product
from tests.drills.processes import at_once
from tests.factories.farmers import CertificateFactory, CoverageFactory, officer
from tests.factories.products import ProductFactory
from traceability.ledger import broken_links
from traceability.models import Lot

OFFICERS = 4
ROUNDS = 5

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _tasks_wait(tasks_in_the_database):
    """The search index is written by a worker."""


def history_of(record):
    entries = ModelLogEntry.objects.filter(content_type__model=record._meta.model_name, object_id=record.pk)
    return list(entries.order_by("pk").values_list("action", "user"))


def raced(**verbs):
    """Let four officers press each button; who won, as (verb, officer's id). All the others came too late."""
    officers = [officer() for _ in range(OFFICERS * len(verbs))]
    pressed = [(word, verb) for _ in range(OFFICERS) for word, verb in verbs.items()]
    outcomes = at_once(
        [
            lambda verb=verb, by=by: verb(by=by) and None
            for (_, verb), by in zip(pressed, officers, strict=True)
        ]
    )
    assert Counter(word for word, _ in outcomes) == {"done": 1, "moved": len(pressed) - 1}
    won = [word for word, _ in outcomes].index("done")
    return pressed[won][0], officers[won]


def test_a_certificate_is_verified_or_returned_once():
    for _ in range(ROUNDS):
        certificate = CertificateFactory()
        coverage = CoverageFactory(certificate=certificate)
        now = timezone.now()

        word, winner = raced(
            verified=partial(verify_certificate, certificate=certificate, covering=[coverage.pk], at=now),
            returned=partial(return_certificate, certificate=certificate, reason="Ảnh mờ", at=now),
        )

        kept = Certificate.objects.get(pk=certificate.pk)
        assert (kept.standing, kept.checked_by, kept.checked_at) == (word, winner, now)
        assert kept.reason == ("Ảnh mờ" if word == "returned" else "")
        coverage.refresh_from_db()
        assert (coverage.confirmed_by, coverage.confirmed_at) == (
            (winner, now) if word == "verified" else (None, None)
        )
        assert history_of(certificate) == [(f"farmers.certificate_{word}", winner.pk)]


def test_a_certificate_is_revoked_once():
    certificate = CertificateFactory(verified=True)
    now = timezone.now()

    _, winner = raced(revoked=partial(revoke_certificate, certificate=certificate, reason="Giả", at=now))

    assert history_of(certificate) == [("farmers.certificate_revoked", winner.pk)]


def test_a_coverage_is_confirmed_once():
    certificate = CertificateFactory(verified=True)
    coverage = CoverageFactory(certificate=certificate)
    now, officers = timezone.now(), [officer() for _ in range(OFFICERS)]

    outcomes = at_once(
        [
            lambda by=by: confirm_coverage(certificate=certificate, covering=[coverage.pk], by=by, at=now)
            for by in officers
        ]
    )

    assert sorted(outcomes) == [("done", 0)] * (OFFICERS - 1) + [("done", 1)]
    winner = officers[outcomes.index(("done", 1))]
    assert Coverage.objects.get().confirmed_by == winner
    assert history_of(certificate) == [("farmers.coverage_confirmed", winner.pk)]


def test_of_two_papers_with_one_number_one_is_verified():
    papers = [CertificateFactory(number="VietGAP-TT-26-01-64-0001") for _ in range(OFFICERS)]
    coverages = [CoverageFactory(certificate=paper) for paper in papers]
    by, now = officer(), timezone.now()

    def verify(paper, coverage):
        return verify_certificate(certificate=paper, covering=[coverage.pk], by=by, at=now).pk

    outcomes = at_once([partial(verify, *pair) for pair in zip(papers, coverages, strict=True)])

    assert Counter(word for word, _ in outcomes) == {"done": 1, "duplicate": OFFICERS - 1}
    verified = Certificate.objects.get(standing="verified")
    assert ("done", verified.pk) in outcomes
    assert Coverage.objects.filter(confirmed_at__isnull=False).get().certificate == verified


def test_a_listing_is_published_or_returned_once_and_opens_one_lot():
    for _ in range(ROUNDS):
        product = ProductFactory(submitted=True)
        now = timezone.now()

        word, winner = raced(
            published=partial(publish_product, product=product, at=now),
            returned=partial(return_product, product=product, reason="Ảnh mờ", at=now),
        )

        kept = Product.objects.get(pk=product.pk)
        assert (kept.state, kept.checked_by) == (word, winner)
        assert history_of(product) == [(f"products.product_{word}", winner.pk)]
        lots = list(product.lots.all())
        assert [event.lot for event in product.farm.events.all()] == lots
        assert len(lots) == (1 if word == "published" else 0)


def test_a_listing_published_by_many_has_one_lot():
    product = ProductFactory(submitted=True)
    now = timezone.now()

    _, winner = raced(published=partial(publish_product, product=product, at=now))

    assert Lot.objects.get().product == product
    assert list(broken_links(product.farm)) == []
    assert history_of(product) == [("products.product_published", winner.pk)]


def test_buttons_of_the_farmer_pressed_by_the_household_at_once_follow_each_other():
    product = ProductFactory(submitted=True)
    by, now = product.posted_by, timezone.now()
    publish_product(product=product, by=officer(), at=now)

    outcomes = at_once(
        [
            *[lambda: pause_product(product=product, by=by, at=now).state] * 3,
            *[lambda: resume_product(product=product, by=by, at=now).state] * 3,
            *[lambda: withdraw_product(product=product, by=by, at=now).state] * 2,
        ]
    )

    states = [state for word, state in outcomes if word == "done"]
    assert {word for word, _ in outcomes} == {"done", "moved"}
    assert (Product.objects.get().state, states.count("withdrawn")) == ("withdrawn", 1)
    assert states.count("paused") - states.count("published") in {0, 1}
    assert len(history_of(product)) == 1 + len(states)
    assert Lot.objects.count() == 1
