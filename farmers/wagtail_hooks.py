"""What of this room does Wagtail have to know? The words of its history."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from farmers.history import register_correction, register_decision, register_withdrawal
from farmers.models import Member, MemberConfidence, MemberSupport


@hooks.register("register_log_actions")
def register_certificate_decisions(actions: LogActionRegistry) -> None:
    """The decisions of farmers/certification.py."""
    register_decision(actions, "farmers.certificate_entered", _("Entered from a list of papers"))
    register_decision(actions, "farmers.certificate_verified", _("Certificate verified"))
    register_decision(actions, "farmers.coverage_confirmed", _("More of the coverage confirmed"))
    register_decision(actions, "farmers.coverage_left_out", _("Part of the coverage not borne out"))
    register_decision(actions, "farmers.certificate_returned", _("Certificate returned"))
    register_decision(actions, "farmers.certificate_revoked", _("Certificate revoked"))


@hooks.register("register_log_actions")
def register_member_corrections(actions: LogActionRegistry) -> None:
    """The corrections of farmers/correcting.py."""
    register_correction(actions, "farmers.member_corrected", _("Record corrected"), Member)


@hooks.register("register_log_actions")
def register_steps_of_membership(actions: LogActionRegistry) -> None:
    """The verbs of farmers/membership.py and farmers/merging.py."""
    register_decision(actions, "farmers.member_registered", _("Registered as an applicant"))
    register_decision(actions, "farmers.member_admitted", _("Admitted"))
    register_decision(actions, "farmers.member_refused", _("Not admitted"))
    register_decision(actions, "farmers.member_suspended", _("Membership suspended"))
    register_decision(actions, "farmers.member_left", _("Left the association"))
    register_decision(actions, "farmers.member_returned", _("Back in the association"))
    register_decision(actions, "farmers.member_moved", _("Moved to another branch"))
    register_decision(actions, "farmers.member_merged", _("Merged into another record"))
    register_decision(actions, "farmers.member_kept", _("Another record was merged into this one"))
    register_decision(actions, "farmers.member_unmerged", _("Merging taken back"))


@hooks.register("register_log_actions")
def register_own_words(actions: LogActionRegistry) -> None:
    """What farmers do themselves: farmers/own_page.py and farmers/leaving.py."""
    register_decision(actions, "farmers.page_kept", _("Public page changed by the farmer"))
    register_decision(actions, "farmers.acting_ended", _("Left the market"))


@hooks.register("register_log_actions")
def register_offices(actions: LogActionRegistry) -> None:
    """The verbs of farmers/offices.py."""
    register_decision(actions, "farmers.officer_appointed", _("Appointed"))
    register_decision(actions, "farmers.officer_ended", _("Office ended"))
    register_decision(actions, "farmers.officer_sensitive", _("Right to see sensitive data changed"))
    register_decision(actions, "farmers.officer_invited", _("New invitation made"))


@hooks.register("register_log_actions")
def register_lists_of_an_operator(actions: LogActionRegistry) -> None:
    """What `manage.py export_members` took along."""
    register_decision(actions, "farmers.members_exported", _("List of members written by an operator"))


@hooks.register("register_log_actions")
def register_personal_data(actions: LogActionRegistry) -> None:
    """The verbs of farmers/data_requests.py, withdrawing.py, anonymising.py and incidents.py."""
    register_decision(actions, "farmers.data_request_asked", _("Request about personal data noted"))
    register_decision(actions, "farmers.data_request_answered", _("Request answered"))
    register_decision(actions, "farmers.data_request_extended", _("Time to do it extended"))
    register_decision(actions, "farmers.data_request_closed", _("Request closed"))
    register_withdrawal(actions, "farmers.consent_withdrawn", _("Consent withdrawn"))
    register_decision(actions, "farmers.person_anonymised", _("Personal data deleted"))
    register_decision(actions, "farmers.incident_reported", _("Breach noted"))
    register_decision(actions, "farmers.incident_notified", _("Authority told"))
    register_decision(actions, "farmers.incident_people_told", _("People told"))
    register_decision(actions, "farmers.incident_closed", _("Breach closed"))


@hooks.register("register_log_actions")
def register_entries_beside_members(actions: LogActionRegistry) -> None:
    """The verbs of farmers/confiding.py, consent_recording.py and supporting.py."""
    register_correction(actions, "farmers.member_confided", _("Sensitive data entered"), MemberConfidence)
    register_withdrawal(actions, "farmers.consent_recorded", _("Consent recorded"))
    register_correction(actions, "farmers.support_added", _("Support entered"), MemberSupport)
    register_correction(actions, "farmers.support_corrected", _("Support corrected"), MemberSupport)
    register_correction(actions, "farmers.support_removed", _("Support taken out"), MemberSupport)


@hooks.register("register_log_actions")
def register_households(actions: LogActionRegistry) -> None:
    """The verbs of farmers/taking_in.py, claiming.py and helping.py."""
    register_decision(actions, "farmers.farmer_taken_in", _("Household entered by an officer"))
    register_decision(actions, "farmers.member_claimed", _("Record joined to a login"))
    register_decision(actions, "farmers.farmer_handed_over", _("Farmer handed to a login"))
    register_decision(actions, "farmers.helper_invited", _("Helper asked"))
    register_decision(actions, "farmers.helper_accepted", _("Helper said yes"))
    register_decision(actions, "farmers.helper_declined", _("Helper said no"))
    register_decision(actions, "farmers.helper_uninvited", _("Helper no longer asked"))
    register_decision(actions, "farmers.helper_revoked", _("Helper taken off"))


@hooks.register("register_log_actions")
def register_figures(actions: LogActionRegistry) -> None:
    """The verbs of farmers/reporting/entering.py and tokens.py."""
    register_decision(actions, "farmers.figures_entered", _("Figures of a quarter entered"))
    register_decision(actions, "farmers.figures_token_given", _("Token for figures given"))
    register_decision(actions, "farmers.figures_token_revoked", _("Token for figures taken back"))


@hooks.register("register_log_actions")
def register_intakes(actions: LogActionRegistry) -> None:
    """The verbs of farmers/importing/bringing.py."""
    register_decision(actions, "farmers.intake_brought", _("List brought"))
    register_decision(actions, "farmers.intake_confirmed", _("Columns confirmed"))
    register_decision(actions, "farmers.intake_written", _("Written into the register"))
    register_decision(actions, "farmers.intake_undone", _("Taken back"))
    register_decision(actions, "farmers.intake_dropped", _("Given up"))
    register_decision(actions, "farmers.intake_report_taken", _("Rows to correct downloaded"))
