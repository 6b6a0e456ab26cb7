"""Which kept values are still under an old key, and how do they come under the current one?

Each batch is one short transaction over rows in key order; a value is replaced only if it is still the one that was
read, so people may go on working. What is done needs no memory: a second run finds only what is left.
"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from accounts.encryption import current_key_id, decrypt, encrypt, key_id_of
from accounts.fields import EncryptedField
from accounts.second_factor import SECRET_FIELD

# Values of the authenticators' JSON that allauth hands to MFAAdapter.encrypt.
SECRETS_OF_AUTHENTICATOR = ("secret", "seed")


def encrypted_columns() -> list[EncryptedField]:
    """Every encrypted column of the project."""
    return [
        field
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedField)
    ]


def rotate_column(field: EncryptedField, *, batch: int) -> Iterator[int]:
    """Bring one column under the current key; yields after each batch how many values it changed."""
    current = Value(f"{current_key_id()}:")
    rows = field.model._base_manager.annotate(kept=Cast(field.attname, TextField()))
    old = rows.exclude(kept="").exclude(kept__startswith=current).order_by("pk")
    last = None
    while True:
        left = old.filter(pk__gt=last) if last is not None else old
        found = list(left.values_list("pk", "kept")[:batch])
        if not found:
            return
        with transaction.atomic():
            changed = sum(_replace(rows, field, pk, kept) for pk, kept in found)
        last = found[-1][0]
        yield changed


def _replace(rows: models.QuerySet, field: EncryptedField, pk: object, kept: str) -> int:
    renewed = encrypt(decrypt(kept, field=field.label), field=field.label)
    # As an expression, or the column would encrypt it once more.
    value = Value(renewed, output_field=TextField())
    return rows.filter(pk=pk, kept=kept).update(**{field.attname: value})


def rotate_second_factors(*, batch: int) -> Iterator[int]:
    """The same for the secrets of authenticator apps and recovery codes."""
    last = 0
    while True:
        with transaction.atomic():
            found = list(
                Authenticator.objects.select_for_update(no_key=True)
                .filter(pk__gt=last)
                .order_by("pk")[:batch]
            )
            changed = sum(_renew(authenticator) for authenticator in found)
        if not found:
            return
        last = found[-1].pk
        yield changed


def _renew(authenticator: Authenticator) -> int:
    old = [
        name
        for name in SECRETS_OF_AUTHENTICATOR
        if name in authenticator.data and key_id_of(authenticator.data[name]) != current_key_id()
    ]
    for name in old:
        plain = decrypt(authenticator.data[name], field=SECRET_FIELD)
        authenticator.data[name] = encrypt(plain, field=SECRET_FIELD)
    if old:
        authenticator.save(update_fields=["data"])
    return len(old)
