"""What does a head type to appoint an officer, to end an office, to let somebody stand in or take over?"""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from farmers import rights
from farmers.models import Branch, Officer
from vietnam import phones


def day_widget() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def branches_to_appoint_at(user: User) -> list[tuple[int, str]]:
    """Where a head may appoint: at the own branch and the ones right below it."""
    found: dict[int, str] = {}
    for branch in rights.branches_for(user, rights.APPOINT):
        found[branch.pk] = branch.name
        below = branch.children.order_by("name_folded", "pk").values_list("pk", "name")
        found.update(dict(below))
    return list(found.items())


class PersonForm(forms.Form):
    """A phone and a name: who it is. The phone is what the person signs in with."""

    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_phone(self) -> str:
        """In E.164, however it was typed."""
        try:
            return phones.parse(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class AppointForm(PersonForm):
    """Who, where, as what, from when."""

    branch = forms.TypedChoiceField(label=_("Branch"), coerce=int)
    role = forms.ChoiceField(label=_("Role"), choices=Officer.Role.choices, widget=forms.RadioSelect)
    since = forms.DateField(label=_("From"), widget=day_widget())

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": today})
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["branch"]).choices = branches_to_appoint_at(user)

    def clean_branch(self) -> Branch:
        """The branch itself."""
        return Branch.objects.get(pk=self.cleaned_data["branch"])


class LastDayForm(forms.Form):
    """The last day of an office."""

    on = forms.DateField(label=_("Last day"), widget=day_widget())


class HandOverForm(PersonForm):
    """Who takes over, and the last day of the one who leaves."""

    on = forms.DateField(label=_("Last day of the one who leaves"), widget=day_widget())


class StandInForm(PersonForm):
    """Who stands in during a leave."""

    since = forms.DateField(label=_("First day of the leave"), widget=day_widget())
    until = forms.DateField(label=_("Last day of the leave"), widget=day_widget())
