"""Where does a head give a machine a token for figures, and take it back?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.encryption import decrypt, encrypt
from accounts.models import User
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch, FiguresToken
from farmers.reporting.tokens import give_token, revoke_token
from market.desk.finding import LONGEST_ID
from market.desk.report_pages import ReportsPage

# The word is shown on the page that follows, once; on its way it lies in the session, sealed.
SHOWN_ONCE = "figures_token_shown_once"


def branches_to_give_for(user: User) -> list[tuple[int, str]]:
    """The branches a head answers for, and the communes right below a province's."""
    found: dict[int, str] = {}
    for branch in rights.branches_for(user, rights.APPOINT):
        found[branch.pk] = branch.name
        found.update(dict(branch.children.order_by("name_folded", "pk").values_list("pk", "name")))
    return list(found.items())


class TokenForm(forms.Form):
    """What for, and whose figures."""

    name = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=80,
        help_text=gettext_lazy("For example: the province's operation centre."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    branch = forms.TypedChoiceField(label=gettext_lazy("Figures of"), coerce=int, widget=forms.Select)

    def __init__(self, *args: Any, branches: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = branches  # type: ignore[attr-defined]


class FiguresTokensPage(ReportsPage):
    """The tokens of the branches a head answers for."""

    template_name = "desk/figures_tokens.html"
    header_icon = "key"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        branches = branches_to_give_for(self.request.user)
        if not branches:
            raise Http404
        is_given = request.POST.get("do") == "give"
        self.form = TokenForm(request.POST if is_given else None, branches=branches)

    def get_header_title(self) -> str:
        return _("Figures for other systems")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give a token, or take one back."""
        if request.POST.get("do") == "revoke":
            return self.revoke()
        if not self.form.is_bound:
            raise Http404
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        typed = self.form.cleaned_data
        branch: Branch = rights.get_or_404(Branch, request.user, typed["branch"], rights.APPOINT)
        _token, word = give_token(branch=branch, name=typed["name"], by=request.user, at=self.at)
        request.session[SHOWN_ONCE] = encrypt(word, field=SHOWN_ONCE)
        return redirect("desk:figures_tokens")

    def revoke(self) -> HttpResponseBase:
        """Take a token back."""
        mine = rights.visible(FiguresToken, self.request.user, rights.APPOINT)
        named = self.request.POST.get("token", "")
        token = get_object_or_404(mine, pk=named if named.isdecimal() and len(named) <= LONGEST_ID else None)
        try:
            revoke_token(token=token, by=self.request.user, at=self.at)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(self.request, _("Taken back: %(name)s.") % {"name": token.name})
        return redirect("desk:figures_tokens")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sealed = self.request.session.pop(SHOWN_ONCE, "")
        tokens = rights.visible(FiguresToken, self.request.user, rights.APPOINT)
        return super().get_context_data(**kwargs) | {
            "word": decrypt(sealed, field=SHOWN_ONCE) if sealed else "",
            "tokens": tokens.select_related("branch", "made_by").order_by("revoked_at", "-made_at", "-pk"),
            "form": self.form,
            "address": self.request.build_absolute_uri(reverse("figures_api:figures", args=("json",))),
        }
