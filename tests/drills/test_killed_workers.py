"""A worker is killed, as by a power failure, in the middle of photos and of a workbook; another one goes on."""

import hashlib
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from python_calamine import CalamineWorkbook

from accounts.handing_out import hand_out, open_handed
from accounts.models import HandedFile
from accounts.workbooks import XLSX
from farmers.models import Member
from products.models import ProductPhoto
from products.models.photo import WIDTHS_PX
from products.photos import prepare_photo
from tests.drills.processes import kill, until, worker
from tests.factories.farmers import MemberFactory, commune, officer
from tests.factories.products import ProductFactory

PHOTOS, SIZE_PX = 16, (2560, 1920)
MEMBERS = 40_000

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("tasks_in_the_database"),
]


def files_below(folder):
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


def wait_for_the_end(**environment):
    """Let another worker do all that is left."""
    with worker(**environment):
        assert until(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())


def test_photos_of_a_killed_worker_are_prepared_by_another():
    product = ProductFactory()
    content = io.BytesIO()
    Image.effect_noise(SIZE_PX, 40).convert("RGB").save(content, "JPEG", quality=88)
    name = storages["private"].save("originals/drill.jpg", ContentFile(content.getvalue()))
    photos = [
        ProductPhoto.objects.create(product=product, position=place, original=name) for place in range(PHOTOS)
    ]
    for one in photos:
        prepare_photo.enqueue(one.pk)

    def ready():
        return ProductPhoto.objects.filter(state="ready").count()

    for done in (2, 6):
        with worker() as process:
            assert until(lambda done=done: ready() >= done)
            kill(process)
        assert ready() < PHOTOS
    assert DBTaskResult.objects.filter(status="RUNNING").exists()
    wait_for_the_end()

    sizes = {(photo.state, photo.width_px, photo.height_px) for photo in ProductPhoto.objects.all()}
    assert sizes == {("ready", 1600, 1200)}
    renditions = {photo.rendition_name(width): width for photo in photos for width in WIDTHS_PX}
    for rendition, width in renditions.items():
        with storages["default"].open(rendition) as file, Image.open(file) as picture:
            picture.load()
            assert (picture.format, picture.size) == ("WEBP", (width, width * 3 // 4))
    keys = {photo.key for photo in photos}
    kept = [path for path in files_below(settings.MEDIA_ROOT) if Path(path).stem.rpartition("-")[0] in keys]
    assert kept == sorted(renditions)


def test_a_workbook_of_a_killed_worker_is_written_whole_by_another(tmp_path):
    branch = commune()
    Member.objects.bulk_create(MemberFactory.build_batch(MEMBERS, branch=branch), batch_size=500)
    handed = hand_out(
        kind="members",
        scope=branch.path,
        user=officer(branch=branch),
        name="hoi-vien.xlsx",
        content_type=XLSX,
        at=timezone.now(),
    )
    scratch = {"TMPDIR": str(tmp_path)}

    def rows():
        handed.refresh_from_db()
        return handed.rows_done if handed.state == "writing" else 0

    for done in (2_000, 10_000):
        with worker(**scratch) as process:
            assert until(lambda done=done: rows() >= done)
            kill(process)
        handed.refresh_from_db()
        assert handed.state == "writing"
        assert files_below(tmp_path) == []  # rows on their way lie nowhere to be read
    wait_for_the_end(**scratch)

    handed.refresh_from_db()
    content = b"".join(open_handed(handed))
    assert (handed.state, handed.rows_done, handed.rows_expected) == ("ready", MEMBERS, MEMBERS)
    assert hashlib.sha256(content).hexdigest() == handed.sha256
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    written = [row for row in cells if isinstance(row[0], float)]
    assert [row[0] for row in written] == list(range(1, MEMBERS + 1))
    assert len({row[1] for row in written}) == MEMBERS
    assert files_below(tmp_path) == []
    kept = [path for path in files_below(settings.PRIVATE_ROOT) if str(handed.pk) in path]
    assert kept == [handed.file.name]
    assert not HandedFile.objects.exclude(state="ready").exists()
