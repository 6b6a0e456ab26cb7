"""What can be typed: a code, and which labels to print."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traceability import codes
from traceability.label_sheets import LAYOUTS
from traceability.labels import LABELS_PER_FORM, how_many
from traceability.models import Label


class TypeCodeForm(forms.Form):
    """The twelve characters under the picture, typed as people type."""

    code = forms.CharField(
        label=gettext_lazy("Code on the label"),
        help_text=gettext_lazy("Twelve characters, for example 7K3Q-HXB4-MW92. Small letters will do."),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the twelve characters printed under the QR picture.")},
        widget=forms.TextInput(
            attrs={
                "autocapitalize": "characters",
                "autocomplete": "off",
                "autocorrect": "off",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )

    def clean_code(self) -> str:
        try:
            return codes.check(self.cleaned_data["code"])
        except codes.WrongCode as wrong:
            raise ValidationError(_what_is_wrong(wrong), code=wrong.problem) from wrong


def _what_is_wrong(wrong: codes.WrongCode) -> str:
    if wrong.problem == "look_alike":
        return _(
            "Labels have no letter O or I and no digit 0 or 1. "
            "Look again: it may be Q, D or U, or J, L, T or 7."
        )
    if wrong.problem == "length":
        typed = len(wrong.typed)
        return _("A code has 12 characters, you typed %(typed)s. Look at the label again.") % {"typed": typed}
    if wrong.problem == "check":
        return _("One character is wrong or two are swapped. Compare with the label, four by four.")
    if wrong.problem == "empty":
        return _("Type the twelve characters printed under the QR picture.")
    return _("A code has letters without accents and digits from 2 to 9 only. Look at the label again.")


HOW_MANY = lazy(how_many, str)(LABELS_PER_FORM)


class LabelsForm(forms.Form):
    """Which labels of a lot, how many, on what paper. `run` makes sending twice print once."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you stick them on?"),
        choices=[
            (Label.Kind.LOT, gettext_lazy("Every bag or crate of the lot: one code for all")),
            (Label.Kind.UNIT, gettext_lazy("Single packages: each has a code of its own")),
            (Label.Kind.FARM, gettext_lazy("My stall or farm: a code that stays the same")),
        ],
        initial=Label.Kind.LOT,
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many labels?"),
        min_value=1,
        max_value=LABELS_PER_FORM,
        initial=24,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_MANY),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("On what paper?"),
        choices=[(layout.name, layout.title) for layout in LAYOUTS.values()],
        initial="a4",
        widget=forms.RadioSelect,
    )
    run = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def asked(self) -> dict[str, Any]:
        """What was asked of the printing verb, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("kind", "count", "run")}
