"""Beside which question of a form does an error of a verb stand? Beside the one whose column it names."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError

# Columns that are typed in one question under another name.
QUESTION_OF: Mapping[str, str] = {
    "birth_year": "birth",
    "birth_date": "birth",
    "commune_code": "commune",
    "permanent_commune_code": "permanent_commune",
}


def tell(form: forms.Form, error: ValidationError) -> None:
    """Put what a verb refused into the form it came from; what is of no question stands above all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for column, errors in error.error_dict.items():
        name = QUESTION_OF.get(column, column)
        form.add_error(name if name in form.fields else None, errors)
