"""What of this room does Wagtail have to know? The words of its history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from farmers.history import register_decision


@hooks.register("register_log_actions")
def register_label_decisions(actions: LogActionRegistry) -> None:
    """The verbs of traceability/labels.py and shown_labels.py."""
    register_decision(actions, "traceability.labels_printed", _("Labels printed"))
    register_decision(actions, "traceability.labels_reprinted", _("Labels printed again"))
    register_decision(actions, "traceability.labels_voided", _("Labels made void"))
    register_decision(actions, "traceability.code_made", _("Code made to be shown"))
