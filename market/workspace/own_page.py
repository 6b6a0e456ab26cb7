"""What do buyers read of me, and how do they reach me?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import SignedInRequest, signed_in
from farmers.models import Farmer
from farmers.own_page import LONGEST_STORY, NUMBERS, agreed_numbers, keep_page, spoken_for
from vietnam import phones

TELEPHONE = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}


class OwnPageForm(forms.Form):
    """The story, and those numbers that may be shown."""

    use_required_attribute = False

    story = forms.CharField(
        label=gettext_lazy("Tell buyers about yourself"),
        help_text=gettext_lazy("Who you are, what you grow and how, for how long. In your own words."),
        max_length=LONGEST_STORY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": gettext_lazy("This is too long: keep to 3,000 letters.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone buyers may call"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=TELEPHONE),
    )
    zalo = forms.CharField(
        label=gettext_lazy("Phone of your Zalo"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=TELEPHONE),
    )

    def __init__(self, data: Any = None, *, farmer: Farmer) -> None:
        shown = {name: _as_said(getattr(farmer, name)) for name in NUMBERS}
        super().__init__(data, initial={"story": farmer.story} | shown)
        for name in NUMBERS.keys() - agreed_numbers(farmer):
            del self.fields[name]

    def clean_phone(self) -> str:
        """The number in E.164 form, or none."""
        return _number(self.cleaned_data["phone"])

    def clean_zalo(self) -> str:
        """The number in E.164 form, or none."""
        return _number(self.cleaned_data["zalo"])


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: SignedInRequest) -> HttpResponse:
    """The story and the numbers of one of my farmers; which one, the address says where there are several."""
    farmers = list(spoken_for(request.user))
    chosen = request.POST.get("farmer") or request.GET.get("nha-nong") or ""
    farmer = (
        next((one for one in farmers if str(one.pk) == chosen), None) if chosen else next(iter(farmers), None)
    )
    if farmer is None:
        if chosen or request.method == "POST":
            raise Http404
        return render(request, "workspace/own_page.html", {"tab": "home"})
    form = OwnPageForm(request.POST if request.method == "POST" else None, farmer=farmer)
    if form.is_bound and form.is_valid() and _keep(request, farmer, form):
        messages.success(request, _("Kept. Buyers read it from now on."))
        return redirect(f"{request.path}?nha-nong={farmer.pk}")
    context = {
        "tab": "home",
        "form": form,
        "farmer": farmer,
        "farmers": farmers if len(farmers) > 1 else [],
        "is_missing": [name for name in NUMBERS if name not in form.fields],
    }
    return render(request, "workspace/own_page.html", context, status=400 if form.errors else 200)


def _keep(request: SignedInRequest, farmer: Farmer, form: OwnPageForm) -> bool:
    typed = form.cleaned_data
    numbers = {name: typed[name] for name in NUMBERS if name in form.fields}
    try:
        keep_page(farmer=farmer, story=typed["story"], numbers=numbers, by=request.user, at=timezone.now())
    except ValidationError as error:
        for name, wrong in error.update_error_dict({}).items():
            form.add_error(name if name in form.fields else None, wrong)
        return False
    return True


def _number(typed: str) -> str:
    if not typed:
        return ""
    try:
        return phones.parse(typed)
    except ValueError as error:
        # The reason is known in Vietnamese alone.
        reason = str(error) if get_language() == "vi" else ""
        message = _("Enter a phone number of 10 digits, for example 0905 123 456.")
        raise ValidationError(reason or message, code="phone") from error


def _as_said(number: str) -> str:
    return phones.format_local(number) if number.startswith("+84") else number
