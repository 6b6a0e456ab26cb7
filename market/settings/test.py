"""What the tests run on: real parts, files in a folder of their own, tasks run at once unless a test says otherwise."""

import os
import tempfile
from pathlib import Path

from market.settings.base import *
from market.settings.base import CACHES, DATABASES, STORAGES

SECRET_KEY = "test-secret-key-of-no-worth-0123456789-abcdefghij"  # noqa: S105 protects nothing
FIELD_KEYS = ["t1:dGVzdC1rZXktb2Ytbm8td29ydGgtMDEyMzQ1Njc4OTA="]
BLIND_INDEX_KEY = "dGVzdC1pbmRleC1rZXktb2Ytbm8td29ydGgtMDEyMzQ="
ALLOWED_HOSTS = ["*"]

_files = Path(tempfile.mkdtemp(prefix="chonongdan-test-"))
MEDIA_ROOT = _files / "media"
PRIVATE_ROOT = _files / "private"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: browser journeys and worker processes open it too.
    DATABASES["default"]["TEST"] = {"NAME": str(_files / "test.sqlite3")}

# Test processes share one Redis: each keeps to its own keys.
CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
