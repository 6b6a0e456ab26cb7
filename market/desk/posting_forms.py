"""What does an officer write who posts for a farmer? The farmer's own questions, all on one page, and the consents.

The forms are those of products/forms.py, with plain lists where a phone shows pictures to tap.
"""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farmers.agreeing import VERSIONS, words_of
from farmers.forms import COMMUNE_HELP, commune_choice
from farmers.models import Certificate, RecordedConsent
from farmers.placing import chosen_commune
from farmers.taking_in import Agreed
from market.desk.officer_forms import day_widget
from products.choosing import category_groups
from products.forms import FORMS, Question
from products.questions import Asked, Step
from products.units import Unit, short_unit
from vietnam import phones


def questions(asked: Asked, data: Any = None) -> dict[Step, Question]:
    """Every question of posting for a draft, as lists and lines."""
    forms_of = {step: form(data, asked=asked) for step, form in FORMS.items()}
    groups = [
        (group.name, [(category.key, category.shown_name) for category in group.categories])
        for group in category_groups()
    ]
    forms_of[Step.WHAT].fields["category"].label = _("Category")
    forms_of[Step.NAME].fields["name"].label = _("Name of the listing")
    _as_list(forms_of[Step.WHAT], "category", [("", "—"), *groups])
    _as_list(forms_of[Step.AMOUNT], "unit", [(unit.value, short_unit(unit)) for unit in Unit])
    _as_list(forms_of[Step.PAPERS], "scheme", [("", _("no new one")), *Certificate.Scheme.choices])
    return forms_of


def typed_in(forms_of: Mapping[Step, Question]) -> dict[str, Any]:
    """All answers as typed."""
    found: dict[str, Any] = {}
    for form in forms_of.values():
        found |= form.typed()
    return found


def _as_list(form: forms.Form, name: str, choices: list[Any]) -> None:
    form.fields[name].widget = forms.Select(choices=choices)


class ConsentsForm(forms.Form):
    """What was agreed to, how, on which day, before whom. Nothing is ticked beforehand."""

    use_required_attribute = False

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("The farmer agrees to"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what the farmer agreed to.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How was it given?"), choices=RecordedConsent.Way.choices, widget=forms.RadioSelect
    )
    given_on = forms.DateField(label=gettext_lazy("On the day"), widget=day_widget())
    witness = forms.CharField(
        label=gettext_lazy("Before whom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Name and place of who heard it or saw the signature."),
    )

    def __init__(self, *args: Any, given: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(purpose, words_of(purpose)) for purpose in VERSIONS if purpose not in given]
        cast("forms.MultipleChoiceField", self.fields["purposes"]).choices = asked

    @property
    def agreed(self) -> Agreed:
        """What was typed, once it is valid."""
        return Agreed(
            **{name: self.cleaned_data[name] for name in ("purposes", "way", "given_on", "witness")}
        )


class EnteredForm(forms.Form):
    """A household."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name of the household or person who sells"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the name buyers should know you by.")},
    )
    commune = forms.CharField(
        label=gettext_lazy("Commune or ward"),
        help_text=COMMUNE_HELP,
        max_length=200,
        error_messages={
            "required": gettext_lazy("Type the name of the commune or ward. Accents are not needed.")
        },
    )
    village = forms.CharField(label=gettext_lazy("Village"), max_length=120, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone buyers may call"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Only with the consent of whoever answers it. Without one buyers ask the association."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = commune_choice(str(self.data.get("commune", "")))
        if choice is not None:
            self.fields["commune_code"] = choice
        self.commune_code = ""

    def clean_phone(self) -> str:
        """In E.164, however it was typed."""
        typed = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            return phones.parse(typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("commune"):
            try:
                chosen = chosen_commune(cleaned["commune"], str(self.data.get("commune_code", "")))
                self.commune_code = chosen.code
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned
