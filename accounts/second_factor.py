"""How allauth, which leads through the second step, learns how things stand here: a phone, no e-mail, no password."""

from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from accounts.client_address import client_address
from accounts.encryption import decrypt, encrypt
from accounts.models import User
from vietnam.phones import format_local

# What a kept secret is bound to (accounts/encryption.py).
SECRET_FIELD = "mfa.authenticator.data"  # noqa: S105 a name


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the user set up an authenticator app."""
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


def proven_at(request: HttpRequest) -> float | None:
    """When this session last gave the second factor (seconds since 1970); None if never."""
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records if record.get("method") == "mfa"), default=None)


class AccountAdapter(DefaultAccountAdapter):
    """A user is a phone that is proven already; the only way to prove oneself again is the second factor."""

    def get_phone(self, user: User) -> tuple[str, bool]:
        return user.phone, user.phone_verified

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has no second factor yet has nothing to prove oneself with; setting one up asks for nothing."""
        return has_second_factor(context.request.user)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """The authenticator app alone: nobody here signs in with a password, not even one who has it."""
        if not has_second_factor(user):
            return []
        return [
            {
                "id": "mfa_reauthenticate",
                "description": _("Use the code of the app"),
                "url": reverse("mfa_reauthenticate"),
            }
        ]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever works with a second factor works at the desk."""
        if has_second_factor(request.user):
            return reverse("wagtailadmin_home")
        return super().get_login_redirect_url(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("This account is closed. Ask your commune's Association."))
        return redirect("accounts:sign_in")


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted at rest, and the app shows the phone as the name of the account."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": gettext_lazy(
            "Set up the authenticator app first, then recovery codes can be made."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text, field=SECRET_FIELD)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, field=SECRET_FIELD)

    def get_totp_label(self, user: User) -> str:
        return f"{self.get_totp_issuer()}:{format_local(user.phone)}"

    def build_totp_svg(self, url: str) -> str:
        """A QR code that brings its own white ground, or no camera reads it from a dark page."""
        target = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(target)
        return target.getvalue().decode()
