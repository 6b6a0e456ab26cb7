"""One machine at home: no configuration needed, nothing here is fit for the open net."""

from pathlib import Path

from market.settings.base import *
from market.settings.base import DATABASES, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="only-for-this-machine-not-for-the-open-net-0123456789")
FIELD_KEYS = env.list("FIELD_KEYS", default=["dev1:b25seS1mb3ItdGhpcy1tYWNoaW5lLW5vdC1vcGVuLTE="])
BLIND_INDEX_KEY = env("BLIND_INDEX_KEY", default="b25seS1mb3ItdGhpcy1tYWNoaW5lLWluZGV4LWtleTE=")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
