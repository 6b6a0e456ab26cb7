"""Who helps me post, and whom do I help? Asking a phone, taking it back; saying yes or no."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import PhoneForm
from accounts.signed_in import SignedInRequest, signed_in
from farmers.helping import (
    answer_invitation,
    helpers_of,
    invitations_for,
    invite_helper,
    revoke_helper,
    take_invitation_back,
)
from farmers.models import Farmer, FarmerPerson, HelperInvitation


class InviteForm(PhoneForm):
    """Whose phone, and for whom, when one speaks for several."""

    use_required_attribute = False
    field_order = ("name", "phone", "farmer")

    name = forms.CharField(
        label=gettext_lazy("Name of who helps you"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the name, for example: my son Tuấn.")},
    )
    farmer = forms.ModelChoiceField(
        label=gettext_lazy("For whom"), queryset=Farmer.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, farmers: list[Farmer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = self.fields["phone"]
        farmer = cast("forms.ModelChoiceField", self.fields["farmer"])
        phone.label = _("Mobile number of who helps you")
        phone.widget.attrs |= {"autofocus": False, "autocomplete": "off"}  # False: left out
        farmer.queryset = Farmer.objects.filter(pk__in=[one.pk for one in farmers])
        if len(farmers) == 1:
            farmer.widget, farmer.initial = forms.HiddenInput(), farmers[0].pk


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request: SignedInRequest) -> HttpResponse:
    """Who helps, who is asked, and a form to ask somebody; of who speaks for a farmer."""
    farmers = list(Farmer.objects.spoken_for_by(request.user).order_by("pk"))
    if not farmers:
        return redirect("workspace:join")
    form = InviteForm(request.POST if request.method == "POST" else None, farmers=farmers)
    if form.is_valid():
        try:
            invite_helper(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = _("Asked. Tell %(name)s to sign in here with that phone and say yes.")
            messages.success(request, told % {"name": form.cleaned_data["name"]})
            return redirect("workspace:helpers")
    context = {
        "tab": "home",
        "form": form,
        "rows": [_row(farmer) for farmer in farmers],
        "is_one": len(farmers) == 1,
    }
    return render(request, "workspace/helpers.html", context, status=400 if form.errors else 200)


def _row(farmer: Farmer) -> dict[str, Any]:
    """A farmer with who helps and who is asked."""
    asked = HelperInvitation.objects.filter(farmer=farmer, closed_at=None).order_by("pk")
    helping = helpers_of(farmer).select_related("user", "invitation").order_by("pk")
    return {"farmer": farmer, "helping": helping, "asked": asked}


@signed_in
@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a helper off."""
    person: FarmerPerson = get_object_or_404(
        FarmerPerson.objects.filter(farmer__in=Farmer.objects.spoken_for_by(request.user)),
        pk=pk,
        role=FarmerPerson.Role.HELPER,
    )
    if revoke_helper(person=person, by=request.user, at=timezone.now()):
        messages.success(request, _("Taken off. It holds at once."))
    return redirect("workspace:helpers")


@signed_in
@require_POST
def uninvite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask somebody no longer."""
    mine = HelperInvitation.objects.filter(farmer__in=Farmer.objects.spoken_for_by(request.user))
    invitation: HelperInvitation = get_object_or_404(mine, pk=pk)
    if take_invitation_back(invitation=invitation, by=request.user, at=timezone.now()):
        messages.success(request, _("Not asked any longer."))
    return redirect("workspace:helpers")


@signed_in
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say yes or no to who asked my phone."""
    invitation: HelperInvitation = get_object_or_404(invitations_for(request.user), pk=pk)
    accepts = request.POST.get("answer") == "yes"
    try:
        answer_invitation(invitation=invitation, user=request.user, accepts=accepts, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        told = _("You post for %(farmer)s now.") if accepts else _("You said no to %(farmer)s.")
        messages.success(request, told % {"farmer": invitation.farmer})
    return redirect("workspace:home" if accepts else "workspace:join")
