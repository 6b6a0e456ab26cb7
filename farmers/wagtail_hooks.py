"""What of this room does Wagtail have to know? The words of its history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from farmers.history import register_decision


@hooks.register("register_log_actions")
def register_certificate_decisions(actions: LogActionRegistry) -> None:
    """The decisions of farmers/certification.py."""
    register_decision(actions, "farmers.certificate_verified", _("Certificate verified"))
    register_decision(actions, "farmers.certificate_returned", _("Certificate returned"))
    register_decision(actions, "farmers.certificate_revoked", _("Certificate revoked"))
