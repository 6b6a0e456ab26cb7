"""How allauth finds a user's phone and keeps the secret of the second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Phones live on the user."""


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted at rest."""
