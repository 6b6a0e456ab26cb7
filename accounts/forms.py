"""What is typed to come in: a phone, a code, a token."""

import re
from typing import Any

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.inviting import needs_invitation, spend_invitation
from accounts.models import User
from accounts.signing_in import DIGITS
from accounts.tokens import digits_in, spend_token, step_of
from vietnam import phones

# Room for spaces that come along when a code is pasted.
PASTED_CODE_LENGTH = 20


def code_widget() -> forms.TextInput:
    """An input that phones fill from a message and show digits for."""
    return forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
            "spellcheck": "false",
        }
    )


class PhoneForm(forms.Form):
    """Which phone is it?"""

    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=40,
        error_messages={"required": _("Type your mobile number, for example 0905 123 456.")},
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "autofocus": True}
        ),
    )

    def clean_phone(self) -> str:
        """The number in E.164 form."""
        try:
            phone = phones.parse(self.cleaned_data["phone"])
        except ValueError as error:
            # The reason is known in Vietnamese alone.
            reason = str(error) if get_language() == "vi" else ""
            message = _("Enter a phone number of 10 digits, for example 0905 123 456.")
            raise ValidationError(reason or message, code="phone") from error
        if not phones.is_mobile(phone):
            raise ValidationError(
                _("A code cannot reach a landline. Type a mobile number, for example 0905 123 456."),
                code="landline",
            )
        return phone


class CodeForm(forms.Form):
    """Which code came?"""

    digits = forms.CharField(
        label=_("The six digits"),
        max_length=PASTED_CODE_LENGTH,
        error_messages={"required": _("Type the six digits from the message.")},
        widget=code_widget(),
    )

    def clean_digits(self) -> str:
        """Six digits; a slip of the finger costs no try."""
        digits = digits_in(self.cleaned_data["digits"])
        if not digits.isdecimal() or len(digits) != DIGITS:
            raise ValidationError(_("The code has six digits. Look at the message again."), code="shape")
        return digits


class TokenForm(forms.Form):
    """What does the authenticator app show? Called by allauth's pages, which read `code`."""

    is_again = False

    code = forms.CharField(
        label=_("The code of the app"),
        max_length=PASTED_CODE_LENGTH,
        error_messages={"required": _("Type the six digits the app shows now.")},
        widget=code_widget(),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        self.authenticator: Authenticator | None = None
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Spends the token: a form is valid once."""
        code = digits_in(self.cleaned_data["code"])
        self.authenticator = spend_token(user=self.user, token=code, at=timezone.now())
        return code

    def save(self) -> None:
        """Note in the session that the second factor was given."""
        post_authentication(context.request, self.authenticator, reauthenticated=self.is_again)


class TokenAgainForm(TokenForm):
    """The same of somebody who is signed in already."""

    is_again = True


class ActivateTokenForm(forms.Form):
    """Did the authenticator app take the secret? It waits in the session, encrypted, until the first token."""

    code = forms.CharField(
        label=_("The six digits the app shows now"),
        max_length=PASTED_CODE_LENGTH,
        error_messages={"required": _("Type the six digits the app shows now.")},
        widget=code_widget(),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        self.step = 0
        super().__init__(*args, **kwargs)
        session = context.request.session
        if SECRET_SESSION_KEY not in session:
            session[SECRET_SESSION_KEY] = encrypt(generate_totp_secret())
        self.secret = decrypt(session[SECRET_SESSION_KEY])
        if needs_invitation(user):
            self.fields["invitation"] = forms.CharField(
                label=_("The invitation you were handed"),
                max_length=20,
                help_text=_("Ten letters and digits on the slip that the head of your branch gave you."),
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
            )

    @property
    def spelled_secret(self) -> str:
        """The secret in groups of four, to type it into the app."""
        return " ".join(re.findall(".{1,4}", self.secret))

    def clean_code(self) -> str:
        """Right for the secret that is shown on the page."""
        code = digits_in(self.cleaned_data["code"])
        step = step_of(self.secret, code, timezone.now())
        if step is None:
            raise ValidationError(
                _("This code is not right. Type what the app shows now; the phone's clock must be right."),
                code="wrong",
            )
        self.step = step
        return code

    def clean(self) -> dict[str, Any]:
        """Spends the invitation: a form is valid once."""
        cleaned = super().clean() or {}
        if not self.errors and "invitation" in self.fields:
            try:
                spend_invitation(user=self.user, word=cleaned["invitation"], at=timezone.now())
            except ValidationError as error:
                self.add_error("invitation", error)
        return cleaned
