"""The nouns of farmers."""

from farmers.models.branch import Branch, Officer
from farmers.models.certificate import Certificate, Coverage
from farmers.models.claim import Claim, HelperInvitation
from farmers.models.farmer import Farm, Farmer, FarmerPerson
from farmers.models.figures import BranchFigures, ExportLayout, FiguresToken
from farmers.models.intake import Intake, IntakeRow
from farmers.models.member import CardCounter, Member
from farmers.models.member_records import MemberConfidence, MembershipStep, MemberSupport
from farmers.models.privacy import DataRequest, Incident, RecordedConsent

__all__ = [
    "Branch",
    "BranchFigures",
    "CardCounter",
    "Certificate",
    "Claim",
    "Coverage",
    "DataRequest",
    "ExportLayout",
    "Farm",
    "Farmer",
    "FarmerPerson",
    "FiguresToken",
    "HelperInvitation",
    "Incident",
    "Intake",
    "IntakeRow",
    "Member",
    "MemberConfidence",
    "MemberSupport",
    "MembershipStep",
    "Officer",
    "RecordedConsent",
]
