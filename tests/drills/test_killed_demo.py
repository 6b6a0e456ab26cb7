"""The loading of the demo is killed half-way; the next one loads all of it, and a third one changes nothing."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import FileSystemStorage

from farmers.models import Farm
from market.demo.content import rows
from products.models import ProductPhoto
from products.models.photo import WIDTHS_PX
from tests.drills.processes import kill, running, until
from tests.house.source import ROOMS
from traceability.ledger import broken_links

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def counts():
    """How many rows each of our tables holds."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]
    return {model.__name__: model.objects.count() for model in ours}


def pictures(folder):
    return list(Path(folder).rglob("*.webp"))


def load(folder):
    with running("manage.py", "seed_demo", VAR_DIR=str(folder), REDIS_URL="") as process:
        assert process.wait(timeout=50) == 0


def test_a_demo_killed_half_way_is_loaded_whole_by_the_next_run(tmp_path):
    before = counts()
    with running("manage.py", "seed_demo", VAR_DIR=str(tmp_path), REDIS_URL="") as process:
        assert until(lambda: len(pictures(tmp_path)) > 150)
        kill(process)
    assert counts() == before

    load(tmp_path)
    loaded = counts()

    meant = {"Farmer": "farmer", "Product": "product", "Certificate": "certificate"}
    assert {name: loaded[name] for name in meant} == {name: len(rows(kind)) for name, kind in meant.items()}
    assert loaded["ProductPhoto"] >= loaded["Product"] == loaded["Offer"]
    kept = FileSystemStorage(tmp_path / "media")
    assert set(ProductPhoto.objects.values_list("state", flat=True)) == {"ready"}
    assert all(
        kept.size(photo.rendition_name(width)) for photo in ProductPhoto.objects.all() for width in WIDTHS_PX
    )
    assert [links for farm in Farm.objects.all() if (links := list(broken_links(farm)))] == []
    load(tmp_path)
    assert counts() == loaded
