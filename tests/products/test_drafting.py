import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from products.drafting import (
    MOST_DRAFTS,
    add_photos,
    begin_draft,
    discard_draft,
    draft_of_product,
    forget_unnamed,
    keep_answers,
    put_scan,
    remove_file,
)
from products.models import Draft, DraftFile, ProductPhoto
from tests.factories.accounts import UserFactory
from tests.factories.farmers import CoverageFactory, FarmerPersonFactory, FarmFactory
from tests.factories.products import ProductFactory
from tests.products.conftest import photo


def draft_of(person):
    return begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)


def lies(name):
    return storages["private"].exists(name)


def test_begin_draft_twice_is_one(person):
    draft_id = uuid.uuid4()

    first = begin_draft(draft_id=draft_id, user=person.user, farmer=person.farmer)
    keep_answers(first, {"name": "Cà phê"})
    second = begin_draft(draft_id=draft_id, user=person.user, farmer=person.farmer)

    assert (second.pk, Draft.objects.count()) == (draft_id, 1)
    assert second.answers["name"] == "Cà phê"


def test_begin_draft_starts_where_the_farmer_grows(person):
    assert draft_of(person).answers == {
        "farmer": person.farmer.pk,
        "farm": "new",
        "commune": "xã Biển Hồ",
    }

    farm = FarmFactory(farmer=person.farmer)

    assert draft_of(person).answers == {"farmer": person.farmer.pk, "farm": str(farm.pk)}


def test_begin_draft_with_the_id_of_somebody_else_finds_nothing(person):
    others = draft_of(FarmerPersonFactory())

    with pytest.raises(Draft.DoesNotExist):
        begin_draft(draft_id=others.pk, user=person.user, farmer=person.farmer)


def test_begin_draft_refuses_more_than_can_be_kept(person):
    for _ in range(MOST_DRAFTS):
        draft_of(person)

    with pytest.raises(ValidationError) as refusal:
        draft_of(person)

    assert (refusal.value.code, Draft.objects.count()) == ("many", MOST_DRAFTS)


def test_keep_answers_of_two_tabs_lose_nothing(person):
    draft = draft_of(person)
    other_tab = Draft.objects.get(pk=draft.pk)

    keep_answers(draft, {"price": "-5"})
    keep_answers(other_tab, {"name": "Cà phê"})

    kept = Draft.objects.get(pk=draft.pk).answers
    assert (kept["price"], kept["name"]) == ("-5", "Cà phê")


def test_add_photos_keeps_the_good_and_names_the_bad(person):
    draft = draft_of(person)
    text = ContentFile(b"Xin chao ba con", name="ghi-chu.jpg")
    empty = ContentFile(b"", name="rong.jpg")

    refused = add_photos(draft, [photo("red"), text, photo("blue"), empty, photo("red", "lai.jpg")])

    assert [line.split(":")[0] for line in refused] == ["ghi-chu.jpg", "rong.jpg"]
    files = list(draft.files.order_by("position"))
    assert [(file.kind, file.position, file.media_type) for file in files] == [
        ("photo", 0, "image/jpeg"),
        ("photo", 1, "image/jpeg"),
    ]
    assert all(lies(file.file.name) for file in files)


def test_add_photos_takes_ten(person):
    draft = draft_of(person)

    refused = add_photos(draft, [photo(size=(20 + n, 20), name=f"{n}.jpg") for n in range(12)])

    assert draft.files.count() == 10
    assert [line.split(":")[0] for line in refused] == ["10.jpg", "11.jpg"]


def test_put_scan_replaces_the_one_before(person, django_capture_on_commit_callbacks):
    draft = draft_of(person)
    put_scan(draft, photo("red"))
    first = draft.files.get().file.name

    with django_capture_on_commit_callbacks(execute=True):
        put_scan(draft, ContentFile(b"%PDF-1.7 ...", name="giay.pdf"))

    scan = draft.files.get()
    assert (scan.kind, scan.media_type, lies(scan.file.name), lies(first)) == (
        "scan",
        "application/pdf",
        True,
        False,
    )
    with pytest.raises(ValidationError):
        put_scan(draft, ContentFile(b"text", name="giay.jpg"))
    assert draft.files.get() == scan


def test_remove_file_and_discard_draft_leave_no_bytes(person, django_capture_on_commit_callbacks):
    draft = draft_of(person)
    add_photos(draft, [photo("red"), photo("blue")])
    first, second = draft.files.order_by("position")

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(first)
    assert (lies(first.file.name), lies(second.file.name)) == (False, True)

    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft)
    assert (lies(second.file.name), Draft.objects.count(), DraftFile.objects.count()) == (False, 0, 0)


def test_discard_draft_is_done_though_the_store_of_files_is_away(
    person, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def away(name):
        raise ConnectionError(f"no store to delete {name} in")

    draft = draft_of(person)
    add_photos(draft, [photo("red")])
    name = draft.files.get().file.name
    monkeypatch.setattr(storages["private"], "delete", away)

    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft)

    assert (lies(name), Draft.objects.count(), DraftFile.objects.count()) == (True, 0, 0)
    assert f"no store to delete {name} in" in caplog.text


def test_forget_unnamed_spares_what_a_product_shows(person):
    name = storages["private"].save("drafts/aa/x.jpg", photo())
    ProductPhoto.objects.create(product=ProductFactory(), original=name)

    forget_unnamed([name])

    assert lies(name)


def returned(**columns):
    return ProductFactory(state="returned", reason="Ảnh mờ, chụp lại giúp", **columns)


def test_draft_of_product_is_filled_from_the_returned_listing(person):
    coverage = CoverageFactory(certificate__farmer=person.farmer)
    product = returned(
        farm=FarmFactory(farmer=person.farmer),
        season_from_month=10,
        season_to_month=12,
        posted_by=person.user,
    )
    product.coverages.add(coverage)
    ProductPhoto.objects.create(product=product, original="originals/a.jpg", position=0)

    draft = draft_of_product(product=product, user=person.user)

    assert draft.pk == product.client_draft_id
    assert draft.answers == {
        "product": product.pk,
        "farmer": person.farmer.pk,
        "category": "ca-phe-nhan",
        "name": product.name,
        "description": product.description,
        "unit": "kg",
        "amount": "300",
        "price": "98000",
        "farm": str(product.farm_id),
        "harvested_on": "2026-11-02",
        "season_from_month": "10",
        "season_to_month": "12",
        "certificates": [str(coverage.certificate_id)],
    }
    assert [file.file.name for file in draft.files.all()] == ["originals/a.jpg"]


def test_draft_of_product_goes_on_where_somebody_of_the_farmer_left_it(person):
    product = returned(farm=FarmFactory(farmer=person.farmer))
    helper = FarmerPersonFactory(farmer=person.farmer, role="helper")
    keep_answers(draft_of_product(product=product, user=helper.user), {"name": "Tên mới"})

    draft = draft_of_product(product=product, user=person.user)

    assert (draft.user, draft.answers["name"], Draft.objects.count()) == (person.user, "Tên mới", 1)


def test_draft_of_product_is_for_what_was_sent_back(person):
    product = ProductFactory(published=True, farm=FarmFactory(farmer=person.farmer))

    with pytest.raises(ValidationError) as refusal:
        draft_of_product(product=product, user=person.user)

    assert refusal.value.code == "moved"


def test_a_file_is_in_a_draft_once(person):
    draft = draft_of(person)
    add_photos(draft, [photo()])
    file = draft.files.get()
    again = DraftFile(draft=draft, kind=file.kind, file="x.jpg", media_type="image/jpeg", sha256=file.sha256)

    with pytest.raises(ValidationError):
        again.full_clean()
    assert UserFactory().drafts.count() == 0
