"""What does an officer choose of a list of members: branch, columns in their order, format, and why?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from farmers import rights
from farmers.exporting import REASON_LENGTH, Choice
from farmers.member_columns import COLUMNS, FULL, GROUPS, NUMBER, USUAL, MemberColumn
from farmers.models import Branch

BUILT_IN: dict[str, tuple[Promise, Sequence[str]]] = {
    "usual": (_("The usual list"), USUAL),
    "full": (_("All columns that are not sensitive"), FULL),
}
FORMATS = (
    ("xlsx", _("Excel (.xlsx), with heading and signatures")),
    ("pdf", _("To print (.pdf), up to 5,000 members")),
    ("csv", _("For other programs (.csv)")),
)
LAST = 10_000  # where a column without a number stands


@dataclass(frozen=True)
class Tick:
    """One column as it can be chosen: ticked or not, and its place among the chosen ones."""

    column: MemberColumn
    place: int | None

    @property
    def is_ticked(self) -> bool:
        """Whether it is among the chosen ones."""
        return self.place is not None


def ticks(chosen: Sequence[str], *, may_see_sensitive: bool) -> list[tuple[str, list[Tick]]]:
    """Every column an officer may choose, by its group."""
    places = {key: place for place, key in enumerate(chosen, start=1)}
    groups = [
        (
            str(title),
            [Tick(one, places.get(one.key)) for one in columns if may_see_sensitive or not one.is_sensitive],
        )
        for title, columns in GROUPS
    ]
    return [(title, columns) for title, columns in groups if columns]


class ExportForm(forms.Form):
    """The branch and the format; the columns are read from ticks and small numbers beside them."""

    branch = forms.ModelChoiceField(label=_("Members of"), queryset=Branch.objects.none(), empty_label=None)
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, widget=forms.RadioSelect, initial="xlsx")
    reason = forms.CharField(
        label=_("Why are sensitive columns needed?"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("For example: report to the standing committee. It is kept with the file."),
    )

    def __init__(self, *args: Any, user: User, offered: Sequence[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = cast("forms.ModelChoiceField", self.fields["branch"])
        field.queryset = rights.visible(Branch, user)
        # All may be sent, a few are offered: nobody picks one of 5,000 chapters from a list.
        field.widget.choices = [(branch.pk, branch.name) for branch in offered]

    @property
    def columns(self) -> list[str]:
        """The ticked columns by their numbers, those without one after the others, as they stand on the page."""
        if not self.is_bound:
            return list(USUAL)
        sent = cast("QueryDict", self.data)
        ticked = [key for key in sent.getlist("column") if key in COLUMNS]
        return sorted(dict.fromkeys(ticked), key=self._place)

    def _place(self, key: str) -> int:
        typed = self.data.get(f"place-{key}", "").strip()
        if typed.isascii() and typed.isdigit():
            return min(int(typed), LAST)
        return 0 if key == NUMBER else LAST


def chosen(form: ExportForm, **narrowed: Any) -> Choice:
    """What was chosen on the form, with the filters of the list."""
    typed = form.cleaned_data
    return Choice(columns=form.columns, format=typed["format"], reason=typed["reason"], **narrowed)


class LayoutForm(forms.Form):
    """A name for the ticked columns, and who shares them."""

    name = forms.CharField(label=_("Name of the layout"), max_length=60)
    branch = forms.ModelChoiceField(label=_("Who may use it"), queryset=Branch.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["branch"])
        mine = rights.branches_for(user, rights.APPOINT)
        field.queryset = rights.visible(Branch, user, rights.APPOINT)
        shared = [(one.pk, _("All at %(branch)s and below") % {"branch": one.name}) for one in mine]
        field.widget.choices = [("", _("I alone")), *shared]
        if not mine:
            del self.fields["branch"]
