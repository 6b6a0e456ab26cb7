"""How does a farmer say that some was sold elsewhere, or how much is left now?"""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from products.amounts import read_amount

AMOUNT = {"inputmode": "decimal", "autocomplete": "off"}


class SoldForm(forms.Form):
    """An amount sold by phone or at the gate; `client_id` makes a double tap one sale."""

    use_required_attribute = False
    amount = forms.CharField(
        label=_("How much did you sell?"),
        max_length=60,
        widget=forms.TextInput(attrs=AMOUNT),
        error_messages={"required": _("Say how much you sold, for example 50.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, unit: str, client_id: uuid.UUID, auto_id: str = "id_%s") -> None:
        self.unit = unit
        self.amount_milli = 0
        super().__init__(data, auto_id=auto_id, initial={"client_id": client_id})

    def clean_amount(self) -> str:
        """Read the amount; what was read is kept in `amount_milli`."""
        self.amount_milli = read_amount(self.cleaned_data["amount"], self.unit)
        return str(self.cleaned_data["amount"])


class LeftForm(forms.Form):
    """How much is left now; 0 says that all is gone."""

    use_required_attribute = False
    left = forms.CharField(
        label=_("How much is left now?"),
        max_length=60,
        widget=forms.TextInput(attrs=AMOUNT),
        error_messages={"required": _("Say how much is left, for example 300; or 0 when all is gone.")},
    )

    def __init__(self, data: Any = None, *, unit: str, auto_id: str = "id_%s") -> None:
        self.unit = unit
        self.left_milli = 0
        super().__init__(data, auto_id=auto_id)

    def clean_left(self) -> str:
        """Read the amount; what was read is kept in `left_milli`."""
        try:
            self.left_milli = read_amount(self.cleaned_data["left"], self.unit)
        except ValidationError as error:
            if error.code != "zero":
                raise
        return str(self.cleaned_data["left"])
