"""How a listing goes on sale and off it: every step, every wrong step, and what follows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from products.announcements import product_published
from products.listing import (
    keywords_of,
    pause_product,
    publish_product,
    resume_product,
    return_product,
    submit_product,
    withdraw_product,
)
from products.models import Product
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CoverageFactory
from tests.factories.products import ProductFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VERBS = {
    "submit": (
        lambda product, by: submit_product(product=product, by=by, at=AT),
        {"draft", "returned"},
        "submitted",
    ),
    "publish": (
        lambda product, by: publish_product(product=product, by=by, at=AT),
        {"submitted"},
        "published",
    ),
    "return": (
        lambda product, by: return_product(product=product, reason=" Ảnh mờ ", by=by, at=AT),
        {"submitted"},
        "returned",
    ),
    "pause": (lambda product, by: pause_product(product=product, by=by, at=AT), {"published"}, "paused"),
    "resume": (lambda product, by: resume_product(product=product, by=by, at=AT), {"paused"}, "published"),
    "withdraw": (
        lambda product, by: withdraw_product(product=product, by=by, at=AT),
        {"draft", "submitted", "published", "paused", "returned"},
        "withdrawn",
    ),
}


def product_in(state: str) -> Product:
    columns = {"published_at": AT - timedelta(days=1)} if state in {"published", "paused"} else {}
    return ProductFactory(state=state, reason="Ảnh mờ" if state == "returned" else "", **columns)


def history(product) -> list[tuple]:
    return [
        (entry.action, entry.user_id, entry.data["changes"]["state"])
        for entry in ModelLogEntry.objects.for_instance(product).order_by("timestamp", "id")
    ]


STEPS = [(name, state) for name, (_verb, states, _to) in VERBS.items() for state in sorted(states)]
WRONG = [
    (name, state)
    for name, (_verb, states, _to) in VERBS.items()
    for state in Product.State.values
    if state not in states
]


@pytest.mark.parametrize(("name", "state"), STEPS)
def test_a_step_that_follows_is_done_and_told(name, state):
    verb, _states, to = VERBS[name]
    product, somebody = product_in(state), UserFactory()

    verb(product, somebody)

    product.refresh_from_db()
    assert product.state == to
    assert history(product) == [(f"products.product_{to}", somebody.pk, [state, to])]


@pytest.mark.parametrize(("name", "state"), WRONG)
def test_a_step_that_does_not_follow_changes_nothing(name, state):
    verb, _states, _to = VERBS[name]
    product = product_in(state)

    with pytest.raises(ValidationError) as refused:
        verb(product, UserFactory())

    assert refused.value.code == "moved"
    product.refresh_from_db()
    assert product.state == state
    assert history(product) == []


@pytest.mark.parametrize("name", VERBS)
def test_a_second_click_is_told_that_somebody_was_faster(name):
    verb, states, _to = VERBS[name]
    product = product_in(min(states))
    as_the_page_loaded_it = Product.objects.get(pk=product.pk)
    verb(product, UserFactory())

    with pytest.raises(ValidationError) as refused:
        verb(as_the_page_loaded_it, UserFactory())

    assert refused.value.code == "moved"
    assert len(history(product)) == 1


def test_who_published_and_when_is_kept():
    product, officer = product_in("submitted"), UserFactory()

    publish_product(product=product, by=officer, at=AT)

    product.refresh_from_db()
    assert (product.published_at, product.checked_by) == (AT, officer)
    assert ModelLogEntry.objects.for_instance(product).get().timestamp == AT


def test_a_returned_listing_says_why_until_it_is_sent_again():
    product, officer = product_in("submitted"), UserFactory()

    return_product(product=product, reason=" Chụp lại ảnh ", by=officer, at=AT)
    product.refresh_from_db()
    assert (product.reason, product.checked_by) == ("Chụp lại ảnh", officer)

    submit_product(product=product, by=product.posted_by, at=AT + timedelta(hours=1))
    product.refresh_from_db()
    assert (product.reason, product.submitted_at) == ("", AT + timedelta(hours=1))


@pytest.mark.parametrize("reason", ["", "  ", "dài " * 100])
def test_nothing_is_returned_without_a_reason_that_fits(reason):
    product = product_in("submitted")

    with pytest.raises(ValidationError) as refused:
        return_product(product=product, reason=reason, by=UserFactory(), at=AT)

    assert refused.value.code == "reason"
    assert Product.objects.get(pk=product.pk).state == "submitted"


def test_going_on_sale_is_announced_inside_the_transaction():
    heard = []

    def listen(product_id, **_sender):
        state = Product.objects.get(pk=product_id).state
        heard.append((product_id, state, transaction.get_connection().in_atomic_block))

    product_published.connect(listen)
    try:
        product = product_in("submitted")
        publish_product(product=product, by=UserFactory(), at=AT)
        pause_product(product=product, by=UserFactory(), at=AT)
        resume_product(product=product, by=UserFactory(), at=AT)
    finally:
        product_published.disconnect(listen)

    assert heard == [(product.pk, "published", True)] * 2


def test_publishing_opens_one_lot_however_often_it_goes_on_sale():
    product = product_in("submitted")

    publish_product(product=product, by=UserFactory(), at=AT)
    pause_product(product=product, by=UserFactory(), at=AT)
    resume_product(product=product, by=UserFactory(), at=AT)

    lot = product.lots.get()
    assert (lot.amount_milli, lot.opened_at) == (product.offer.offered_milli, AT)


def test_publishing_counts_certificates_that_were_verified_before():
    coverage = CoverageFactory(confirmed=True)
    product = product_in("submitted")
    product.coverages.add(coverage)

    publish_product(product=product, by=UserFactory(), at=AT)

    product.refresh_from_db()
    assert product.certified_until == coverage.certificate.expires_on
    assert product.certified_until > timezone.localdate()


def test_a_sent_listing_is_found_by_its_category_and_commune_without_accents():
    product = product_in("draft")

    submit_product(product=product, by=product.posted_by, at=AT)

    product.refresh_from_db()
    assert product.keywords == keywords_of(product)
    assert Product.objects.matching("ca phe nhan bien ho").get() == product
    assert Product.objects.matching("green coffee").get() == product
