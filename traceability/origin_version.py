"""Has an origin page changed since somebody last saw it? Answered without rendering it."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import get_language

from traceability.provenance import Story


def etag_of(story: Story) -> str:
    """A weak ETag: the story, the language, and the templates, texts and files it is told with."""
    told_with = _release() if settings.DEBUG else _kept_release()
    seen = hashlib.sha256(f"{told_with} {get_language()} {story!r}".encode())
    return f'W/"{seen.hexdigest()[:32]}"'


def _release() -> str:
    digest = hashlib.sha256(getattr(staticfiles_storage, "manifest_hash", "").encode())
    folders: list[Path] = [settings.ROOT / "templates", settings.ROOT / "locale"]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if path.suffix in {".html", ".mo"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


# Templates and texts change with a new release, which starts new processes.
_kept_release = cache(_release)
