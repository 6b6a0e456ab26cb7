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


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: SignedInRequest) -> HttpResponse:
    """Every purpose with its words and a button to agree or to take it back."""
    if request.method == "POST":
        verb = take_back if request.POST.get("answer") == "no" else agree
        try:
            verb(user=request.user, purpose=request.POST.get("purpose", ""), at=timezone.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Noted. It holds from now on."))
        return redirect("workspace:agreements")
    return render(
        request, "workspace/agreements.html", {"agreements": agreements_of(request.user), "tab": "home"}
    )
