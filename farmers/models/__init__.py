"""The nouns of farmers."""

from farmers.models.branch import Branch, Officer
from farmers.models.certificate import Certificate, Coverage
from farmers.models.farmer import Farm, Farmer, FarmerPerson
from farmers.models.member import Member

__all__ = ["Branch", "Certificate", "Coverage", "Farm", "Farmer", "FarmerPerson", "Member", "Officer"]
