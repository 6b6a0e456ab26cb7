"""Which day did an officer type? Day, month, year, as on paper, whatever the browser's own calendar thinks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, filter_adapter_class_registry

from vietnam.cells import read_date


class DayField(forms.DateField):
    """A whole day: 5/2/2026, 05-02-2026, 2026-02-05."""

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": gettext_lazy("day/month/year"), "autocomplete": "off", "inputmode": "numeric"}
        options.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """The day; ValidationError says how to write it."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            read = read_date(str(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if read is not None and read.whole is None:
            raise forms.ValidationError(_("Write day, month and year, for example 5/2/2026."))
        return read.whole if read else None


class DayFilter(django_filters.DateFilter):
    """A filter by a day."""

    field_class = DayField


class DayInForce(BaseFilterAdapter):
    """The day over the list, as people write it."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        for active in super().get_active_filters():
            yield active._replace(value=date_format(self.value, "SHORT_DATE_FORMAT"))


filter_adapter_class_registry.register(DayFilter, value=DayInForce)
