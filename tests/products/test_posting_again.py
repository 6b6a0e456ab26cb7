"""Last season's listing is posted again with its answers and photos; nothing of the old one is lost by it."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from products.drafting import discard_draft, keep_answers, remove_file
from products.models import Draft, Offer, Product, ProductPhoto
from products.posting import send_draft
from products.posting_again import post_again
from tests.factories.farmers import FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory, certify

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(person):
    """Last season's listing: two photos, a certificate, what nobody asks about."""
    product = ProductFactory(
        farm=FarmFactory(farmer=person.farmer),
        published=True,
        state="withdrawn",
        season_from_month=10,
        season_to_month=12,
        net_weight_g=1000,
        shelf_life_days=270,
        storage="Nơi khô",
        ingredients="100% cà phê",
        offer__sold_milli=120_000,
    )
    for position, credit in enumerate(["", "An, CC BY 4.0"]):
        original = storages["private"].save(f"originals/{position}.jpg", ContentFile(b"jpeg"))
        ProductPhoto.objects.create(
            product=product,
            position=position,
            original=original,
            state="ready",
            description=f"Ảnh {position}",
            credit=credit,
        )
    certify(product)
    return product


def again(listing, person, draft_id=None, at=NOW):
    return post_again(product=listing, draft_id=draft_id or uuid.uuid4(), user=person.user, at=at)


def originals(product):
    return [photo.original.name for photo in product.photos.order_by("position")]


def test_all_answers_are_there_but_the_day_of_the_harvest(listing, person):
    draft = again(listing, person)

    certificate = listing.coverages.get().certificate_id
    assert Draft.objects.get(pk=draft.pk).answers == {
        "again": listing.pk,
        "farmer": person.farmer.pk,
        "category": "ca-phe-nhan",
        "name": listing.name,
        "description": listing.description,
        "unit": "kg",
        "amount": "300",
        "price": "98000",
        "farm": str(listing.farm_id),
        "harvested_on": "",
        "season_from_month": "10",
        "season_to_month": "12",
        "certificates": [str(certificate)],
    }
    assert [file.file.name for file in draft.files.order_by("position")] == originals(listing)


@pytest.mark.parametrize(
    ("priced_on", "price"),
    [(date(2026, 10, 28), "98000"), (date(2026, 10, 27), ""), (date(2025, 11, 20), "")],
)
def test_a_price_older_than_four_weeks_is_asked_again(listing, person, priced_on, price):
    Offer.objects.filter(product=listing).update(priced_on=priced_on)

    assert again(Product.objects.get(pk=listing.pk), person).answers["price"] == price


def test_the_same_id_is_the_same_draft_as_it_stands_by_now(listing, person):
    draft_id = uuid.uuid4()
    draft = again(listing, person, draft_id)
    keep_answers(draft, {"amount": "500"})

    assert again(listing, person, draft_id).answers["amount"] == "500"
    assert Draft.objects.count() == 1
    assert draft.files.count() == 2


def test_the_id_of_somebody_elses_draft_is_not_taken(listing, person):
    foreign = Draft.objects.create(user=FarmerPersonFactory().user)

    with pytest.raises(Draft.DoesNotExist):
        again(listing, person, foreign.pk)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_on_its_way_already_is_not_posted_again(person, state):
    listing = ProductFactory(farm=FarmFactory(farmer=person.farmer), state=state, reason="Ảnh mờ")

    with pytest.raises(ValidationError) as refusal:
        again(listing, person)

    assert refusal.value.code == "moved"
    assert not Draft.objects.exists()


def test_sent_it_is_a_new_listing_beside_the_old_one(listing, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = send_draft(draft=again(listing, person), at=NOW)

    product = Product.objects.get(pk=product.pk)
    assert (product.pk != listing.pk, product.state, product.harvested_on) == (True, "submitted", None)
    assert (product.net_weight_g, product.shelf_life_days, product.storage, product.ingredients) == (
        1000,
        270,
        "Nơi khô",
        "100% cà phê",
    )
    assert (product.offer.offered_milli, product.offer.sold_milli) == (300_000, 0)
    assert list(product.coverages.all()) == list(listing.coverages.all())
    assert originals(product) == originals(listing)
    assert list(product.photos.values_list("description", "credit")) == [
        ("Ảnh 0", ""),
        ("Ảnh 1", "An, CC BY 4.0"),
    ]
    assert all(storages["private"].exists(name) for name in originals(listing))
    assert Product.objects.get(pk=listing.pk).state == "withdrawn"


def test_the_net_weight_of_another_unit_is_not_carried_over(listing, person):
    draft = again(listing, person)
    keep_answers(draft, {"unit": "bao", "amount": "10", "price": "980000"})

    product = send_draft(draft=draft, at=NOW)

    assert (product.net_weight_g, product.shelf_life_days) == (None, 270)


def test_throwing_the_draft_or_a_photo_of_it_away_leaves_the_old_photos(
    listing, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        draft = again(listing, person)
        remove_file(draft.files.first())
        discard_draft(draft)

    assert not Draft.objects.exists()
    assert all(storages["private"].exists(name) for name in originals(listing))


def test_a_draft_that_names_the_listing_of_another_farmer_takes_nothing_from_it(listing):
    other = FarmerPersonFactory()
    own = ProductFactory(farm=FarmFactory(farmer=other.farmer), published=True)
    draft = post_again(product=own, draft_id=uuid.uuid4(), user=other.user, at=NOW)
    ProductPhoto.objects.create(product=own, original="originals/cua-minh.jpg", state="ready")
    draft.files.create(kind="photo", file="originals/cua-minh.jpg", media_type="image/jpeg", sha256="0" * 64)
    keep_answers(draft, {"again": listing.pk})

    assert send_draft(draft=draft, at=NOW).storage == ""
