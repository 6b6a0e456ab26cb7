import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from farmers.models import Certificate, Farm
from products.drafting import add_photos, begin_draft, draft_of_product, keep_answers, put_scan, remove_file
from products.listing import return_product
from products.models import Draft, DraftFile, Offer, Product, ProductPhoto
from products.posting import Incomplete, send_draft
from tests.factories.farmers import (
    BIEN_HO,
    CertificateFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    commune,
    officer,
)
from tests.factories.products import ProductFactory
from tests.products.conftest import photo

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
ANSWERS = {
    "category": "ca-phe-nhan",
    "name": "Cà phê nhân robusta",
    "description": "Hái chín, phơi giàn.",
    "unit": "kg",
    "amount": "300",
    "price": "98k/kg",
    "farm": "new",
    "commune": "bien ho",
    "commune_code": "",
    "harvested_on": "2026-11-02",
    "season_from_month": "10",
    "season_to_month": "12",
}
PAPER = {
    "scheme": "vietgap",
    "number": "VietGAP-TT-26-01-64-0012",
    "issuer": "Trung tâm Chứng nhận Ví Dụ",
    "valid_from": "15/03/2026",
    "expires_on": "14/03/2028",
    "stars": "",
}


def written(person, **answers):
    """A draft with all its answers and two photos."""
    draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    add_photos(draft, [photo("red"), photo("blue")])
    keep_answers(draft, ANSWERS | answers)
    return draft


def test_send_draft_makes_a_submitted_listing(person, category, django_capture_on_commit_callbacks):
    draft = written(person, **PAPER)
    put_scan(draft, photo("green"))
    scan = draft.files.get(kind="scan").file.name
    originals = [file.file.name for file in draft.files.filter(kind="photo").order_by("position")]

    with django_capture_on_commit_callbacks(execute=True):
        product = send_draft(draft=draft, at=NOW)

    product = Product.objects.get(pk=product.pk)
    farm = Farm.objects.get()
    assert (product.state, product.submitted_at, product.posted_by) == ("submitted", NOW, person.user)
    assert (product.client_draft_id, product.farmer, product.farm) == (draft.pk, person.farmer, farm)
    assert (product.name, product.category, product.unit) == ("Cà phê nhân robusta", category, "kg")
    assert (product.harvested_on, product.season_from_month, product.season_to_month) == (
        date(2026, 11, 2),
        10,
        12,
    )
    assert (farm.farmer, farm.commune_code, farm.branch) == (person.farmer, BIEN_HO, commune())
    offer = product.offer
    assert (offer.price_vnd, offer.priced_on, offer.offered_milli) == (98_000, date(2026, 11, 24), 300_000)
    photos = list(product.photos.order_by("position"))
    assert [(one.original.name, one.position, one.state) for one in photos] == [
        (originals[0], 0, "ready"),
        (originals[1], 1, "ready"),
    ]
    certificate = Certificate.objects.get()
    assert (certificate.standing, certificate.scheme, certificate.number, certificate.scan.name) == (
        "declared",
        "vietgap",
        "VietGAP-TT-26-01-64-0012",
        scan,
    )
    assert [(one.produce, one.farm, one.confirmed_at) for one in product.coverages.all()] == [
        ("Cà phê nhân", farm, None)
    ]
    assert (Draft.objects.count(), DraftFile.objects.count()) == (0, 0)
    assert all(storages["private"].exists(name) for name in [*originals, scan])


def test_send_draft_twice_makes_one(person, category):
    draft = written(person)
    other_tab = Draft.objects.get(pk=draft.pk)

    first = send_draft(draft=draft, at=NOW)
    second = send_draft(draft=other_tab, at=NOW)
    # A third tab that still showed the first question has made the draft anew.
    third = send_draft(
        draft=begin_draft(draft_id=other_tab.pk, user=person.user, farmer=person.farmer), at=NOW
    )

    assert (second, third) == (first, first)
    assert (Product.objects.count(), Offer.objects.count(), ProductPhoto.objects.count()) == (1, 1, 2)


def test_send_draft_of_what_was_thrown_away_says_so(person):
    with pytest.raises(ValidationError) as refusal:
        send_draft(draft=Draft(pk=uuid.uuid4(), user=person.user), at=NOW)

    assert refusal.value.code == "gone"


@pytest.mark.parametrize(
    "answers",
    [
        {"category": "khong-co"},
        {"name": "12345"},
        {"amount": "-3"},
        {"price": "-5"},
        {"price": "12,5"},
        {"unit": ""},
        {"commune": "Thung Lũng Mây"},
        {"commune": "chu pah"},
        {"farm": "999"},
        {"harvested_on": "2006-11-02"},
        {"harvested_on": "mai"},
        {"season_to_month": ""},
        {"scheme": "vietgap"},
        PAPER,
        PAPER | {"expires_on": "14/03/2025"},
    ],
    ids=str,
)
def test_send_draft_refuses_and_loses_nothing(person, category, answers):
    draft = written(person, **answers)

    with pytest.raises(Incomplete) as refusal:
        send_draft(draft=draft, at=NOW)

    assert all(refusal.value.messages)
    assert (Product.objects.count(), Farm.objects.count(), Certificate.objects.count()) == (0, 0, 0)
    kept = Draft.objects.get(pk=draft.pk)
    assert (kept.answers, kept.files.count()) == (draft.answers, 2)


def test_send_draft_without_a_photo_is_incomplete(person, category):
    draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    keep_answers(draft, ANSWERS)

    with pytest.raises(Incomplete):
        send_draft(draft=draft, at=NOW)


def test_send_draft_by_somebody_who_was_revoked_is_refused(person, category):
    draft = written(person)
    person.revoked_at = NOW
    person.save()

    with pytest.raises(ValidationError) as refusal:
        send_draft(draft=Draft.objects.get(pk=draft.pk), at=NOW)

    assert (refusal.value.code, Product.objects.count()) == ("farmer", 0)


def test_send_draft_takes_the_farm_chosen_or_the_one_in_that_commune(person, category):
    farm = FarmFactory(farmer=person.farmer)

    chosen = send_draft(draft=written(person, farm=str(farm.pk)), at=NOW)
    typed = send_draft(draft=written(person), at=NOW)

    assert (chosen.farm, typed.farm, Farm.objects.count()) == (farm, farm, 1)


def test_send_draft_does_not_take_the_farm_or_certificate_of_another(person, category):
    others = FarmFactory(farmer=FarmerFactory())
    their_paper = CertificateFactory(farmer=others.farmer)

    with pytest.raises(Incomplete):
        send_draft(draft=written(person, farm=str(others.pk)), at=NOW)
    product = send_draft(draft=written(person, certificates=[str(their_paper.pk)]), at=NOW)

    assert product.coverages.count() == 0


def test_send_draft_names_a_known_certificate(person, category):
    certificate = CertificateFactory(farmer=person.farmer, verified=True)

    product = send_draft(draft=written(person, certificates=[str(certificate.pk)]), at=NOW)

    assert [coverage.certificate for coverage in product.coverages.all()] == [certificate]


def returned(person):
    product = send_draft(draft=written(person), at=NOW)
    return return_product(product=product, reason="Ảnh mờ", by=officer(), at=NOW)


def test_send_draft_of_a_returned_listing_mends_it(person, category, django_capture_on_commit_callbacks):
    product = returned(person)
    kept, gone = product.photos.order_by("position")
    draft = draft_of_product(product=product, user=person.user)
    remove_file(draft.files.get(file=gone.original.name))
    add_photos(draft, [photo("green")])
    keep_answers(draft, {"name": "Cà phê nhân mới", "price": "99k", "amount": "1,5 tấn"})

    with django_capture_on_commit_callbacks(execute=True):
        mended = send_draft(draft=draft, at=NOW)
    again = send_draft(draft=draft, at=NOW)

    mended = Product.objects.get(pk=mended.pk)
    assert (mended, again, Product.objects.count()) == (product, product, 1)
    assert (mended.state, mended.reason, mended.name) == ("submitted", "", "Cà phê nhân mới")
    assert (mended.offer.price_vnd, mended.offer.offered_milli) == (99_000, 1_500_000)
    photos = list(mended.photos.order_by("position"))
    assert photos[0] == kept
    assert [one.state for one in photos] == ["ready", "ready"]
    assert not storages["private"].exists(gone.original.name)
    assert not storages["default"].exists(gone.rendition_name(320))
    entry = ModelLogEntry.objects.get(action="products.product_revised")
    assert entry.data["changes"]["price_vnd"] == ["98000", "99000"]
    assert set(entry.data["changes"]) == {"name", "price_vnd", "offered_milli"}


def test_send_draft_of_a_listing_that_is_no_longer_returned_is_refused(person, category):
    product = returned(person)
    draft = draft_of_product(product=product, user=person.user)
    Product.objects.filter(pk=product.pk).update(state="withdrawn")

    with pytest.raises(ValidationError) as refusal:
        send_draft(draft=draft, at=NOW)

    assert refusal.value.code == "moved"


def test_a_helper_mends_what_the_owner_posted(person, category):
    product = returned(person)
    helper = FarmerPersonFactory(farmer=person.farmer, role="helper")
    draft = draft_of_product(product=product, user=helper.user)

    mended = send_draft(draft=draft, at=NOW)

    assert (mended, send_draft(draft=draft, at=NOW)) == (product, product)
    assert Product.objects.get().posted_by == person.user


@pytest.mark.django_db
def test_a_draft_of_a_phone_is_one_product():
    product = ProductFactory()
    again = Product(
        farmer=product.farmer,
        farm=product.farm,
        commune_code=product.commune_code,
        category=product.category,
        name="Lần nữa",
        posted_by=product.posted_by,
        client_draft_id=product.client_draft_id,
    )

    with pytest.raises(ValidationError):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
