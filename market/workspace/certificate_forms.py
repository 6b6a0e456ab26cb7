"""What is asked of a farmer who adds a certificate?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from farmers.declaring import Paper, as_certificate
from farmers.models import Certificate, Farmer
from products.photos import Taken, take_scan

WHOLE = {"required": _("Write the day like 15/03/2026."), "invalid": _("Write the day like 15/03/2026.")}


class NewCertificateForm(forms.Form):
    """A photograph of the paper and what is printed on it; whose it is, where somebody acts for several."""

    use_required_attribute = False

    farmer = forms.ModelChoiceField(
        label=_("Whose certificate is it?"),
        queryset=Farmer.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whose certificate it is.")},
    )
    scan = forms.FileField(
        label=_("Photo or PDF of the paper"),
        help_text=_("Only the officer who checks it sees this."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        error_messages={"required": _("Photograph the certificate, so that the officer can check it.")},
    )
    scheme = forms.ChoiceField(
        label=_("Which certificate is it?"),
        choices=Certificate.Scheme.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which certificate it is.")},
    )
    stars = forms.ChoiceField(
        label=_("Stars, for OCOP alone"),
        choices=[("", _("not OCOP")), ("3", "3 ★"), ("4", "4 ★"), ("5", "5 ★")],
        required=False,
    )
    number = forms.CharField(
        label=_("Number on the paper"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Copy the number from the paper.")},
    )
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=160,
        error_messages={"required": _("Write who issued it, as printed on the paper.")},
    )
    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=WHOLE
    )
    expires_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=WHOLE
    )
    produce = forms.CharField(
        label=_("For which produce?"),
        help_text=_("As printed on the paper. Leave it empty if it is for all you grow."),
        max_length=120,
        required=False,
    )

    def __init__(self, data: Any = None, files: Any = None, *, farmers: Sequence[Farmer], on: date) -> None:
        super().__init__(data, files)
        self.on, self.farmers = on, farmers
        if len(farmers) == 1:
            del self.fields["farmer"]
        else:
            choices = cast("forms.ModelChoiceField[Farmer]", self.fields["farmer"])
            choices.queryset = Farmer.objects.filter(pk__in=[farmer.pk for farmer in farmers])

    @property
    def holder(self) -> Farmer:
        """Whose certificate it is."""
        chosen: Farmer | None = self.cleaned_data.get("farmer")
        return chosen or self.farmers[0]

    def clean_scan(self) -> Taken:
        """The file as it is to be kept; why not, beside the field."""
        return take_scan(self.cleaned_data["scan"])

    def clean_expires_on(self) -> date:
        """One that has run out can't be checked any more."""
        found: date = self.cleaned_data["expires_on"]
        if found < self.on:
            raise ValidationError(_("This certificate has run out. Add the new one."))
        return found

    def clean(self) -> dict[str, Any]:
        """What the rules of a certificate say of the whole."""
        cleaned = super().clean() or {}
        if cleaned.get("scheme") == Certificate.Scheme.OCOP and not cleaned.get("stars"):
            self.add_error("stars", _("Choose how many stars the OCOP certificate has."))
        if not self.errors:
            try:
                as_certificate(self.paper(scan=""), self.holder)
            except ValidationError as error:
                for name, wrong in error.update_error_dict({}).items():
                    self.add_error(name if name in self.fields else None, wrong)
        return cleaned

    def paper(self, *, scan: str) -> Paper:
        """What is printed, with the name of the kept file."""
        typed = self.cleaned_data
        is_ocop = typed["scheme"] == Certificate.Scheme.OCOP
        return Paper(
            scheme=typed["scheme"],
            number=typed["number"],
            issuer=typed["issuer"],
            valid_from=typed["valid_from"],
            expires_on=typed["expires_on"],
            stars=int(typed["stars"]) if is_ocop else None,
            scan=scan,
            scan_type=typed["scan"].media_type,
        )
