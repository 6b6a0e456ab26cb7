"""What did I agree to show and hand on, and how do I take it back?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import SignedInRequest, signed_in
from farmers.agreeing import agree, agreements_of, take_back
from farmers.applying import (
    MEMBER_DATA,
    agree_to_member_data,
    member_agreement_of,
    take_member_data_back,
)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: SignedInRequest) -> HttpResponse:
    """Every purpose with its words and a button to agree or to take it back."""
    if request.method == "POST":
        try:
            _note(request, request.POST.get("purpose", ""), agrees=request.POST.get("answer") != "no")
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Noted. It holds from now on."))
        return redirect("workspace:agreements")
    found = agreements_of(request.user)
    of_member = member_agreement_of(request.user)
    context = {"agreements": [*found, of_member] if of_member else found, "tab": "home"}
    return render(request, "workspace/agreements.html", context)


def _note(request: SignedInRequest, purpose: str, *, agrees: bool) -> None:
    """Agree or take back; what the register keeps has verbs of its own."""
    at = timezone.now()
    if purpose == MEMBER_DATA and member_agreement_of(request.user) is not None:
        (agree_to_member_data if agrees else take_member_data_back)(user=request.user, at=at)
    else:
        (agree if agrees else take_back)(user=request.user, purpose=purpose, at=at)
