"""What of this room does Wagtail have to know? The words of its history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from farmers.history import register_correction, register_decision
from farmers.models import Member


@hooks.register("register_log_actions")
def register_certificate_decisions(actions: LogActionRegistry) -> None:
    """The decisions of farmers/certification.py."""
    register_decision(actions, "farmers.certificate_verified", _("Certificate verified"))
    register_decision(actions, "farmers.coverage_confirmed", _("More of the coverage confirmed"))
    register_decision(actions, "farmers.certificate_returned", _("Certificate returned"))
    register_decision(actions, "farmers.certificate_revoked", _("Certificate revoked"))


@hooks.register("register_log_actions")
def register_member_corrections(actions: LogActionRegistry) -> None:
    """The corrections of farmers/correcting.py."""
    register_correction(actions, "farmers.member_corrected", _("Record corrected"), Member)
