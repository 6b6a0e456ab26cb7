"""Who is somebody who has just come in: one who sells, one who joins the association, one whom it knows already?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.signed_in import SignedInRequest, signed_in
from farmers import rights
from farmers.applying import apply_for_membership
from farmers.claiming import may_claim
from farmers.contacts import contact_at
from farmers.helping import invitations_for
from farmers.models import Farmer, Member
from farmers.placing import branch_for
from market.workspace.joining_form import ApplicationForm


def is_new(user: User) -> bool:
    """Whether somebody neither acts for a farmer, nor stands in the register, nor works for the association."""
    if Farmer.objects.of_user(user).exists() or Member.objects.of_user(user).exists():
        return False
    return not rights.is_officer(user)


@signed_in
@never_cache
@require_safe
def join(request: SignedInRequest) -> HttpResponse:
    """What can be done first, and what is done already. Nothing is made by looking."""
    user = request.user
    context = {
        "tab": "home",
        "farmer": Farmer.objects.spoken_for_by(user).order_by("pk").first(),
        "member": Member.objects.of_user(user).first(),
        "may_claim": may_claim(user),
        "invitations": invitations_for(user),
    }
    return render(request, "workspace/join.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: SignedInRequest) -> HttpResponse:
    """Apply to become a member; who did, or is one, is told how it stands."""
    member = Member.objects.of_user(request.user).select_related("branch").first()
    if member is not None:
        return _show_standing(request, member)
    form = ApplicationForm(request.POST or None, initial={"full_name": request.user.name})
    if form.is_done:
        try:
            apply_for_membership(user=request.user, application=form.application, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Sent. The Association looks at it."))
            return redirect("workspace:apply")
    context = {"form": form.page, "steps": form.SCREENS, "back_url": reverse("workspace:join")}
    return render(request, "workspace/apply.html", context)


def _show_standing(request: SignedInRequest, member: Member) -> HttpResponse:
    waiting = member.steps.filter(decided_at=None).order_by("pk").first()
    at_home = branch_for(member.commune_code) if member.commune_code else member.branch
    context = {
        "tab": "home",
        "member": member,
        "waiting": waiting,
        "contact": contact_at(at_home),
        "may_claim": may_claim(request.user),
        "sells": Farmer.objects.spoken_for_by(request.user).exists(),
    }
    return render(request, "workspace/applied.html", context)
