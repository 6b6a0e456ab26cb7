"""Who reads what is covered of a member, and why? Shown once, in the answer to the form; each column is noted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.readings import note_reading
from farmers.confiding import CONFIDED
from farmers.models import Member, MemberConfidence
from market.desk.member_facts import COVERED, Fact

OTHER = "other"
REASONS: tuple[tuple[str, Promise], ...] = (
    ("compare", gettext_lazy("To compare with the papers of the person before me")),
    ("correct", gettext_lazy("To correct the record")),
    ("file", gettext_lazy("For a file of the member: a loan, support, a decision")),
    ("asked", gettext_lazy("The member asks what is kept of them")),
    (OTHER, gettext_lazy("For another reason (write it below)")),
)


class WhyForm(forms.Form):
    """Why somebody needs to see something."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you need it?"),
        widget=forms.RadioSelect,
        choices=REASONS,
        error_messages={"required": gettext_lazy("Say why you need it.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("No names or numbers: the reason stays on record."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", _("Write the reason."))
        return cleaned

    @property
    def why(self) -> str:
        """The reason as it is noted."""
        chosen = dict(REASONS)[self.cleaned_data["reason"]]
        words = self.cleaned_data["words"].strip()
        if self.cleaned_data["reason"] == OTHER:
            return str(words)
        return f"{chosen}: {words}" if words else str(chosen)


class ReadingForm(WhyForm):
    """Which columns, and why."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Show"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what you need to see.")},
    )
    field_order = ("columns", "reason", "words")

    def __init__(self, *args: Any, facts: Iterable[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(fact.name, fact.label) for fact in facts]
        cast("forms.MultipleChoiceField", self.fields["columns"]).choices = choices


def open_covered(
    *, member: Member, columns: Iterable[str], reason: str, by: User, at: datetime
) -> dict[str, Any]:
    """The covered columns of a member that were asked for; each reading is noted."""
    named = [name for name in COVERED if name in columns]
    opened = Member.objects.filter(pk=member.pk).values(*named).get()
    _note(Member, named, member, reason=reason, by=by, at=at)
    return opened


def open_confided(*, member: Member, reason: str, by: User, at: datetime) -> dict[str, Any]:
    """All that is sensitive of a member; each column is noted. Empty when nothing is kept."""
    opened = MemberConfidence.objects.filter(pk=member.pk).values(*CONFIDED).first()
    if opened is None:
        return {}
    _note(MemberConfidence, CONFIDED, member, reason=reason, by=by, at=at)
    return opened


def _note(
    model: type[Member | MemberConfidence],
    columns: Iterable[str],
    member: Member,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    for name in columns:
        what = f"{model._meta.label_lower}.{name}"
        note_reading(reader=by, what=what, record_id=member.pk, reason=reason[:200], at=at)


def shown_once(response: HttpResponse) -> HttpResponse:
    """Nothing on the way keeps a page that shows what is covered, nor does the browser."""
    response["Cache-Control"] = "private, no-store"
    return response
