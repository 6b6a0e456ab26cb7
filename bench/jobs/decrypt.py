"""How dear is it to open a kept personal value, as an export does 20,000 times?"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.encryption import decrypt as open_value
from accounts.encryption import encrypt
from bench import Sides, measured

FIELD = "farmers.member.citizen_id"
VALUES = 20_000


@measured(job="accounts.encryption.decrypt of 20,000 values", floor="bare AES-GCM of the same", required=5.0)
def decrypt() -> Sides:
    """Twelve digits each, as the register keeps them."""
    plain = [f"{number:012d}" for number in range(VALUES)]
    kept = [encrypt(text, field=FIELD) for text in plain]
    key, nonce = AESGCM(os.urandom(32)), os.urandom(12)
    sealed = [key.encrypt(nonce, text.encode(), FIELD.encode()) for text in plain]
    return Sides(
        job=lambda: [open_value(value, field=FIELD) for value in kept],
        floor=lambda: [key.decrypt(nonce, value, FIELD.encode()) for value in sealed],
    )
