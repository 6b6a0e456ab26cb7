"""What does an officer type about a request: what was asked, what is told, what is done?"""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from farmers.models import DataRequest
from farmers.withdrawing import Given

WORDS_LENGTH = 2000


class AskForm(forms.Form):
    """What somebody asks, as they said it on the phone, at the counter or on paper."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("The person asks to"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("And how it reached you: by phone, in person, on paper."),
    )


class WordsForm(forms.Form):
    """What the person is told."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("What the person is told"),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why it takes longer."""

    use_required_attribute = False

    reason = forms.CharField(label=_("Why it takes longer"), max_length=300)


class WithdrawForm(WordsForm):
    """Which consents are taken back."""

    purposes = forms.MultipleChoiceField(
        label=_("Consents that end"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what the person takes back.")},
    )
    field_order = ("purposes", "words")

    def __init__(self, *args: Any, given: Sequence[Given], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {one.purpose: capfirst(one.words) for one in given}
        cast("forms.MultipleChoiceField", self.fields["purposes"]).choices = list(choices.items())


class DeleteForm(forms.Form):
    """Which records go, and that it is meant: it can't be undone."""

    use_required_attribute = False

    parts = forms.MultipleChoiceField(
        label=_("What is deleted"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what is deleted.")},
    )
    meant = forms.BooleanField(
        label=_("I have checked who asks. This can't be undone."),
        error_messages={"required": _("Tick this once you have checked.")},
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"parts": [key for key, _words in parts]})
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["parts"]).choices = list(parts)
