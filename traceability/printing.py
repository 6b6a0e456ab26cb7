"""A filled form asks for labels, or a farm for its sign: which file goes back?"""

import io
from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from traceability import label_sheets, stall_signs
from traceability.forms import LabelsForm
from traceability.labels import print_labels
from traceability.models import Label, Lot


def labels_response(lot: Lot, form: LabelsForm, by: User) -> HttpResponse | None:
    """Print what the form asks and answer the PDF; None when something is wrong, said in the form's errors."""
    if not form.is_valid():
        return None
    try:
        labels = print_labels(lot=lot, by=by, at=timezone.now(), **form.asked())
    except ValidationError as error:
        form.add_error("count" if error.code in {"units", "count"} else None, error)
        return None
    return pdf_response(labels, form.cleaned_data["layout"], lot)


def pdf_response(labels: list[Label], layout: str, lot: Lot) -> HttpResponse:
    """The labels as a file to keep and print."""
    target = io.BytesIO()
    label_sheets.draw(labels, target, layout)
    return _file(target, f"tem-{lot.code}.pdf")


def sign_response(label: Label, sheet: str, *, on: date) -> HttpResponse:
    """The sign of a stall as a file to keep and print."""
    target = io.BytesIO()
    stall_signs.draw_sign(label, target, sheet=sheet, on=on)
    return _file(target, f"bien-quay-{label.code}-{sheet}.pdf")


def _file(target: io.BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(target.getvalue(), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
