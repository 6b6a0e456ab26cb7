"""How a personal value is kept so that the database alone does not give it away.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. A kept value is ``<key id>:<base64 of nonce + ciphertext>``;
the key id lets keys be rotated (``manage.py rotate_field_keys``). The name of the field is authenticated with it, so
a value moved to another column does not open. Look-ups go through a keyed blind index (HMAC-SHA256).
"""

import base64
import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
KEY_BYTES = 32


class CannotDecrypt(ValueError):
    """The kept value was changed, moved to another field, or its key is gone."""


@cache
def _keys(configured: tuple[str, ...]) -> dict[str, AESGCM]:
    keys = {}
    for entry in configured:
        name, _, encoded = entry.partition(":")
        secret = base64.b64decode(encoded)
        if not name or len(secret) != KEY_BYTES:
            message = "FIELD_KEYS: each entry is '<id>:<base64 of 32 bytes>'"
            raise ImproperlyConfigured(message)
        keys[name] = AESGCM(secret)
    if not keys:
        message = "FIELD_KEYS is empty: personal data cannot be stored"
        raise ImproperlyConfigured(message)
    return keys


def current_key_id() -> str:
    """The id of the key that new values are written with: the first of FIELD_KEYS."""
    return next(iter(_keys(tuple(settings.FIELD_KEYS))))


def key_id_of(kept: str) -> str:
    """The id of the key a kept value was written with."""
    return kept.partition(":")[0]


def encrypt(plain: str, *, field: str) -> str:
    """Encrypt text for one field ("app.model.column"); the same text gives another value each time."""
    return encrypt_bytes(plain.encode(), field=field)


def encrypt_bytes(plain: bytes, *, field: str) -> str:
    """Encrypt bytes for one field; see `encrypt`."""
    key_id = current_key_id()
    encrypt_with = _keys(tuple(settings.FIELD_KEYS))[key_id].encrypt
    return _sealed(key_id, encrypt_with, os.urandom(NONCE_BYTES), plain, field.encode())


def encrypt_many(plains: Sequence[str | None], *, field: str) -> list[str | None]:
    """The same as `encrypt` of each, the key looked up once; what is None or empty stays so."""
    key_id, bound = current_key_id(), field.encode()
    encrypt_with = _keys(tuple(settings.FIELD_KEYS))[key_id].encrypt
    nonces = os.urandom(NONCE_BYTES * len(plains))
    return [
        _sealed(key_id, encrypt_with, nonces[at : at + NONCE_BYTES], plain.encode(), bound)
        if plain
        else plain
        for at, plain in zip(range(0, len(nonces), NONCE_BYTES), plains, strict=True)
    ]


def _sealed(
    key_id: str,
    encrypt_with: Callable[[bytes, bytes, bytes], bytes],
    nonce: bytes,
    plain: bytes,
    bound: bytes,
) -> str:
    return f"{key_id}:{base64.b64encode(nonce + encrypt_with(nonce, plain, bound)).decode()}"


def decrypt(kept: str, *, field: str) -> str:
    """Open a kept value; CannotDecrypt when it was tampered with, moved, or its key is gone."""
    return decrypt_bytes(kept, field=field).decode()


def decrypt_bytes(kept: str, *, field: str) -> bytes:
    """Open kept bytes; see `decrypt`."""
    key_id, _, encoded = kept.partition(":")
    key = _keys(tuple(settings.FIELD_KEYS)).get(key_id)
    if key is None:
        message = f"{field}: no key named {key_id!r}"
        raise CannotDecrypt(message)
    sealed = base64.b64decode(encoded)
    try:
        return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], field.encode())
    except InvalidTag as error:
        message = f"{field}: the kept value does not open"
        raise CannotDecrypt(message) from error


def blind_index(plain: str, *, field: str) -> str:
    """A keyed digest (64 hex digits) by which an encrypted value is found without being opened."""
    return _digested(_index_key(settings.BLIND_INDEX_KEY), f"{field}\0{plain}")


def blind_index_many(plains: Iterable[str], *, field: str) -> list[str]:
    """The same of each, the key looked up once; "" stays ""."""
    key = _index_key(settings.BLIND_INDEX_KEY)
    return [_digested(key, f"{field}\0{plain}") if plain else "" for plain in plains]


@cache
def _index_key(encoded: str) -> bytes:
    if not encoded:
        message = "BLIND_INDEX_KEY is empty: personal data cannot be looked up"
        raise ImproperlyConfigured(message)
    return base64.b64decode(encoded)


def _digested(key: bytes, plain: str) -> str:
    return hmac.digest(key, plain.encode(), "sha256").hex()
