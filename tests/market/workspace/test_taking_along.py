"""All of mine in one file: whole, mine alone, and no heavier for many photos."""

import io
import json
import tracemalloc
import zipfile

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.handing_out import open_handed
from accounts.models import HandedFile
from farmers.erasing import erase_files
from farmers.models import FarmerPerson
from market.channels.handed_files import files_seen_by
from market.workspace.taking_along import order_my_data, write_my_data
from products.models import ProductPhoto
from tests.factories.accounts import UserFactory
from tests.factories.farmers import FarmerFactory, FarmerPersonFactory, FarmFactory, MemberFactory, officer
from tests.factories.products import ProductFactory, certify
from tests.factories.traceability import LotFactory

pytestmark = pytest.mark.django_db

PAGE, ORDER = "/ban-hang/du-lieu-cua-toi/", "/ban-hang/du-lieu-cua-toi/tat-ca/"


@pytest.fixture
def person(client):
    """Somebody with a listing, a photo, a certificate with its scan, a lot, and a sealed number."""
    person = FarmerPersonFactory(farmer=FarmerFactory(name="Hộ Ví Dụ"))
    MemberFactory(user=person.user, citizen_id="064185000123", full_name="Siu Ví Dụ")
    product = ProductFactory(farm=FarmFactory(farmer=person.farmer), published=True, name="Tiêu sọ Ví Dụ")
    photo_of(product, b"photo one")
    certify(product, number="VG-77").scan.save("a.jpg", ContentFile(b"scan"))
    LotFactory(product=product)
    client.force_login(person.user)
    return person


def photo_of(product, content):
    photo = ProductPhoto(product=product, state="ready")
    photo.original.save("x.jpg", ContentFile(content), save=False)
    photo.save()
    return photo


def box_of(handed):
    handed.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(b"".join(open_handed(handed))))


def test_the_file_holds_tables_photos_and_scans(client, person):
    assert client.post(ORDER)["Location"] == PAGE
    handed = client.get(PAGE).context["file"]

    box = box_of(handed)

    photo = ProductPhoto.objects.get()
    assert (handed.state, handed.made_for, handed.rows_done) == ("ready", person.user, 2)
    assert box.testzip() is None
    assert box.read(f"anh/{photo.product_id}-{photo.pk}.jpg") == b"photo one"
    assert [box.read(name) for name in box.namelist() if name.startswith("chung-nhan/")] == [b"scan"]
    data = json.loads(box.read("du-lieu.json"))
    assert [len(rows) for rows in list(data.values())[:4]] == [1, 1, 0, 1]
    text = json.dumps(data, ensure_ascii=False)
    for said in ("Tiêu sọ Ví Dụ", "VG-77", "Siu Ví Dụ", "98000"):
        assert said in text
    assert "064185000123" not in text
    book = openpyxl.load_workbook(io.BytesIO(box.read("du-lieu.xlsx")))
    assert [sheet.title for sheet in book] == list(data)


def test_what_was_made_is_downloaded_by_its_owner_alone(client, person):
    handed = order_my_data(user=person.user, at=timezone.now())
    url = reverse("workspace:take_mine", args=[handed.pk])

    answer = client.get(url)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert HandedFile.objects.get().taken_at is not None
    for other in (UserFactory(), FarmerPersonFactory().user, officer(role="head")):
        client.force_login(other)
        assert client.get(url).status_code == 404


def test_nothing_of_anybody_else_is_in_it(person):
    stranger = ProductFactory(farm=FarmFactory(), published=True, name="Hàng Zephyrin")
    photo_of(stranger, b"not mine")
    helped = FarmerPersonFactory(user=person.user, role="helper", farmer=FarmerFactory(name="Zephyrin"))
    photo_of(ProductFactory(farm=FarmFactory(farmer=helped.farmer), name="Zephyrin hai"), b"not mine")

    box = box_of(order_my_data(user=person.user, at=timezone.now()))

    assert "Zephyrin" not in box.read("du-lieu.json").decode()
    assert b"not mine" not in [box.read(name) for name in box.namelist()]


def test_who_no_longer_speaks_for_the_farmer_does_not_get_it(client, person):
    handed = order_my_data(user=person.user, at=timezone.now())
    FarmerPerson.objects.filter(pk=person.pk).update(revoked_at=timezone.now())

    assert client.get(reverse("workspace:take_mine", args=[handed.pk])).status_code == 404


def test_no_officer_sees_it_among_the_files_of_a_branch(person):
    order_my_data(user=person.user, at=timezone.now())

    for viewer in (officer(role="head"), officer(role="head", is_superuser=True)):
        assert list(files_seen_by(viewer)) == []


def test_it_goes_with_who_is_erased(person):
    handed = order_my_data(user=person.user, at=timezone.now())

    erase_files.func([], [], [person.user_id], timezone.now().isoformat())

    handed.refresh_from_db()
    assert (handed.state, handed.file.name) == ("shredded", "")


def test_a_photo_that_is_gone_from_the_store_is_left_out(person):
    photo = ProductPhoto.objects.get()
    photo.original.storage.delete(photo.original.name)

    box = box_of(order_my_data(user=person.user, at=timezone.now()))

    assert [name for name in box.namelist() if name.startswith("anh/")] == []


def test_memory_stays_flat_however_many_photos_there_are(person):
    product = ProductPhoto.objects.get().product
    large = photo_of(product, b"x" * 2_000_000)
    ProductPhoto.objects.bulk_create(
        ProductPhoto(product=product, state="ready", original=large.original.name) for _ in range(40)
    )
    handed = order_my_data(user=person.user, at=timezone.now())
    handed.refresh_from_db()

    tracemalloc.start()
    write_my_data(handed, _Forgetting(), lambda rows: None)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20_000_000  # of 80 MB


class _Forgetting(io.RawIOBase):
    """A place to write to that forgets what was written."""

    def __init__(self):
        self.size = 0

    def writable(self):
        return True

    def write(self, piece):
        self.size += len(piece)
        return len(piece)

    def tell(self):
        return self.size

    def seekable(self):
        return False
