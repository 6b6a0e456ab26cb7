"""What is kept about me, and how do I ask to have it corrected, copied, restricted or deleted?"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.handing_out import OWN_DATA, take
from accounts.models import HandedFile, User
from accounts.signed_in import SignedInRequest, signed_in
from farmers.data_requests import ask, clocks_of, requests_of
from farmers.models import DataRequest
from farmers.person import Person, person_of
from market.kept_data import everything_about
from market.workspace.taking_along import may_take, order_my_data

Kind = DataRequest.Kind
# Taking a consent back is done at once on its own page, and what is kept stands below.
KINDS = (
    (Kind.CORRECT, gettext_lazy("Something is wrong: correct it")),
    (Kind.COPY, gettext_lazy("Give me a copy on paper")),
    (Kind.RESTRICT, gettext_lazy("Keep my data, but hand them on to nobody")),
    (Kind.DELETE, gettext_lazy("Delete all that is kept about me")),
)
MOST_SHOWN = 10


class MyRequestForm(forms.Form):
    """What I ask, in my words."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you want.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What exactly?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: my year of birth is 1985, not 1958."),
    )


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: SignedInRequest) -> HttpResponse:
    """All that is kept about the person who signed in; sealed numbers are covered, others may look on."""
    form = MyRequestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        at = timezone.now()
        try:
            ask(kind=typed["kind"], user=request.user, words=typed["words"], by=None, at=at)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Noted. The Association answers within two working days."))
        return redirect("workspace:my_data")
    person = person_of(user=request.user)
    context = {
        "tab": "home",
        "form": form,
        "sections": everything_about(person, opens_sealed=False, with_sensitive=False),
        "requests": _requests(person),
        "file": _file(request.user),
    }
    return render(request, "workspace/my_data.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def order(request: SignedInRequest) -> HttpResponse:
    """Have all of mine put into one file."""
    order_my_data(user=request.user, at=timezone.now())
    messages.success(request, _("Your file is being made. Look here again in a few minutes."))
    return redirect("workspace:my_data")


@signed_in
@never_cache
@require_safe
def take_mine(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """The file itself, for the one whose data it holds, as long as all of it is theirs."""
    handed = HandedFile.objects.filter(pk=pk, made_for=request.user, state=HandedFile.State.READY).first()
    if handed is None or not may_take(handed, request.user):
        raise Http404
    response = StreamingHttpResponse(take(handed, at=timezone.now()), content_type=handed.content_type)
    response["Content-Disposition"] = f'attachment; filename="{handed.name}"'
    return response


def _file(user: User) -> HandedFile | None:
    """The last file that was made, unless it is gone."""
    mine = HandedFile.objects.filter(made_for=user, kind=OWN_DATA).exclude(state=HandedFile.State.SHREDDED)
    return mine.order_by("-made_at", "pk").first()


def _requests(person: Person) -> list[dict[str, Any]]:
    """What was asked, the newest first, and by when it is answered or done."""
    today = timezone.localdate()
    found = requests_of(person).order_by("-asked_at", "-pk")[:MOST_SHOWN]
    return [{"asked": one, "clocks": clocks_of(one, today)} for one in found]
