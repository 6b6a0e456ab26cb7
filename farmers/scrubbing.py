"""How is a person taken out of what is kept about a deed: the history of records, and the words of officers?"""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from farmers.person_words import PersonWords

CHUNK = 500


def erased_name() -> str:
    """What stands where a person's name stood."""
    with override("vi"):
        return _("Person whose name was deleted")


def erased_words() -> str:
    """What stands where words about a person stood and the table wants some."""
    with override("vi"):
        return _("Deleted at the person's request")


def scrub_history(
    model: type[models.Model],
    ids: Iterable[int],
    words: PersonWords,
    *,
    label: str = "",
    keeps_reasons: bool = False,
) -> None:
    """Take a person out of the history of records: what they were called, and words in which they stand.

    With a `label` every entry gets it, because it held the person's name; reasons go too unless `keeps_reasons`.
    """
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in ids]
    )
    changed: list[ModelLogEntry] = []
    for entry in entries.only("label", "data").iterator(chunk_size=CHUNK):
        was = (entry.label, entry.data)
        entry.label = label or words.taken_out(entry.label) or erased_name()
        entry.data = words.taken_out(entry.data)
        if not keeps_reasons and entry.data.get("reason"):
            entry.data = entry.data | {"reason": erased_words()}
        if (entry.label, entry.data) != was:
            changed.append(entry)
    ModelLogEntry.objects.bulk_update(changed, ["label", "data"], batch_size=CHUNK)


def scrub_words(
    rows: "models.QuerySet[Any]", words: PersonWords, columns: Collection[str], *, always: bool = False
) -> None:
    """Put a fixed sentence in place of texts in which a person stands, or of every text when `always`."""
    for row in rows.only("pk", *columns).iterator(chunk_size=CHUNK):
        told = {
            column: erased_words()[: row._meta.get_field(column).max_length]
            for column in columns
            if getattr(row, column) and (always or words.stand_in(getattr(row, column)))
        }
        if told:
            type(row)._base_manager.filter(pk=row.pk).update(**told)
