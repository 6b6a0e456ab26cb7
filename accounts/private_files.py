"""Where files lie that must never have a public address: scans, originals of photos, exports."""

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class WithoutAddress:
    """What makes a storage private: asking it for an address is an error of the program."""

    def url(self, name: str | None, *args: Any, **options: Any) -> str:
        message = f"{name} is private: serve it through a view that checks rights"
        raise ValueError(message)


class PrivateStorage(WithoutAddress, FileSystemStorage):
    """Files in a folder beside the media folder."""

    def __init__(self, **options: Any) -> None:
        super().__init__(location=settings.PRIVATE_ROOT, base_url=None, **options)


def private_storage() -> Storage:
    """The storage of private files of this installation (a callable, so that migrations hold no path)."""
    return storages["private"]
