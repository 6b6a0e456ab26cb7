"""What does produce of the province fetch? Officers of the province enter it, with day and source, and correct it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch
from market.desk.review import HISTORY_SHOWN
from products.board import correct_price, enter_price
from products.models import BoardPrice, Category
from products.units import Unit
from vietnam.money import format_vnd, parse_price

MOST_SHOWN = 100
DAY = forms.DateInput(attrs={"type": "date"})


class BoardForm(forms.Form):
    """One price: of what, from how much to how much, on which day, where, and where that is written."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Produce"), queryset=Category.objects.filter(is_leaf=True).order_by("name")
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=Unit.choices, initial=Unit.KG)
    lowest_vnd = forms.CharField(
        label=gettext_lazy("From (đ)"), help_text=gettext_lazy("As you say it: 98.000, 98k."), max_length=40
    )
    highest_vnd = forms.CharField(
        label=gettext_lazy("To (đ)"),
        help_text=gettext_lazy("Empty where there is one price alone."),
        max_length=40,
        required=False,
    )
    on = forms.DateField(label=gettext_lazy("Price of"), widget=DAY)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=120, required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The newspaper, the trader, the market where it is written or was said."),
        max_length=200,
    )

    def clean_lowest_vnd(self) -> int:
        """In đồng."""
        return _vnd(self.cleaned_data["lowest_vnd"])

    def clean_highest_vnd(self) -> int | None:
        """In đồng, or nothing."""
        typed = self.cleaned_data["highest_vnd"].strip()
        return _vnd(typed) if typed else None

    def clean(self) -> dict[str, Any]:
        """One price alone is the highest too."""
        cleaned = super().clean() or {}
        if "highest_vnd" in cleaned and cleaned["highest_vnd"] is None:
            cleaned["highest_vnd"] = cleaned.get("lowest_vnd")
        return cleaned


class BoardPage(WagtailAdminTemplateMixin, TemplateView):
    """The newest prices, and room for one more."""

    request: SignedInRequest
    template_name = "desk/board.html"
    header_icon = "tag"
    price: BoardPrice | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_enter_prices(self.request.user):
            raise Http404
        self.form = BoardForm(request.POST or None, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        """What stands in the form to begin with."""
        return {"on": timezone.localdate().isoformat()}

    def get_header_title(self) -> str:
        return _("Prices of farm produce")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_listings:index"), "label": _("Listings")},
            {"url": "", "label": self.get_header_title()},
        ]

    def keep(self, columns: dict[str, Any]) -> None:
        """Enter the price."""
        enter_price(columns=columns, by=self.request.user, at=timezone.now())

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep it, or say beside the field why not."""
        if self.form.is_valid():
            try:
                self.keep(self.form.cleaned_data)
            except ValidationError as error:
                for name, wrong in error.update_error_dict({}).items():
                    self.form.add_error(name if name in self.form.fields else None, wrong)
            else:
                messages.success(request, _("Saved. It stands on the price board now."))
                return redirect("desk:board")
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        prices = BoardPrice.objects.select_related("category", "entered_by").order_by("-on", "-pk")
        entries = ModelLogEntry.objects.for_instance(self.price).select_related("user") if self.price else ()
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "price": self.price,
            "prices": [(price, _span(price)) for price in prices[:MOST_SHOWN]] if not self.price else [],
            "history": entries[:HISTORY_SHOWN],
        }


class BoardPricePage(BoardPage):
    """One price, to be corrected, and what was done to it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.price = get_object_or_404(BoardPrice, pk=kwargs["pk"])
        super().setup(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """What was entered."""
        price = self.price
        names = ("category", "unit", "lowest_vnd", "highest_vnd", "on", "place", "source")
        return {name: getattr(price, name) for name in names} | {"on": price.on.isoformat() if price else ""}

    def keep(self, columns: dict[str, Any]) -> None:
        """Correct the price."""
        if self.price is not None:
            correct_price(price=self.price, columns=columns, by=self.request.user, at=timezone.now())


def may_enter_prices(user: User) -> bool:
    """Whether a user enters data for the whole province."""
    branches = rights.branches_for(user, rights.ENTER)
    return any(branch.level == Branch.Level.PROVINCE for branch in branches)


def _span(price: BoardPrice) -> str:
    if price.lowest_vnd == price.highest_vnd:
        return format_vnd(price.lowest_vnd)
    return f"{format_vnd(price.lowest_vnd)} – {format_vnd(price.highest_vnd)}"


def _vnd(typed: str) -> int:
    try:
        return parse_price(typed)
    except ValueError as error:
        raise ValidationError(str(error), code="price") from error
