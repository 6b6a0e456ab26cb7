"""How does a list show just those behind a figure of a report? By the figure's code in the address ("2026q3.female")."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from farmers.models import Branch
from farmers.reporting.selecting import behind
from market.desk.figure_words import FigureCode

CODE_LENGTH = 60


class FigureField(forms.CharField):
    """A code that stands for a condition; what is none is refused."""

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if code:
            try:
                behind(code)
            except (LookupError, ValueError):
                raise ValidationError(_("This figure of a report is not known."), code="figure") from None
        # Shown over the list and in files made of it, so it says itself in words.
        return FigureCode(code) if code else ""


class FigureFilter(django_filters.CharFilter):
    """Members behind a figure, within the branch that is filtered by. Comes from a report, is not typed by hand."""

    field_class = FigureField

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Figure of a report"))
        options.setdefault("widget", forms.HiddenInput)
        options.setdefault(
            "help_text", gettext_lazy("Set by a figure of a report; remove it above the list.")
        )
        super().__init__(max_length=CODE_LENGTH, **options)

    def filter(self, qs: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        if not value:
            return qs
        branch: Branch | None = self.parent.form.cleaned_data.get("branch")
        return qs.filter(behind(value, branch.path if branch else ""), merged_into__isnull=True)


class CertifiedFilter(django_filters.ChoiceFilter):
    """Listings that rest on a certificate valid today, and those that do not."""

    def __init__(self, **options: Any) -> None:
        choices = (("yes", gettext_lazy("With a valid certificate")), ("no", gettext_lazy("Without")))
        options.setdefault("label", gettext_lazy("Certificate"))
        options.setdefault("empty_label", gettext_lazy("All"))
        super().__init__(choices=choices, widget=forms.RadioSelect, **options)

    def filter(self, qs: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        if not value:
            return qs
        valid = models.Q(certified_until__gte=timezone.localdate())
        return qs.filter(valid if value == "yes" else ~valid)
