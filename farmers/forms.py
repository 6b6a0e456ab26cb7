"""What does somebody type to say who sells?"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from farmers.agreeing import Purpose, words_of
from farmers.models import Farmer
from farmers.onboarding import Seller
from farmers.placing import chosen_commune, communes_to_choose
from farmers.screens import ScreenForm

COMMUNE_HELP = _("Type it with or without accents; the old name will do too.")


def commune_choice(typed: str) -> forms.ChoiceField | None:
    """The question which of several communes was meant; nothing when it is plain."""
    found = communes_to_choose(typed)
    if not found:
        return None
    return forms.ChoiceField(
        label=_("Which commune is it?"),
        choices=[(commune.code, str(commune)) for commune in found],
        widget=forms.RadioSelect,
        required=False,
    )


class InCommune(ScreenForm):
    """Asks in which commune; which of several only of who typed what can mean several."""

    commune = forms.CharField(
        label=_("Commune or ward"),
        help_text=COMMUNE_HELP,
        max_length=200,
        error_messages={"required": _("Type the name of the commune or ward. Accents are not needed.")},
    )
    commune_code = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data.get("commune") or self.initial.get("commune") or ""
        choice = commune_choice(str(typed))
        self.asks_which = choice is not None
        if choice is not None:
            self.fields["commune_code"] = choice
        self.found_code = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("commune"):
            try:
                code = str(self.data.get("commune_code", ""))
                self.found_code = chosen_commune(cleaned["commune"], code).code
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class SellerForm(InCommune):
    """As what one sells, under which name, where, and what others may see of it. Nothing is ticked beforehand."""

    SCREENS: ClassVar = (
        ("kind",),
        ("name",),
        ("commune", "commune_code"),
        ("has_public_page", "shows_phone", "shows_zalo", "shares_with_post"),
    )
    PURPOSES: ClassVar = {
        "has_public_page": Purpose.PUBLIC_PAGE,
        "shows_phone": Purpose.SHOW_PHONE,
        "shows_zalo": Purpose.SHOW_ZALO,
        "shares_with_post": Purpose.SHARE_WITH_POST,
    }

    kind = forms.ChoiceField(
        label=_("As what do you sell?"),
        choices=Farmer.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits.")},
    )
    name = forms.CharField(
        label=_("Name of the household or person who sells"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name buyers should know you by.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in self.PURPOSES.items():
            self.fields[name] = forms.BooleanField(label=words_of(purpose), required=False)
        kind = self.data.get("kind") or self.initial.get("kind") or Farmer.Kind.HOUSEHOLD
        if kind != Farmer.Kind.HOUSEHOLD:
            self.fields["name"].label = _("Name of the group, cooperative or firm")
            self.fields["name"].widget.attrs["autocomplete"] = "organization"

    @property
    def seller(self) -> Seller:
        """What was said, once it is done."""
        typed = self.cleaned_data
        purposes = [purpose for name, purpose in self.PURPOSES.items() if typed[name]]
        return Seller(typed["name"], self.found_code, typed["kind"], purposes)
