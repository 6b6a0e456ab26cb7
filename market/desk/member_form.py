"""What does an officer type into the register of a person? The fields of the association's form, in its order.

Covered columns are never shown in a form: what is typed replaces what is there, an empty box keeps it. Every question
carries what it held when the page was drawn, so that only what was really changed is written.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farmers.member_cells import commune_name
from farmers.models import Branch, Member
from farmers.residing import commune_lived_in, communes_lived_in
from market.desk.member_facts import COVERED
from vietnam import phones
from vietnam.cells import PartDate, read_date

# Columns typed as they are kept.
AS_THEY_ARE = (
    *("full_name", "gender", "permanent_address", "address"),
    *("household_role", "household_class", "education", "school_grade", "training"),
    *("occupation", "production", "production_quantity", "production_scale", "organisations"),
    *("is_resident", "is_occupational", "is_honorary", "is_core", "duty", "council"),
    *("excellent_years", "titles", "other_titles", "notes"),
)
GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    (
        "who",
        gettext_lazy("Identity"),
        ("branch", "full_name", "gender", "birth", "phone", "citizen_id", "citizen_id_issued_on", "old_id"),
    ),
    ("where", gettext_lazy("Residence"), ("address", "commune", "permanent_address", "permanent_commune")),
    (
        "household",
        gettext_lazy("Household and schooling"),
        ("household_role", "household_class", "education", "school_grade", "training"),
    ),
    (
        "work",
        gettext_lazy("Occupation"),
        ("occupation", "production", "production_quantity", "production_scale", "organisations"),
    ),
    (
        "association",
        gettext_lazy("In the association"),
        ("is_resident", "is_occupational", "is_honorary", "is_core", "trade_branch", "duty", "council"),
    ),
    ("titles", gettext_lazy("Titles"), ("excellent_years", "titles", "other_titles")),
    ("notes", gettext_lazy("Remarks"), ("notes",)),
)
PLACES = ("commune", "permanent_commune")
WIDE = frozenset({"branch", "full_name", "organisations", "notes", "production", "other_titles", "titles"})
OFF = {"autocomplete": "off"}
DIGITS = OFF | {"inputmode": "numeric"}


@dataclass(frozen=True)
class Question:
    """One question as it stands on the page; `drop` empties what is covered, `code` belongs to a place."""

    field: BoundField
    is_wide: bool
    is_kept: bool = False
    drop: BoundField | None = None
    code: BoundField | None = None


class MemberForm(forms.Form):
    """A member's plain columns. Standing, branch and card are changed by decisions, not by typing."""

    use_required_attribute = False

    birth = forms.CharField(
        label=gettext_lazy("Date of birth, or the year"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("5/2/1972, or only 1972."),
        widget=forms.TextInput(attrs=OFF),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=OFF | {"inputmode": "tel"}),
    )
    citizen_id = forms.CharField(
        label=gettext_lazy("Citizen id"), required=False, max_length=20, widget=forms.TextInput(attrs=DIGITS)
    )
    citizen_id_issued_on = forms.CharField(
        label=gettext_lazy("Citizen id issued on"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs=OFF),
    )
    old_id = forms.CharField(
        label=gettext_lazy("Old identity card"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=DIGITS),
    )
    commune = forms.CharField(
        label=gettext_lazy("Commune or ward"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("With or without accents; the old name will do too."),
        widget=forms.TextInput(attrs=OFF),
    )
    permanent_commune = forms.CharField(
        label=gettext_lazy("Commune or ward of permanent residence"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=OFF),
    )

    def __init__(
        self,
        *args: Any,
        member: Member,
        trade_branches: QuerySet[Branch],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = shown(member) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields.update(_as_they_are())
        self._offer_trade(trade_branches)
        for name in PLACES:
            self._ask_which(name)
        for name in COVERED:
            if self.keeps(name):
                label = _("Keep the year alone") if name == "birth_date" else _("Take out what is there")
                self.fields[f"drop_{name}"] = forms.BooleanField(label=label, required=False)

    def _offer_trade(self, branches: QuerySet[Branch]) -> None:
        """Chapters and groups by trade; where there are none, nothing is asked."""
        field = forms.ModelChoiceField(
            branches, label=gettext_lazy("Chapter or group by trade"), required=False, empty_label=_("none")
        )
        if self.member.trade_branch_id or branches.exists():
            self.fields["trade_branch"] = field

    def _ask_which(self, name: str) -> None:
        """Where what was typed can mean several communes, ask which."""
        typed = str(self.data.get(self.add_prefix(name), "")).strip()
        found = communes_lived_in(typed) if typed and typed != self.initial[name] else []
        if len(found) > 1:
            self.fields[f"{name}_code"] = forms.ChoiceField(
                label=_("Which commune is it?"),
                choices=[(commune.code, str(commune)) for commune in found],
                widget=forms.RadioSelect,
                required=False,
            )
        else:
            self.fields[f"{name}_code"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def keeps(self, name: str) -> bool:
        """Whether a covered column holds something already."""
        return bool(getattr(self.member, f"has_{name}", False))

    # ---------- Reading what was typed ----------

    def clean_birth(self) -> PartDate | None:
        """A day, or a year alone."""
        return _date(self.cleaned_data["birth"])

    def clean_citizen_id_issued_on(self) -> date | None:
        """A day."""
        read = _date(self.cleaned_data["citizen_id_issued_on"])
        if read is not None and read.whole is None:
            raise forms.ValidationError(_("Write day, month and year, for example 5/2/2021."))
        return read.whole if read else None

    def clean_phone(self) -> str:
        """In E.164, however it was typed."""
        typed = self.cleaned_data["phone"]
        try:
            return phones.parse(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_citizen_id(self) -> str:
        """Twelve digits."""
        return _digits(
            self.cleaned_data["citizen_id"], 12, _("A citizen id has 12 digits. Read the card again.")
        )

    def clean_old_id(self) -> str:
        """Nine digits, or the twelve of a card of the time between."""
        return _digits(
            self.cleaned_data["old_id"], 9, _("An old identity card has 9 digits. Read the card again.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.communes: dict[str, str] = {}
        for name in PLACES:
            typed = cleaned.get(name, "").strip()
            if typed and name in self.changed_data:
                try:
                    self.communes[name] = commune_lived_in(typed, cleaned.get(f"{name}_code", "")).code
                except ValidationError as error:
                    is_asked = isinstance(self.fields[f"{name}_code"], forms.ChoiceField)
                    self.add_error(f"{name}_code" if is_asked else name, error)
        return cleaned

    def columns(self, *, today: date) -> dict[str, Any]:
        """What was changed, by the names of the columns."""
        changed, typed = set(self.changed_data), self.cleaned_data
        plain = (*AS_THEY_ARE, "phone", "trade_branch")
        columns = {name: typed[name] for name in plain if name in changed}
        if "birth" in changed:
            read: PartDate | None = typed["birth"]
            columns |= {"birth_year": read.year if read else None, "birth_date": read.whole if read else None}
        for name in COVERED:
            if name in changed and typed[name]:
                columns[name] = typed[name]
            elif typed.get(f"drop_{name}"):
                columns[name] = None if name in {"birth_date", "citizen_id_issued_on"} else ""
        for name in PLACES:
            if name in changed:
                code = self.communes.get(name, "")
                columns |= {f"{name}_code": code, f"{name}_code_on": today if code else None}
        return columns

    # ---------- As it stands on the page ----------

    def groups(self) -> list[tuple[str, Promise, list[Question]]]:
        """The questions, group by group."""
        return [
            (key, title, [self._question(name) for name in names if name in self.fields])
            for key, title, names in GROUPS
        ]

    def _question(self, name: str) -> Question:
        covered = "birth_date" if name == "birth" else name
        is_kept = covered in COVERED and self.keeps(covered)
        return Question(
            field=self[name],
            is_wide=name in WIDE,
            is_kept=is_kept,
            drop=self[f"drop_{covered}"] if is_kept else None,
            code=self[f"{name}_code"] if name in PLACES else None,
        )

    def carry(self) -> None:
        """Let every question carry what it held when the page was drawn: what others write meanwhile stays."""
        for name, field in self.fields.items():
            field.show_hidden_initial = name in self.initial


def _as_they_are() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = forms.fields_for_model(Member, fields=AS_THEY_ARE)
    for field in fields.values():
        if isinstance(field, forms.ChoiceField) and not field.required:
            field.choices = [("", _("not told")), *answers(field)]
        elif isinstance(field.widget, forms.TextInput):
            field.widget.attrs.update(OFF)
    return fields


def answers(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    """The choices of a question without the empty one."""
    return [(code, words) for code, words in cast("list[tuple[Any, Any]]", field.choices) if code]


def shown(member: Member) -> dict[str, Any]:
    """A record as it is typed."""
    initial = {name: getattr(member, name) for name in AS_THEY_ARE}
    return initial | {
        "birth": str(member.birth_year or ""),
        "phone": phones.format_local(member.phone) if member.phone else "",
        "trade_branch": member.trade_branch_id,
        "commune": commune_name(member.commune_code, member.commune_code_on),
        "permanent_commune": commune_name(member.permanent_commune_code, member.permanent_commune_code_on),
    }


def _date(typed: str) -> PartDate | None:
    try:
        return read_date(typed)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


def _digits(typed: str, length: int, message: str) -> str:
    digits = re.sub(r"[\s.\-]", "", typed)
    if digits and not (digits.isascii() and digits.isdecimal() and len(digits) == length):
        raise forms.ValidationError(message)
    return digits
