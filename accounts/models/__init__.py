"""The nouns of accounts."""

from accounts.models.consent import Consent
from accounts.models.handed_file import HandedFile
from accounts.models.invitation import Invitation
from accounts.models.message import Message
from accounts.models.notice import Notice
from accounts.models.provider_token import ProviderToken
from accounts.models.reading import Reading
from accounts.models.sign_in_code import SignInCode
from accounts.models.user import User
from accounts.models.worker import Worker

__all__ = [
    "Consent",
    "HandedFile",
    "Invitation",
    "Message",
    "Notice",
    "ProviderToken",
    "Reading",
    "SignInCode",
    "User",
    "Worker",
]
