"""Why is a listing paused, a price refused, a report dropped, a listing reported? Ready sentences, and a form to report."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from farmers.certification import REASON_LENGTH
from market.desk.reasons import LISTING_RETURNED, Sentences
from products.models import TakeDown
from products.taking_down import needs_warning

LISTING_PAUSED: Sentences = (
    ("checking", _("Buyers asked something about it. We look into it and call you.")),
    ("certificate", _("The certificate has to be looked at again.")),
    ("stock", _("Buyers say that there is none left. Tell us when you have some again.")),
    ("phone", _("Nobody answers the phone. Call the officer of your commune.")),
)
PRICE_REFUSED: Sentences = (
    ("nought", _("There is a nought too many or too few. Type the price again.")),
    ("unit", _("The price seems to be for another unit. Type it again.")),
    ("far", _("It is far from what others ask. Call the officer of your commune.")),
)
REPORT_DROPPED: Sentences = (
    ("nothing", _("Looked at it and asked the farmer: nothing is wrong.")),
    ("mended", _("The farmer has mended it.")),
    ("mistaken", _("It was reported by mistake.")),
)


class ReportForm(forms.Form):
    """What is wrong with a listing, and on which ground."""

    ground = forms.ChoiceField(label=_("Ground"), choices=(), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What is wrong"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
        help_text=_("The farmer reads this. Name no other person."),
        max_length=REASON_LENGTH,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, f"{label} · {_what_follows(key)}") for key, label in TakeDown.Ground.choices
        ]


def _what_follows(ground: str) -> Promise | str:
    return _("the farmer is warned first") if needs_warning(ground) else _("taken down at once")


def reason_choices() -> list[tuple[str, Promise | str]]:
    """Every ready reason for which a listing is with its farmer or paused; for a filter."""
    return [*LISTING_RETURNED, *LISTING_PAUSED, *TakeDown.Ground.choices]
