"""Settings of the server that a drill starts: as at home, with static files taken from where they lie."""

from market.settings.dev import *  # noqa: F403 this is one more of them
from market.settings.dev import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
