"""Do files live in an S3 store as they do in a folder: public ones by address, private ones only through views?"""

import gc
import hashlib
import io
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from datetime import timedelta

import boto3
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import FileField
from django.urls import reverse
from django.utils import timezone
from moto.server import ThreadedMotoServer
from PIL import Image
from python_calamine import CalamineWorkbook

from accounts.handing_out import shred_old_files
from accounts.models import HandedFile
from accounts.private_files import WithoutAddress
from farmers.models import Certificate
from market.demo.pictures import hang_pictures
from market.pages.models import EditorialImage
from market.shop.linked_data import shared_picture
from products.drafting import add_photos, begin_draft, discard_draft, keep_answers, put_scan, remove_file
from products.models import Product
from products.posting import send_draft
from products.retelling import photo_url
from tests.factories.farmers import MemberFactory, officer
from tests.factories.products import ProductFactory
from tests.house.source import ROOT
from tests.market.desk.conftest import at_the_desk
from tests.products.conftest import category, person, photo  # noqa: F401 fixtures
from tests.products.test_posting import ANSWERS, NOW, PAPER

PUBLIC, PRIVATE = "nong-san", "ho-so"
NOTHING_NAMED = {"S3_ENDPOINT": "", "S3_BUCKET_PUBLIC": "", "S3_BUCKET_PRIVATE": ""}


def asked_of_settings(names, **environment):
    """What the settings hold when the environment says so, asked in a process of its own."""
    code = "import json, sys; from market.settings import dev; json.dump({n: getattr(dev, n) for n in %r}, sys.stdout)"
    return subprocess.run(
        [sys.executable, "-c", code % (names,)],
        cwd=ROOT,
        env=os.environ | NOTHING_NAMED | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def in_settings(*names, **environment):
    asked = asked_of_settings(names, **environment)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout).values()


@pytest.fixture(scope="module")
def store():
    """The address of an S3 service with two empty buckets."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def keys(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


class Buckets:
    """What lies in the two buckets, asked of the service itself."""

    def __init__(self, address):
        self.address = address
        self.client = boto3.client("s3", endpoint_url=address)

    def names(self, bucket):
        return sorted(one["Key"] for one in self.client.list_objects_v2(Bucket=bucket).get("Contents", []))

    def open_to_everyone(self, bucket):
        """As docs/configuration.md asks of the public one."""
        read = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
        policy = {
            "Version": "2012-10-17",
            "Statement": [read | {"Resource": f"arn:aws:s3:::{bucket}/*"}],
        }
        self.client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))

    def content(self, bucket, name):
        return self.client.get_object(Bucket=bucket, Key=name)["Body"].read()


@pytest.fixture
def buckets(store, keys, settings, monkeypatch):
    """The application on buckets, as the environment would put it there."""
    named = {"S3_ENDPOINT": store, "S3_BUCKET_PUBLIC": PUBLIC, "S3_BUCKET_PRIVATE": PRIVATE}
    (kept,) = in_settings("STORAGES", **named)
    settings.STORAGES = kept | {"staticfiles": settings.STORAGES["staticfiles"]}
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, FileField) and isinstance(field.storage, WithoutAddress):
                monkeypatch.setattr(field, "storage", storages["private"])
    found = Buckets(store)
    for bucket in (PUBLIC, PRIVATE):
        found.client.create_bucket(Bucket=bucket)
    found.open_to_everyone(PUBLIC)
    yield found
    for bucket in (PUBLIC, PRIVATE):
        for name in found.names(bucket):
            found.client.delete_object(Bucket=bucket, Key=name)
        found.client.delete_bucket(Bucket=bucket)


def posted(person, callbacks):  # noqa: F811
    """A listing sent with two photos and the scan of a certificate."""
    draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    assert add_photos(draft, [photo("red"), photo("blue")]) == []
    put_scan(draft, photo("green", name="giay.jpg"))
    keep_answers(draft, ANSWERS | PAPER)
    with callbacks(execute=True):
        return send_draft(draft=draft, at=NOW)


def test_private_files_have_no_address_in_a_folder():
    with pytest.raises(ValueError, match=r"scans/a\.jpg is private"):
        storages["private"].url("scans/a.jpg")


def test_private_files_have_no_address_in_a_bucket(buckets):
    with pytest.raises(ValueError, match=r"scans/a\.jpg is private"):
        storages["private"].url("scans/a.jpg")
    with pytest.raises(ValueError, match="is private"):
        storages["private"].url("scans/a.jpg", expire=60)


def test_a_private_bucket_gives_nothing_to_a_stranger(buckets):
    name = storages["private"].save("scans/a.jpg", ContentFile(b"scan"))

    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{buckets.address}/{PRIVATE}/{name}")
    refusal.value.close()
    assert refusal.value.code == 403


def test_public_files_have_an_unsigned_address_in_a_bucket(buckets):
    name = storages["default"].save("photos/ab/ả nh.webp", ContentFile(b"picture"))

    address = storages["default"].url(name)

    assert address == f"{buckets.address}/{PUBLIC}/photos/ab/%E1%BA%A3%20nh.webp"
    with urllib.request.urlopen(address) as answer:
        assert (answer.read(), answer.headers["Content-Type"]) == (b"picture", "image/webp")


@pytest.mark.parametrize("alias", ["default", "private"])
def test_a_second_file_of_the_same_name_does_not_replace_the_first(buckets, alias):
    first = storages[alias].save("scans/scan.jpg", ContentFile(b"one"))
    second = storages[alias].save("scans/scan.jpg", ContentFile(b"two"))

    contents = []
    for name in (first, second):
        with storages[alias].open(name) as file:
            contents.append(file.read())
    assert (first != second, contents) == (True, [b"one", b"two"])


def test_a_file_that_is_not_there_is_missing_in_a_bucket_as_in_a_folder(buckets):
    with pytest.raises(FileNotFoundError):
        storages["private"].open("scans/no.jpg")
    storages["private"].delete("scans/no.jpg")


def test_a_listing_is_posted_into_buckets(buckets, person, category, django_capture_on_commit_callbacks):  # noqa: F811
    product = posted(person, django_capture_on_commit_callbacks)

    photos = list(product.photos.order_by("position"))
    assert [one.state for one in photos] == ["ready", "ready"]
    renditions = sorted(one.rendition_name(width) for one in photos for width in (320, 800, 1600))
    assert buckets.names(PUBLIC) == renditions
    scan = Certificate.objects.get().scan.name
    assert buckets.names(PRIVATE) == sorted([*(one.original.name for one in photos), scan])
    with urllib.request.urlopen(photos[0].medium_url) as answer:
        assert answer.headers["Content-Type"] == "image/webp"
        assert Image.open(io.BytesIO(answer.read())).size == (64, 48)
    shown = Product.objects.for_card().get(pk=product.pk)
    assert shared_picture(shown) == f"{buckets.address}/{PUBLIC}/{photos[0].rendition_name(1600)}"


def test_a_draft_shows_its_files_from_a_bucket(buckets, client, person, category):  # noqa: F811
    draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    add_photos(draft, [photo("red")])
    client.force_login(person.user)

    answer = client.get(photo_url(draft.files.get()))

    assert answer["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size == (64, 48)


def test_the_desk_shows_a_scan_from_a_bucket(buckets, person, category, django_capture_on_commit_callbacks):  # noqa: F811
    posted(person, django_capture_on_commit_callbacks)
    certificate = Certificate.objects.get()
    kept = buckets.content(PRIVATE, certificate.scan.name)

    answer = at_the_desk(officer(role="reviewer")).get(reverse("desk:scan", args=(certificate.pk,)))

    assert (answer.getvalue(), answer["Content-Type"]) == (kept, "image/jpeg")
    assert answer["Content-Length"] == str(len(kept))


def test_the_desk_answers_404_for_a_scan_that_is_gone(
    buckets,
    person,  # noqa: F811
    category,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    posted(person, django_capture_on_commit_callbacks)
    certificate = Certificate.objects.get()
    buckets.client.delete_object(Bucket=PRIVATE, Key=certificate.scan.name)

    answer = at_the_desk(officer(role="reviewer")).get(reverse("desk:scan", args=(certificate.pk,)))

    assert answer.status_code == 404


def test_an_ordered_file_lies_sealed_in_a_bucket_and_is_taken(
    buckets, db, django_capture_on_commit_callbacks
):
    MemberFactory(full_name="Rơ Châm H'Lan")
    viewer = at_the_desk(officer(role="viewer"))
    with django_capture_on_commit_callbacks(execute=True):
        viewer.post(reverse("handed:order", kwargs={"kind": "members"}))
    handed = HandedFile.objects.get()

    taken = viewer.get(reverse("handed:take", kwargs={"pk": handed.pk})).getvalue()

    assert buckets.names(PRIVATE) == [handed.file.name]
    assert buckets.content(PRIVATE, handed.file.name).startswith(b"t1:")
    assert hashlib.sha256(taken).hexdigest() == handed.sha256
    cells = CalamineWorkbook.from_filelike(io.BytesIO(taken)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells if isinstance(row[0], float)] == ["Rơ Châm H'Lan"]
    assert shred_old_files(at=timezone.now() + timedelta(days=91)) == 1
    assert buckets.names(PRIVATE) == []


def test_files_that_nobody_names_leave_their_bucket(
    buckets,
    person,  # noqa: F811
    category,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    draft = begin_draft(draft_id=uuid.uuid4(), user=person.user, farmer=person.farmer)
    add_photos(draft, [photo("red"), photo("blue")])
    kept, removed = draft.files.order_by("position")

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(removed)
    assert buckets.names(PRIVATE) == [kept.file.name]
    with django_capture_on_commit_callbacks(execute=True):
        discard_draft(draft)
    assert buckets.names(PRIVATE) == []


def test_the_demo_hangs_its_pictures_in_buckets(buckets, db):
    first, second = ProductFactory(), ProductFactory()

    hang_pictures(first, ["ginger"])
    hang_pictures(second, ["ginger"])

    photos = [product.photos.get() for product in (first, second)]
    assert [one.state for one in photos] == ["ready", "ready"]
    assert buckets.names(PUBLIC) == sorted(
        one.rendition_name(width) for one in photos for width in (320, 800, 1600)
    )


@pytest.mark.filterwarnings(
    "ignore:Unclosed file:ResourceWarning"
)  # Wagtail's, of the rendition in the making
def test_editors_pictures_live_in_the_public_bucket(buckets, db, settings):
    # Wagtail remembers renditions there by the picture's id, which another test gives to another picture.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    picture = EditorialImage.objects.create(title="Rẫy", file=photo("red", size=(640, 480)))

    rendition = picture.get_rendition("width-320|format-webp")

    assert rendition.url == f"{buckets.address}/{PUBLIC}/{rendition.file.name}"
    with urllib.request.urlopen(rendition.url) as answer:
        assert Image.open(io.BytesIO(answer.read())).size == (320, 240)
    gc.collect()


def test_pages_may_show_pictures_of_the_public_bucket_alone():
    policy, desk_policy = in_settings(
        "CONTENT_SECURITY_POLICY",
        "DESK_CONTENT_SECURITY_POLICY",
        S3_ENDPOINT="https://s3.example/",
        S3_BUCKET_PUBLIC=PUBLIC,
        S3_BUCKET_PRIVATE=PRIVATE,
    )

    assert policy["DIRECTIVES"]["img-src"] == ["'self'", "https://s3.example/nong-san/", "data:", "blob:"]
    assert "; img-src 'self' https://s3.example/nong-san/ data: blob:; " in desk_policy


def test_pages_show_our_own_pictures_alone_where_there_is_no_store():
    policy, desk_policy = in_settings("CONTENT_SECURITY_POLICY", "DESK_CONTENT_SECURITY_POLICY")

    assert policy["DIRECTIVES"]["img-src"] == ["'self'", "data:", "blob:"]
    assert "; img-src 'self' data: blob:; " in desk_policy


@pytest.mark.parametrize(
    "named",
    [
        {"S3_BUCKET_PUBLIC": PUBLIC, "S3_BUCKET_PRIVATE": PRIVATE},
        {"S3_ENDPOINT": "https://s3.example", "S3_BUCKET_PUBLIC": PUBLIC},
        {"S3_ENDPOINT": "https://s3.example", "S3_BUCKET_PUBLIC": PUBLIC, "S3_BUCKET_PRIVATE": PUBLIC},
    ],
    ids=["no endpoint", "no private bucket", "one bucket for both"],
)
def test_a_store_that_is_named_by_half_is_refused(named):
    asked = asked_of_settings(("STORAGES",), **named)

    assert asked.returncode == 1
    assert "S3_ENDPOINT, S3_BUCKET_PUBLIC and S3_BUCKET_PRIVATE are set together" in asked.stderr


def test_one_machine_never_loads_the_library_of_the_store():
    code = "import django, sys; django.setup(); sys.exit('boto3' in sys.modules or 'storages' in sys.modules)"
    environment = os.environ | NOTHING_NAMED | {"DJANGO_SETTINGS_MODULE": "market.settings.dev"}

    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False).returncode == 0
    )
