"""What does somebody type to say who sells?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from farmers.agreeing import Purpose, words_of
from farmers.onboarding import Household
from farmers.placing import chosen_commune, communes_to_choose

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


class HouseholdForm(forms.Form):
    """The household that sells, and what buyers may see of it."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name of the household or person who sells"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name buyers should know you by.")},
    )
    commune = forms.CharField(
        label=_("Commune or ward"),
        help_text=COMMUNE_HELP,
        max_length=200,
        error_messages={"required": _("Type the name of the commune or ward. Accents are not needed.")},
    )
    shows_phone = forms.BooleanField(label=_("Buyers may call my phone"), required=False)
    has_public_page = forms.BooleanField(label="", required=False)
    shares_with_post = forms.BooleanField(label="", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["has_public_page"].label = words_of(Purpose.PUBLIC_PAGE)
        self.fields["shares_with_post"].label = words_of(Purpose.SHARE_WITH_POST)
        choice = commune_choice(str(self.data.get("commune", "")))
        if choice is not None:
            self.fields["commune_code"] = choice
        self.household: Household | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("name") or not cleaned.get("commune"):
            return cleaned
        try:
            commune = chosen_commune(cleaned["commune"], str(self.data.get("commune_code", "")))
        except ValidationError as error:
            self.add_error(None, error)
            return cleaned
        self.household = Household(
            name=cleaned["name"],
            commune_code=commune.code,
            has_public_page=cleaned["has_public_page"],
            shows_phone=cleaned["shows_phone"],
            shares_with_post=cleaned["shares_with_post"],
        )
        return cleaned
