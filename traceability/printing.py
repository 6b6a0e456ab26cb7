"""A filled form asks for labels: which file goes back?"""

import io

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from traceability import label_sheets
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
    response = HttpResponse(target.getvalue(), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="tem-{lot.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
