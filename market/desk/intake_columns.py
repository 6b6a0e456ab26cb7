"""What does each column of a list hold? Proposed by meaning, shown with the first rows, corrected by an officer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.tables.heading import Found
from farmers.importing.bringing import confirm_mapping
from farmers.importing.kinds import Question, kind_of
from farmers.importing.reading import samples_of
from farmers.models import Intake
from market.desk.officer_forms import day_widget

CERTAIN = 92
SHOWN_OF_AN_ID = 3
CERTAINTY_WORDS = {
    "sure": gettext_lazy("recognised"),
    "likely": gettext_lazy("please check"),
    "none": gettext_lazy("not recognised"),
}


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file: its title, its question, how sure the proposal is, its first cells."""

    header: str
    field: forms.BoundField
    certainty: str
    words: Promise
    cells: list[str]


class ColumnsForm(forms.Form):
    """A choice for each column, then what is asked once for the whole file."""

    def __init__(self, *args: Any, intake: Intake, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.intake, self.by = intake, by
        self.kind = kind_of(intake)
        self.found = Found.from_json(intake.found["table"])
        self.samples = samples_of(intake)
        offered = set(self.kind.offered(intake=intake, by=by))
        choices = [("", _("leave out"))] + [
            (one.name, one.label) for one in self.kind.fields if one.name in offered
        ]
        confirmed = intake.mapping.get("columns")
        for column in self.found.columns:
            said = confirmed.get(str(column.index), "") if confirmed else column.field
            self.fields[f"column_{column.index}"] = forms.ChoiceField(
                label=column.header,
                choices=choices,
                required=False,
                initial=said if said in offered else "",
            )
        answers = intake.mapping.get("answers", {})
        self.questions = list(self.kind.questions(intake=intake, by=by))
        for question in self.questions:
            self.fields[question.name] = _field_of(question, answers.get(question.name))

    def columns(self) -> Iterator[ShownColumn]:
        """The columns in the order of the file."""
        for column in self.found.columns:
            yield ShownColumn(
                header=column.header,
                field=self[f"column_{column.index}"],
                certainty=(sure := _certainty(column.certainty if column.field else 0)),
                words=CERTAINTY_WORDS[sure],
                cells=[_masked(cell) for cell in self._cells(column.index)],
            )

    def asked(self) -> list[forms.BoundField]:
        """What is asked once for the whole file."""
        return [self[question.name] for question in self.questions]

    def confirm(self, *, at: datetime) -> bool:
        """Say it; errors that belong to the whole come back to the form."""
        columns = {column.index: self.cleaned_data[f"column_{column.index}"] for column in self.found.columns}
        answers = {question.name: _as_answer(self.cleaned_data[question.name]) for question in self.questions}
        try:
            confirm_mapping(intake=self.intake, columns=columns, answers=answers, by=self.by, at=at)
        except ValidationError as refused:
            if refused.code == "moved":
                raise
            self.add_error(None, refused.messages)
            return False
        return True

    def _cells(self, index: int) -> list[str]:
        # Each sample begins with the number of its row.
        return [row[index + 1] if index + 1 < len(row) else "" for row in self.samples]


def _field_of(question: Question, said: str | None) -> forms.Field:
    options: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    if question.kind == "yes":
        return forms.BooleanField(initial=bool(said), **options)
    if question.kind == "date":
        return forms.DateField(initial=said or None, widget=day_widget(), **options)
    return forms.ChoiceField(choices=question.choices, initial=said or question.initial, **options)


def _as_answer(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def _certainty(certainty: int) -> str:
    """How sure the proposal is, as a sign people read."""
    if certainty >= CERTAIN:
        return "sure"
    return "likely" if certainty else "none"


def _masked(cell: str) -> str:
    """A cell to look at; of a long number only its end, since a citizen id may stand in any column."""
    digits = sum(character.isdigit() for character in cell)
    if digits >= 9 and digits >= len(cell) - 3:
        return f"••• {cell[-SHOWN_OF_AN_ID:]}"
    return cell
