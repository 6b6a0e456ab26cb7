"""How is a decision told in the history of a record?"""

from django.db import models
from django.utils.functional import Promise
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


class Decision(LogFormatter):
    """What was decided, followed by the reason when one was given."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        reason = log_entry.data.get("reason")
        return f"{self.message}: {reason}" if reason else str(self.message)


class Correction(LogFormatter):
    """Which columns of a record were corrected, by the names they have on the screen."""

    model: type[models.Model]

    def format_message(self, log_entry: ModelLogEntry) -> str:
        columns = {field.name: str(field.verbose_name) for field in self.model._meta.fields}
        names = ", ".join(columns[name] for name in log_entry.data["columns"])
        return f"{self.message}: {names}"


def register_correction(
    actions: LogActionRegistry, action: str, told: Promise | str, model: type[models.Model]
) -> None:
    """The same for corrections of a model's columns."""
    told_of = {"label": told, "message": told, "model": model}
    actions.register_action(action)(type("Told", (Correction,), told_of))


def register_decision(actions: LogActionRegistry, action: str, told: Promise | str) -> None:
    """Let the history know an action of a verb; Wagtail refuses to write one it does not know."""
    actions.register_action(action)(type("Told", (Decision,), {"label": told, "message": told}))
