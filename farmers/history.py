"""How is something that was done to a record told in its history?

Who and when stand beside it; here it is said what: the deed, from which value to which, and why. Of texts that people
wrote only the name of the column is told: what stood there may be somebody's, and history is never erased.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from accounts.models import Consent
from farmers.models import Branch
from vietnam.money import format_vnd

MONEY = "_vnd"


class Decision(LogFormatter):
    """What was decided, what changed by it, followed by the reason when one was given."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        parts = [str(self.message), *changes_told(log_entry)]
        if reason := log_entry.data.get("reason"):
            parts.append(reason)
        return f"{parts[0]}: {'; '.join(parts[1:])}" if parts[1:] else parts[0]


class Correction(LogFormatter):
    """Which columns of a record were corrected, by the names they have on the screen."""

    model: type[models.Model]

    def format_message(self, log_entry: ModelLogEntry) -> str:
        columns = {field.name: str(field.verbose_name) for field in self.model._meta.fields}
        names = ", ".join(columns.get(name, name) for name in log_entry.data.get("columns", []))
        parts = [part for part in (names, *changes_told(log_entry)) if part]
        return f"{self.message}: {'; '.join(parts)}" if parts else str(self.message)


class Withdrawal(LogFormatter):
    """Which consents were taken back."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        words = dict(Consent.Purpose.choices)
        purposes = [str(words.get(one, one)) for one in log_entry.data.get("purposes", [])]
        return f"{self.message}: {'; '.join(purposes)}" if purposes else str(self.message)


def register_correction(
    actions: LogActionRegistry, action: str, told: Promise | str, model: type[models.Model]
) -> None:
    """The same for corrections of a model's columns."""
    told_of = {"label": told, "message": told, "model": model}
    actions.register_action(action)(type("Told", (Correction,), told_of))


def register_decision(actions: LogActionRegistry, action: str, told: Promise | str) -> None:
    """Let the history know an action of a verb; Wagtail refuses to write one it does not know."""
    actions.register_action(action)(type("Told", (Decision,), {"label": told, "message": told}))


def register_withdrawal(actions: LogActionRegistry, action: str, told: Promise | str) -> None:
    """The same for consents that were taken back."""
    actions.register_action(action)(type("Told", (Withdrawal,), {"label": told, "message": told}))


def changes_told(log_entry: ModelLogEntry) -> list[str]:
    """What changed, in words: "tình trạng: chờ duyệt → đang sinh hoạt"; of texts, and of what is not shown, the names."""
    changes = log_entry.data.get("changes")
    if not isinstance(changes, dict) or not changes:
        return []
    model = ContentType.objects.get_for_id(log_entry.content_type_id).model_class()
    fields = {field.name: field for field in model._meta.fields} if model else {}
    told, named = [], []
    for column, values in changes.items():
        field = fields.get(column)
        words = list(_values_told(column, field, values)) if _is_a_pair(values) else []
        name = str(field.verbose_name) if field else ""
        if len(words) == 2:
            pair = f"{words[0] or '–'} → {words[1] or '–'}"
            told.append(f"{name}: {pair}" if name else pair)
        elif name:
            named.append(name)
    if named:
        told.append(_("changed: %(columns)s") % {"columns": ", ".join(named)})
    return [capfirst(one) for one in told]


def _is_a_pair(values: Any) -> bool:
    return isinstance(values, list) and len(values) == 2


def _values_told(column: str, field: models.Field | None, values: list[Any]) -> Iterator[str]:
    """Both values in words; nothing where the column holds what somebody wrote."""
    if column.endswith(MONEY):
        yield from (format_vnd(int(value)) if value not in {None, ""} else "" for value in values)
    elif field is None:
        return
    elif field.choices:
        words = {str(key): str(said) for key, said in field.flatchoices}
        yield from (words.get(str(value), str(value or "")) for value in values)
    elif isinstance(field, models.BooleanField):
        yield from (_("yes") if value in {True, "True"} else _("no") for value in values)
    elif isinstance(field, models.ForeignKey):
        yield from _records_told(field, values)
    elif isinstance(field, models.DateField):
        yield from (_day_told(value) for value in values)
    elif isinstance(field, models.IntegerField):
        yield from (str(value if value is not None else "") for value in values)


def _records_told(field: models.ForeignKey, values: list[Any]) -> Iterator[str]:
    """Branches by their name, any other record by its number."""
    if field.related_model is Branch:
        names = dict(Branch.objects.filter(pk__in=[one for one in values if one]).values_list("pk", "name"))
        yield from (names.get(value, "") for value in values)
        return
    yield from (_("record %(number)s") % {"number": value} if value else "" for value in values)


def _day_told(value: Any) -> str:
    try:
        return date_format(date.fromisoformat(str(value)[:10]), "SHORT_DATE_FORMAT")
    except ValueError:
        return ""
