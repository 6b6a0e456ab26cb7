"""How does an officer want the list of those who came or went?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from farmers.exporting import REASON_LENGTH


class ListForm(forms.Form):
    """A format; and, for who may see citizen ids, the reason why they are needed."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("pdf", _("To print (PDF)")), ("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))],
        initial="pdf",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("With citizen ids, because"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("Leave empty for a list without citizen ids. A reason is kept with your name."),
    )

    def __init__(self, *args: Any, may_see_ids: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_see_ids:
            self.fields["reason"].widget = forms.HiddenInput()
