"""What are the steps of the second factor? allauth's own pages, with tokens that are counted in rows."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.db import transaction
from django.http import HttpResponse

from accounts.forms import ActivateTokenForm, TokenAgainForm, TokenForm


class Authenticate(AuthenticateView):
    """The second step of signing in."""

    def _build_forms(self) -> TokenForm | None:
        is_sent = self.request.method == "POST"
        self.webauthn_form = None
        self.auth_form = TokenForm(user=self.stage.login.user, data=self.request.POST if is_sent else None)
        return self.auth_form if is_sent else None


class Reauthenticate(ReauthenticateView):
    """Prove it again: the desk asks for it after some hours, the recovery codes before they are shown."""

    form_class = TokenAgainForm

    def _check_ratelimit(self, request: Any) -> None:
        """accounts/tokens.py counts, for all processes together."""


class Activate(ActivateTOTPView):
    """Set up the authenticator app; this counts as giving the second factor, and its token is used up."""

    form_class = ActivateTokenForm

    def form_valid(self, form: ActivateTokenForm) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
            app.data["step"] = form.step
            app.save(update_fields=["data"])
        record_authentication(
            self.request, self.request.user, "mfa", id=app.pk, type=app.type, reauthenticated=True
        )
        return response
