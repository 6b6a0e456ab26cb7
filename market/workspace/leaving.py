"""How do I leave this market, and what does it do?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import SignedInRequest, signed_in
from farmers.leaving import acting_of, speaks_alone
from farmers.models import FarmerPerson
from products.leaving import leave, listings_that_go

LONGEST_ID = 18  # more digits than that are no id of any database


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: SignedInRequest) -> HttpResponse:
    """What leaving does, then the question once more, then it is done."""
    acting = list(
        FarmerPerson.objects.filter(user=request.user, revoked_at=None)
        .select_related("farmer")
        .order_by("pk")
    )
    chosen = request.POST.get("farmer") or request.GET.get("nha-nong") or ""
    if not chosen:
        if request.method == "POST":
            raise Http404
        person = acting[0] if len(acting) == 1 else None
        return _ask(request, person, acting)
    person = acting_of(request.user, int(chosen)) if _is_id(chosen) else None
    if person is None:
        raise Http404
    if request.method != "POST" or request.POST.get("surely") != "yes":
        return _ask(request, person, acting)
    wants_deletion = request.POST.get("delete") == "yes"
    try:
        leave(person=person, wants_deletion=wants_deletion, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("workspace:leaving")
    if wants_deletion:
        messages.success(request, _("Done. An officer of your commune calls you before all is deleted."))
        return redirect("workspace:my_data")
    messages.success(request, _("Done. You may come back at any time."))
    return redirect("workspace:home")


def _ask(request: SignedInRequest, person: FarmerPerson | None, acting: list[FarmerPerson]) -> HttpResponse:
    context = {
        "tab": "home",
        "acting": acting,
        "person": person,
        "is_helper": person is not None and person.role == FarmerPerson.Role.HELPER,
        "is_alone": person is not None and speaks_alone(person),
        "listings": listings_that_go(person) if person else 0,
        "is_second": request.method == "POST",
        "wants_deletion": request.POST.get("delete") == "yes",
    }
    return render(request, "workspace/leaving.html", context)


def _is_id(typed: str) -> bool:
    return typed.isdecimal() and len(typed) <= LONGEST_ID
