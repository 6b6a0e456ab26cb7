"""How is a decision told in the history of a record?"""

from django.utils.functional import Promise
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


class Decision(LogFormatter):
    """What was decided, followed by the reason when one was given."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        reason = log_entry.data.get("reason")
        return f"{self.message}: {reason}" if reason else str(self.message)


def register_decision(actions: LogActionRegistry, action: str, told: Promise | str) -> None:
    """Let the history know an action of a verb; Wagtail refuses to write one it does not know."""
    actions.register_action(action)(type("Told", (Decision,), {"label": told, "message": told}))
