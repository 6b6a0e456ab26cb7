"""How a listing goes on sale and off it: every step, every wrong step, and what follows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from products.announcements import product_published
from products.listing import (
    halt_product,
    keywords_of,
    pause_product,
    publish_product,
    release_product,
    resume_product,
    return_product,
    submit_product,
    take_off_product,
    was_posted_for_farmer,
    withdraw_product,
)
from products.models import Offer, Product
from products.pricing import change_price
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CoverageFactory, FarmerPersonFactory, officer
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
    "take off": (
        lambda product, by: take_off_product(product=product, reason="Hàng giả", by=by, at=AT),
        {"published", "paused"},
        "returned",
    ),
    "halt": (
        lambda product, by: halt_product(product=product, reason="Chờ kiểm tra", by=by, at=AT),
        {"published"},
        "paused",
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


def test_an_officers_pause_says_why_and_only_an_officer_ends_it():
    product, looker = product_in("published"), UserFactory()
    halt_product(product=product, reason=" Chờ hỏi ", reason_code="checking", by=looker, at=AT)
    product.refresh_from_db()
    assert (product.reason, product.reason_code, product.checked_by) == ("Chờ hỏi", "checking", looker)

    with pytest.raises(ValidationError) as refused:
        resume_product(product=product, by=product.posted_by, at=AT)
    assert (refused.value.code, "Chờ hỏi" in refused.value.messages[0]) == ("halted", True)

    release_product(product=product, by=looker, at=AT)
    product.refresh_from_db()
    assert (product.state, product.reason, product.reason_code) == ("published", "", "")


def test_a_farmers_own_pause_is_ended_by_the_farmer_alone():
    product = product_in("published")
    pause_product(product=product, by=product.posted_by, at=AT)

    with pytest.raises(ValidationError) as refused:
        release_product(product=product, by=UserFactory(), at=AT)

    assert refused.value.code == "own_pause"
    assert Product.objects.get(pk=product.pk).state == "paused"


def test_a_price_that_went_too_far_during_a_pause_is_looked_at_before_it_sells_again():
    product = product_in("published")
    by = product.posted_by
    for price_vnd, state in ((117_600, "published"), (117_700, "submitted")):
        pause_product(product=product, by=by, at=AT)
        assert change_price(product=product, price_vnd=price_vnd, by=by, at=AT) is None

        assert resume_product(product=product, by=by, at=AT).state == state

    assert Offer.objects.get(product=product).price_vnd == 117_700


def test_what_an_officer_lets_go_on_sale_again_was_looked_at():
    product = product_in("published")
    by = product.posted_by
    halt_product(product=product, reason="Hỏi giá", by=UserFactory(), at=AT)
    change_price(product=product, price_vnd=200_000, by=by, at=AT)

    release_product(product=product, by=UserFactory(), at=AT)

    product.refresh_from_db()
    assert (product.state, product.published_facts["price_vnd"]) == ("published", 200_000)


def test_a_price_asked_while_the_officer_was_looking_is_not_published_unseen():
    product = product_in("submitted")
    change_price(product=product, price_vnd=9_800, by=product.posted_by, at=AT)

    with pytest.raises(ValidationError) as refused:
        publish_product(product=product, by=UserFactory(), at=AT, seen_vnd=98_000)

    assert refused.value.code == "moved"
    assert publish_product(product=product, by=UserFactory(), at=AT, seen_vnd=9_800).state == "published"


def test_who_posts_for_a_farmer_and_publishes_it_too_stands_in_the_history():
    alone = officer(role="head")
    product = product_in("submitted")
    Product.objects.filter(pk=product.pk).update(posted_by=alone)

    publish_product(product=product, by=alone, at=AT)

    actions = [entry.action for entry in ModelLogEntry.objects.for_instance(product).order_by("id")]
    assert actions == ["products.product_published", "products.product_checked_alone"]


def test_an_officer_who_sells_writes_for_the_own_household():
    product = product_in("submitted")
    product.posted_by = officer()
    assert was_posted_for_farmer(product)

    FarmerPersonFactory(farmer=product.farmer, user=product.posted_by)

    assert not was_posted_for_farmer(product)
