"""Does the association know me already? Four digits of the citizen card open my record, or its officer hands it over."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.signed_in import SignedInRequest, signed_in
from farmers.claiming import DIGITS, claim_by_digits, may_claim
from farmers.contacts import Contact, contact_at
from farmers.forms import COMMUNE_HELP
from farmers.placing import branch_for, suggest_communes
from vietnam.text import half_width


class DigitsForm(forms.Form):
    """The last four digits."""

    use_required_attribute = False

    digits = forms.CharField(
        label=gettext_lazy("The last four digits on your citizen card"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Type the last four digits of the number on your citizen card.")
        },
    )

    def clean_digits(self) -> str:
        """Four digits; a slip of the finger costs no try."""
        digits = "".join(half_width(self.cleaned_data["digits"]).split())
        if len(digits) != DIGITS or not digits.isascii() or not digits.isdecimal():
            raise ValidationError(_("Type four digits, the last ones of the number."), code="shape")
        return digits


class WhereForm(forms.Form):
    """Where the officer is asked for."""

    use_required_attribute = False

    commune = forms.CharField(
        label=gettext_lazy("Your commune or ward"), help_text=COMMUNE_HELP, max_length=200, required=False
    )


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: SignedInRequest) -> HttpResponse:
    """Type the digits. The page is the same for everybody, whether there is a record or not."""
    if not may_claim(request.user):
        return redirect("workspace:apply")
    form = DigitsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            claim_by_digits(user=request.user, digits=form.cleaned_data["digits"], at=timezone.now())
        except ValidationError as error:
            form.add_error("digits", error)
        else:
            messages.success(request, _("Found. Your record and your login belong together now."))
            return redirect("workspace:home")
    where = WhereForm(request.GET if "commune" in request.GET else None)
    context = {
        "form": form,
        "where": where,
        "contact": _officer_of(str(request.GET.get("commune", ""))),
        "back_url": reverse("workspace:join"),
    }
    return render(request, "workspace/claim.html", context, status=400 if form.errors else 200)


def _officer_of(typed: str) -> Contact | None:
    """The officer of the commune that is meant first."""
    communes = suggest_communes(typed, most=1)
    return contact_at(branch_for(communes[0].code)) if communes else None
