"""Which columns keep text clean, findable without accents, or unreadable to whoever holds only the database."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.encryption import blind_index, decrypt, encrypt
from vietnam.text import fold, nfc

E164 = re.compile(r"\+[1-9][0-9]{7,14}")


def validate_e164(value: str) -> None:
    """Refuse a phone that is not in E.164 form ("+84905123456")."""
    if not E164.fullmatch(value):
        raise ValidationError(_("Enter a phone number of 10 digits, for example 0905 123 456."), code="phone")


class TextLine(models.CharField):
    """A line of text, kept in NFC, without spaces around it."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return nfc(value).strip() if isinstance(value, str) else value


class TextBlock(models.TextField):
    """Text of several lines, kept in NFC."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return nfc(value) if isinstance(value, str) else value


class PhoneField(models.CharField):
    """A phone number in E.164 form."""

    default_validators = [validate_e164]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        super().__init__(*args, **kwargs)


class FoldedField(models.CharField):
    """The accent-free copy of other columns, filled in pre_save (also in bulk_create), for search.

    `sources` are names of columns of the same row; their folded texts are joined by a space.
    """

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs["editable"] = False
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def folded(self, model_instance: models.Model) -> str:
        """What the copy of a record is, saved or not."""
        texts = (str(getattr(model_instance, source) or "") for source in self.sources)
        return fold(" ".join(texts))[: self.max_length]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 Django's signature
        folded = self.folded(model_instance)
        setattr(model_instance, self.attname, folded)
        return folded


class EncryptedField(models.TextField):
    """Text that only this application can read; "" stays ""."""

    @property
    def label(self) -> str:
        """What the value is bound to: another column cannot open it."""
        return f"{self.model._meta.label_lower}.{self.attname}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(nfc(value), field=self.label) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value, field=self.label) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it empty" can be asked of the database: equality goes through a BlindIndexField."""
        if lookup_name not in {"isnull", "exact"}:
            return None
        return super().get_lookup(lookup_name)


class EncryptedDateField(EncryptedField):
    """A date that only this application can read."""

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        return encrypt(value.isoformat(), field=self.label) if value else None

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        plain = super().from_db_value(value, expression, connection)
        return date.fromisoformat(plain) if plain else None

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) and value else value


class CodedField(models.CharField):
    """One of a few codes, kept as a keyed digest: the database can count equal ones, but not say what they mean.

    `choices` are all codes there can be; "" stays "". How often a value occurs stays visible, so a common one can be
    guessed by whoever holds the database (docs/decisions/0032).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 64
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    @property
    def label(self) -> str:
        """What the digest is bound to: the same code in another column has another one."""
        return f"{self.model._meta.label_lower}.{self.attname}"

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {blind_index(str(code), field=self.label): str(code) for code, _words in self.flatchoices}

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return blind_index(value, field=self.label) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return self._codes[value] if value else value


def digits_only(value: str) -> str:
    """A number as it is compared: digits alone."""
    return re.sub(r"\D", "", value)


class BlindIndexField(models.CharField):
    """The keyed digest of an encrypted column of the same row; "" for an empty value."""

    def __init__(
        self, *args: Any, source: str = "", normalise: Callable[[str], str] = digits_only, **kwargs: Any
    ) -> None:
        self.source = source
        self.normalise = normalise
        kwargs["max_length"] = 64
        kwargs["editable"] = False
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        kwargs["normalise"] = self.normalise
        return name, path, args, kwargs

    def digest(self, plain: str) -> str:
        """The index of a value somebody types, to look it up by."""
        return blind_index(self.normalise(plain), field=f"{self.model._meta.label_lower}.{self.source}")

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 Django's signature
        plain = getattr(model_instance, self.source) or ""
        value = self.digest(plain) if plain else ""
        setattr(model_instance, self.attname, value)
        return value
