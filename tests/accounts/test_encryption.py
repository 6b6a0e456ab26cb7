import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.encryption import (
    CannotDecrypt,
    blind_index,
    current_key_id,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
    key_id_of,
)

FIELD = "farmers.member.citizen_id"
OLD = "k1:" + base64.b64encode(b"o" * 32).decode()
NEW = "k2:" + base64.b64encode(b"n" * 32).decode()


def test_encrypt_gives_back_what_went_in_and_never_the_same_twice():
    kept = encrypt("064085000123", field=FIELD)

    assert decrypt(kept, field=FIELD) == "064085000123"
    assert encrypt("064085000123", field=FIELD) != kept
    assert "064085000123" not in kept


def test_encrypt_bytes_keeps_bytes():
    assert decrypt_bytes(encrypt_bytes(b"\x00\xff", field=FIELD), field=FIELD) == b"\x00\xff"


def test_decrypt_refuses_a_changed_value():
    key_id, _, body = encrypt("064085000123", field=FIELD).partition(":")
    raw = bytearray(base64.b64decode(body))
    raw[-1] ^= 1

    with pytest.raises(CannotDecrypt):
        decrypt(f"{key_id}:{base64.b64encode(raw).decode()}", field=FIELD)


def test_decrypt_refuses_a_value_moved_to_another_column():
    kept = encrypt("064085000123", field=FIELD)

    with pytest.raises(CannotDecrypt):
        decrypt(kept, field="farmers.member.old_id")


def test_decrypt_says_which_key_is_gone(settings):
    settings.FIELD_KEYS = [OLD]
    kept = encrypt("064085000123", field=FIELD)
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(CannotDecrypt, match="no key named 'k1'"):
        decrypt(kept, field=FIELD)


def test_a_new_first_key_is_written_with_and_the_old_one_still_opens(settings):
    settings.FIELD_KEYS = [OLD]
    kept = encrypt("064085000123", field=FIELD)
    settings.FIELD_KEYS = [NEW, OLD]

    assert decrypt(kept, field=FIELD) == "064085000123"
    assert current_key_id() == "k2"
    assert key_id_of(encrypt("x", field=FIELD)) == "k2"


def test_blind_index_depends_on_value_field_and_key(settings):
    first = blind_index("064085000123", field=FIELD)

    assert len(first) == 64
    assert first == blind_index("064085000123", field=FIELD)
    assert first != blind_index("064085000124", field=FIELD)
    assert first != blind_index("064085000123", field="farmers.member.old_id")
    settings.BLIND_INDEX_KEY = base64.b64encode(b"x" * 32).decode()
    assert first != blind_index("064085000123", field=FIELD)


@pytest.mark.parametrize("keys", [[], ["k1:" + base64.b64encode(b"short").decode()], [":" + OLD[3:]]])
def test_a_wrong_configuration_of_keys_is_refused(settings, keys):
    settings.FIELD_KEYS = keys

    with pytest.raises(ImproperlyConfigured):
        encrypt("x", field=FIELD)


def test_without_a_blind_index_key_nothing_is_looked_up(settings):
    settings.BLIND_INDEX_KEY = ""

    with pytest.raises(ImproperlyConfigured):
        blind_index("x", field=FIELD)
