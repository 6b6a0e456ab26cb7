"""How is entered what the law calls sensitive? By an officer with the right, with the member's consent on the same page.

What is kept is not shown here: an answer left open stays as it is. Reading it is on the member's page, with a reason.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.models import Consent
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.confiding import CONFIDED, confide
from farmers.consent_recording import consent_words, open_consent, record_consent
from farmers.correcting import expect_correctable
from farmers.models import MemberConfidence, RecordedConsent
from farmers.person import person_of
from farmers.withdrawing import withdraw
from market.desk.member_days import DayField
from market.desk.member_errors import tell
from market.desk.member_form import answers
from market.desk.member_record import AboutMember

PURPOSE = Consent.Purpose.SENSITIVE_DATA
KEEP, EMPTY = "", "-"


class ConsentForm(forms.Form):
    """How, on which day and before whom the member agreed."""

    use_required_attribute = False

    way = forms.ChoiceField(
        label=gettext_lazy("How was it given?"), choices=RecordedConsent.Way.choices, widget=forms.RadioSelect
    )
    given_on = DayField(label=gettext_lazy("On the day"))
    witness = forms.CharField(
        label=gettext_lazy("Before whom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ConfidedForm(forms.Form):
    """The answers; each may stay as it is, or be emptied."""

    use_required_attribute = False

    def __init__(self, *args: Any, is_there: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(forms.fields_for_model(MemberConfidence, fields=CONFIDED))
        for name, field in self.fields.items():
            field.required = False
            if isinstance(field, forms.ChoiceField):
                kept = (
                    [(KEEP, _("leave as it is")), (EMPTY, _("take out"))]
                    if is_there
                    else [(KEEP, _("not told"))]
                )
                field.choices = [*kept, *answers(field)]
            elif name.endswith("_on"):
                self.fields[name] = DayField(label=field.label, required=False)
            else:
                self.fields[name] = forms.CharField(label=field.label, required=False, max_length=120)

    @property
    def columns(self) -> dict[str, Any]:
        """What was answered."""
        answered = {name: value for name, value in self.cleaned_data.items() if value not in {KEEP, None}}
        return {name: "" if value == EMPTY else value for name, value in answered.items()}


class Confide(AboutMember):
    """Sensitive data of a member who agreed."""

    template_name = "desk/member_confide.html"
    title = gettext_lazy("Sensitive data")
    header_icon = "lock"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not rights.may(self.request.user, rights.SENSITIVE, self.member):
            raise Http404
        self.since = open_consent(purpose=PURPOSE, member=self.member)
        data = request.POST if request.method == "POST" else None
        self.is_there = MemberConfidence.objects.filter(pk=self.member.pk).exists()
        self.form = ConfidedForm(data, is_there=self.is_there)
        self.consent = (
            None if self.since else ConsentForm(data, prefix="consent", initial={"given_on": self.today})
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; a record that stands for another, or for nobody any more, has none."""
        try:
            expect_correctable(self.member)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return self.to_member()
        return super().get(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the answers, with the consent when there was none; or take the consent back."""
        if request.POST.get("do") == "withdraw":
            return self.withdraw()
        sent = [one for one in (self.consent, self.form) if one is not None]
        if [one for one in sent if not one.is_valid()]:
            return self.show_again()
        try:
            with transaction.atomic():
                self.record()
                confide(member=self.member, columns=self.form.columns, by=request.user, at=self.at)
        except ValidationError as error:
            tell(self.form_of(error), error)
            return self.show_again()
        messages.success(request, _("Saved: %(name)s.") % {"name": self.member.full_name})
        return self.to_member()

    def form_of(self, error: ValidationError) -> forms.Form:
        """The form whose answers an error is about."""
        columns = set(getattr(error, "error_dict", {}))
        is_of_consent = columns and columns <= ConsentForm.base_fields.keys()
        return self.consent if self.consent is not None and is_of_consent else self.form

    def record(self) -> None:
        """Note the consent that was typed."""
        if self.consent is not None:
            said = self.consent.cleaned_data
            record_consent(member=self.member, purpose=PURPOSE, by=self.request.user, at=self.at, **said)

    def withdraw(self) -> HttpResponse:
        """The member takes the consent back: what was kept is deleted at once."""
        person = person_of(member=self.member)
        withdraw(person=person, purposes=[PURPOSE], by=self.request.user, at=self.at)
        messages.success(self.request, _("The consent was taken back; what was kept is deleted."))
        return self.to_member()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "consent": self.consent,
            "since": self.since,
            "is_there": self.is_there,
            "words": consent_words(PURPOSE),
        }
