"""Several officers decide on the same paper or listing at the same moment."""

import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from farmers.certification import confirm_coverage, return_certificate, revoke_certificate, verify_certificate
from farmers.models import Certificate, Coverage
from products.drafting import add_photos, begin_draft, draft_of_product, keep_answers
from products.listing import pause_product, publish_product, resume_product, return_product, withdraw_product
from products.models import Draft, Product
from products.posting import send_draft
from tests.drills.processes import at_once
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerPersonFactory,
    FarmFactory,
    officer,
)
from tests.factories.products import CategoryFactory, ProductFactory
from tests.products.conftest import photo
from tests.products.test_posting import ANSWERS
from traceability.ledger import broken_links
from traceability.models import Lot

OFFICERS = 4
ROUNDS = 5
FRUITS = ("ho-tieu", "sau-rieng")

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
    by = officer()
    outcomes = at_once(
        [partial(verify, paper, [coverage.pk], by) for paper, coverage in zip(papers, coverages, strict=True)]
    )

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


def test_a_paper_is_verified_while_the_listing_that_rests_on_it_is_mended():
    by, person = officer(), FarmerPersonFactory(farmer=FarmFactory().farmer)
    for name in FRUITS:
        CategoryFactory(key=name, name=name)
    for _ in range(ROUNDS):
        certificate = CertificateFactory(farmer=person.farmer)
        draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
        add_photos(draft, [photo()])
        answers = ANSWERS | {"farm": str(person.farmer.farms.get().pk), "certificates": [str(certificate.pk)]}
        keep_answers(draft, answers | {"category": FRUITS[0]})
        product = send_draft(draft=draft, at=timezone.now())
        product = return_product(product=product, reason="Tên sai", by=by, at=timezone.now())
        keep_answers(draft_of_product(product=product, user=person.user), {"category": FRUITS[1]})
        covering = list(certificate.coverages.values_list("pk", flat=True))

        outcomes = at_once(
            [
                partial(verify, certificate, covering, by),
                partial(
                    lambda sent: send_draft(draft=sent, at=timezone.now()).pk,
                    Draft(pk=draft.pk, user=person.user),
                ),
            ]
        )

        assert outcomes == [("done", certificate.pk), ("done", product.pk)]
        product.refresh_from_db()
        assert (product.state, product.category.key) == ("submitted", FRUITS[1])


def test_a_listing_that_rests_on_two_papers_is_certified_until_the_later_day():
    by, product = officer(), ProductFactory(published=True)
    for days in range(1, 2 * ROUNDS):
        papers = [
            CertificateFactory(farmer=product.farmer, expires_on=timezone.localdate() + timedelta(days=after))
            for after in (days, 900 - days)
        ]
        coverages = [CoverageFactory(certificate=paper) for paper in papers]
        product.coverages.set(coverages)

        at_once(
            [
                partial(verify, paper, [coverage.pk], by)
                for paper, coverage in zip(papers, coverages, strict=True)
            ]
        )

        product.refresh_from_db()
        assert product.certified_until == papers[1].expires_on


def verify(certificate, covering, by):
    return verify_certificate(certificate=certificate, covering=covering, by=by, at=timezone.now()).pk
