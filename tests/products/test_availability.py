"""What was sold without this market lowers the offer, exactly once, and can be taken back."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from products.availability import next_client_id, note_outside_sale, set_left, undo_outside_sale
from products.models import Offer, OutsideSale
from tests.factories.accounts import UserFactory
from tests.factories.products import ProductFactory

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return ProductFactory(published=True, offer__held_milli=50_000, offer__sold_milli=20_000)


def sell(product, milli, client_id=None):
    return note_outside_sale(
        product=product,
        amount_milli=milli,
        client_id=client_id or uuid.uuid4(),
        by=product.posted_by,
        at=AT,
    )


def amounts(product):
    offer = Offer.objects.get(product=product)
    return offer.offered_milli, offer.held_milli, offer.sold_milli, offer.left_milli


def history(product):
    return [
        (entry.action, entry.data["changes"], entry.timestamp)
        for entry in ModelLogEntry.objects.for_instance(product).order_by("pk")
    ]


def test_a_sale_raises_what_is_sold_and_stands_in_the_history(product):
    sale = sell(product, 30_000)

    assert amounts(product) == (300_000, 50_000, 50_000, 200_000)
    assert (sale.amount_milli, sale.noted_by, sale.noted_at, sale.undone_at) == (
        30_000,
        product.posted_by,
        AT,
        None,
    )
    assert history(product) == [("products.sold_outside", {"sold_milli": [20_000, 50_000]}, AT)]


def test_all_that_is_left_can_be_sold_but_not_a_gram_more(product):
    with pytest.raises(ValidationError) as refusal:
        sell(product, 230_001)
    assert refusal.value.code == "short"
    assert refusal.value.params == {"left": "230 kg"}
    assert amounts(product) == (300_000, 50_000, 20_000, 230_000)
    assert not OutsideSale.objects.exists()

    sell(product, 230_000)

    assert amounts(product) == (300_000, 50_000, 250_000, 0)


def test_the_same_form_sent_twice_is_one_sale(product):
    client_id = next_client_id(product.pk, None)

    assert sell(product, 30_000, client_id) == sell(product, 30_000, client_id)

    assert amounts(product)[2] == 50_000
    assert len(history(product)) == 1


def test_the_same_form_with_another_amount_asks_again(product):
    client_id = next_client_id(product.pk, None)
    sell(product, 30_000, client_id)

    with pytest.raises(ValidationError) as refusal:
        sell(product, 40_000, client_id)

    assert refusal.value.code == "noted"
    assert amounts(product)[2] == 50_000


def test_undoing_gives_the_amount_back_once(product):
    sale = sell(product, 30_000)

    for _ in range(2):
        undone = undo_outside_sale(sale=sale, by=product.posted_by, at=AT)

    assert undone.undone_at == AT
    assert amounts(product) == (300_000, 50_000, 20_000, 230_000)
    assert history(product)[1:] == [("products.sale_undone", {"sold_milli": [50_000, 20_000]}, AT)]


def test_a_form_of_a_sale_that_was_undone_sells_nothing(product):
    client_id = next_client_id(product.pk, None)
    undo_outside_sale(sale=sell(product, 30_000, client_id), by=product.posted_by, at=AT)

    with pytest.raises(ValidationError) as refusal:
        sell(product, 30_000, client_id)

    assert refusal.value.code == "undone"
    assert amounts(product)[2] == 20_000


def test_the_next_sale_has_an_id_of_its_own():
    ids = {next_client_id(1, None), next_client_id(1, 7), next_client_id(1, 8), next_client_id(2, None)}

    assert len(ids) == 4
    assert next_client_id(1, 7) == next_client_id(1, 7)


@pytest.mark.parametrize(("left_milli", "offered_milli"), [(300_000, 370_000), (0, 70_000), (1, 70_001)])
def test_what_is_left_is_set_beside_what_is_sold_and_held(product, left_milli, offered_milli):
    set_left(product=product, left_milli=left_milli, by=product.posted_by, at=AT)

    assert amounts(product) == (offered_milli, 50_000, 20_000, left_milli)
    assert history(product) == [("products.amount_changed", {"offered_milli": [300_000, offered_milli]}, AT)]


def test_the_same_amount_again_is_no_history(product):
    set_left(product=product, left_milli=230_000, by=product.posted_by, at=AT)

    assert history(product) == []


def test_what_stood_there_at_publishing_is_kept_before_the_amount_changes(product):
    set_left(product=product, left_milli=10_000, by=product.posted_by, at=AT)

    product.refresh_from_db()
    assert product.published_facts["offered_milli"] == 300_000


def test_a_withdrawn_listing_sells_nothing_more():
    product = ProductFactory(state="withdrawn")

    for verb in (
        lambda: sell(product, 1000),
        lambda: set_left(product=product, left_milli=1000, by=product.posted_by, at=AT),
    ):
        with pytest.raises(ValidationError) as refusal:
            verb()
        assert refusal.value.code == "moved"
    assert amounts(product) == (300_000, 0, 0, 300_000)


def test_an_outside_sale_is_above_zero(product):
    sale = OutsideSale(
        product=product, amount_milli=0, noted_by=UserFactory(), noted_at=AT, client_id=uuid.uuid4()
    )

    with pytest.raises(ValidationError, match="an_outside_sale_is_above_zero"):
        sale.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        sale.save()


def test_an_outside_sale_is_noted_once(product):
    sale = sell(product, 1000)
    again = OutsideSale(
        product=product, amount_milli=2, noted_by=UserFactory(), noted_at=AT, client_id=sale.client_id
    )

    with pytest.raises(ValidationError):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
