"""How is each question of posting put, and what of it was typed?

A form keeps nothing and decides nothing: the view keeps what was typed in the draft, then the form reads the draft
with the reader of its step (products/questions.py) and shows what is wrong beside the field.
"""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from farmers.forms import COMMUNE_HELP, commune_choice
from farmers.models import Certificate
from products.pricing import ReadPrice, is_surprising, read_price
from products.questions import (
    ELSEWHERE,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    READERS,
    Asked,
    Step,
    certificates_to_choose,
)
from products.units import Unit, short_unit

NUMBERS = {"inputmode": "decimal", "autocomplete": "off"}


class ManyFiles(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class Question(forms.Form):
    """One step of posting."""

    use_required_attribute = False
    step: ClassVar[Step]

    def __init__(self, data: Any = None, *, asked: Asked, initial: dict[str, Any] | None = None) -> None:
        self.asked = asked
        self.meant: Any = None
        answered = {name: answer for name, answer in asked.draft.answers.items() if answer}
        super().__init__(data, initial=(initial or {}) | answered)

    def typed(self) -> dict[str, Any]:
        """What was typed and chosen, as it came; files are kept elsewhere."""
        data = cast("QueryDict", self.data)
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                found[name] = data.getlist(name)
            elif not isinstance(field, forms.FileField):
                found[name] = data.get(name, "")
        return found

    def clean(self) -> dict[str, Any]:
        """Read the draft as it is kept now; what is wrong with a field that spoke already is not said twice."""
        cleaned = super().clean() or {}
        try:
            self.meant = READERS[self.step](self.asked)
        except ValidationError as error:
            for name, wrong in error.update_error_dict({}).items():
                field = name if name in self.fields else None
                if field is None or field not in self.errors:
                    self.add_error(field, wrong)
        return cleaned


class PhotosForm(Question):
    """Photographs, the first of which is the cover."""

    step = Step.PHOTOS
    photos = forms.FileField(
        label=_("Photos"),
        help_text=_("1 to 10 photos. The first one is shown in lists."),
        widget=ManyFiles(attrs={"accept": "image/*"}),
    )

    def _clean_fields(self) -> None:
        """Leave the files alone: the view has kept the good ones in the draft, where the reader counts them."""
        self.cleaned_data = {}


class WhatForm(Question):
    """The kind of produce."""

    step = Step.WHAT
    category = forms.CharField(label=_("What do you sell?"), required=False)

    def typed(self) -> dict[str, Any]:
        """The picture that was tapped; going back without a tap takes nothing away."""
        return super().typed() if "category" in self.data else {}


class NameForm(Question):
    """How it is called, and what there is to tell."""

    step = Step.NAME
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As people call it at the market, for example “Cà phê nhân robusta”."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Name your produce in words, for example “Cà phê nhân robusta”."),
            "max_length": _("This name is too long: keep to 120 letters, tell the rest below."),
        },
    )
    description = forms.CharField(
        label=_("Tell the buyer about it"),
        help_text=_("How it was grown or made, how it tastes, how it is packed."),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("This is too long: keep to 3,000 letters.")},
    )


class AmountForm(Question):
    """How much there is, and in which unit it is sold."""

    step = Step.AMOUNT
    amount = forms.CharField(
        label=_("Amount"),
        max_length=60,
        widget=forms.TextInput(attrs=NUMBERS),
        error_messages={"required": _("Say how much you have to sell, for example 300.")},
    )
    unit = forms.ChoiceField(
        label=_("Sold by"),
        choices=Unit.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the unit you sell by.")},
    )


class PriceForm(Question):
    """What one unit costs."""

    step = Step.PRICE
    price = forms.CharField(
        label=_("Price of one unit"),
        help_text=_("Write it as you say it: 98k, 95.000, 1tr2."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what one unit costs, for example 98k.")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        unit = self.asked.text("unit")
        if unit in Unit.values:
            self.fields["price"].label = gettext("Price of one %(unit)s") % {"unit": short_unit(unit)}


class PlaceForm(Question):
    """Where it grows and when it is harvested."""

    step = Step.PLACE
    farm = forms.ChoiceField(label=_("Where does it grow?"), widget=forms.RadioSelect, required=False)
    commune = forms.CharField(
        label=_("Commune or ward"),
        help_text=COMMUNE_HELP,
        max_length=200,
        required=False,
        error_messages={"required": _("Type the name of the commune or ward. Accents are not needed.")},
    )
    harvested_on = forms.CharField(
        label=_("Harvest day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    season_from_month = forms.ChoiceField(label=_("Season from"), required=False)
    season_to_month = forms.ChoiceField(label=_("Season to"), required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        farms = [(str(farm.pk), str(farm)) for farm in self.asked.farmer.farms.order_by("pk")]
        if farms:
            _choose(self, "farm", [*farms, (ELSEWHERE, _("Somewhere else"))])
        else:
            del self.fields["farm"]
            self.fields["commune"].required = True
        months = [("", "—"), *((str(number), name) for number, name in MONTHS.items())]
        _choose(self, "season_from_month", months)
        _choose(self, "season_to_month", months)
        if choice := commune_choice(str(self.data.get("commune", ""))):
            self.fields["commune_code"] = choice

    def typed(self) -> dict[str, Any]:
        """The code too when it comes from the list shown while typing."""
        elsewhere = {} if "farm" in self.fields else {"farm": ELSEWHERE}
        return super().typed() | {"commune_code": self.data.get("commune_code", "")} | elsewhere


class PapersForm(Question):
    """Certificates held already, and one written down now; none is fine.

    What belongs to a new certificate is shown as needed, because whoever begins to write one down needs all of it.
    """

    step = Step.PAPERS
    certificates = forms.MultipleChoiceField(
        label=_("Certificates you have shown here"), required=False, widget=forms.CheckboxSelectMultiple
    )
    scheme = forms.ChoiceField(
        label=_("Which certificate is it?"), choices=Certificate.Scheme.choices, widget=forms.RadioSelect
    )
    stars = forms.ChoiceField(
        label=_("Stars, for OCOP alone"),
        choices=[("", _("not OCOP")), ("3", "3 ★"), ("4", "4 ★"), ("5", "5 ★")],
    )
    number = forms.CharField(
        label=_("Number on the paper"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=160)
    valid_from = forms.CharField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.CharField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    scan = forms.FileField(
        label=_("Photo or PDF of the paper"),
        help_text=_("Only the officer who checks it sees this."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        mine = certificates_to_choose(self.asked.farmer, self.asked.on)
        if mine:
            _choose(self, "certificates", [(str(paper.pk), paper) for paper in mine])
        else:
            del self.fields["certificates"]

    def _clean_fields(self) -> None:
        """Leave all to the reader; the view has kept the scan in the draft, or said why not."""
        self.cleaned_data = {}


FORMS: dict[Step, type[Question]] = {
    form.step: form for form in (PhotosForm, WhatForm, NameForm, AmountForm, PriceForm, PlaceForm, PapersForm)
}


class NewPriceForm(forms.Form):
    """Another price for a listing; one that jumps far is asked about once more."""

    use_required_attribute = False
    price = forms.CharField(
        label=_("New price"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what one unit costs, for example 98k.")},
    )

    def __init__(self, data: Any = None, *, unit: str, was_vnd: int, auto_id: str = "id_%s") -> None:
        self.unit, self.was_vnd = unit, was_vnd
        self.read: ReadPrice | None = None
        super().__init__(data, auto_id=auto_id)

    def clean_price(self) -> str:
        """Read the price; what was read is kept in `read`."""
        self.read = read_price(self.cleaned_data["price"], self.unit)
        return str(self.cleaned_data["price"])

    @property
    def is_surprising(self) -> bool:
        """Whether the price is far from the one before and has not been confirmed yet."""
        if self.read is None or self.data.get("surely") == self.read.token:
            return False
        return is_surprising(price_vnd=self.read.price_vnd, was_vnd=self.was_vnd)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Give a field the choices that only this request knows."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices
