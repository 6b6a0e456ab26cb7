"""Why does an officer send something back? Ready sentences to choose from, and words of one's own."""

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farmers.certification import REASON_LENGTH, need_reason

Sentences = tuple[tuple[str, Promise], ...]

CERTIFICATE_RETURNED: Sentences = (
    ("unreadable", gettext_lazy("The scan cannot be read. Photograph the paper again in daylight.")),
    ("number", gettext_lazy("The number typed is not the one on the paper.")),
    ("dates", gettext_lazy("The dates typed are not the ones on the paper.")),
    (
        "name",
        gettext_lazy("The paper is in another name. Send the one of your group with the list of members."),
    ),
    ("produce", gettext_lazy("The paper does not cover this produce or this farm.")),
    ("expired", gettext_lazy("The certificate has run out. Send the new one when you have it.")),
)
CERTIFICATE_REVOKED: Sentences = (
    ("withdrawn", gettext_lazy("The issuer has withdrawn the certificate.")),
    ("false", gettext_lazy("The issuer does not know this certificate.")),
    ("mistaken", gettext_lazy("It was confirmed by mistake.")),
)
LISTING_RETURNED: Sentences = (
    ("photos", gettext_lazy("The photos are not clear. Take them again in daylight.")),
    ("photos_not_own", gettext_lazy("The photos do not show your own produce. Take a photo of it.")),
    ("price", gettext_lazy("Check the price and the unit.")),
    ("amount", gettext_lazy("Check the amount you can sell.")),
    ("words", gettext_lazy("Describe the produce: variety, how it is grown, how it is packed.")),
    ("claims", gettext_lazy("Take out words that promise a cure or a certificate you do not have.")),
)


class ReasonForm(forms.Form):
    """A ready sentence, words of one's own, or both: together the reason the farmer reads."""

    sentence = forms.ChoiceField(
        label=gettext_lazy("Reason"), required=False, widget=forms.RadioSelect, choices=()
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
        help_text=gettext_lazy("The farmer reads this. Say what to do."),
    )

    def __init__(self, *args: Any, sentences: Sentences, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sentences = dict(sentences)
        cast("forms.ChoiceField", self.fields["sentence"]).choices = sentences

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.reason:
            raise forms.ValidationError(_("Choose a reason, or write one."), code="reason")
        if not self.errors:
            need_reason(self.reason)
        return cleaned

    @property
    def code(self) -> str:
        """The key of the chosen sentence; empty for words of one's own."""
        return str(self.cleaned_data.get("sentence", ""))

    @property
    def reason(self) -> str:
        """The chosen sentence followed by the words."""
        chosen = self.sentences.get(self.cleaned_data.get("sentence", ""), "")
        return " ".join(part for part in (str(chosen), self.cleaned_data.get("words", "").strip()) if part)
