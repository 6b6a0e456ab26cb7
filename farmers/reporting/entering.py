"""What does a branch enter of itself each quarter, because the register cannot count it?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from farmers.models import Branch, BranchFigures
from farmers.reporting.periods import Period
from farmers.reporting.strength import ENTERED

COLUMNS = (*ENTERED, "grade")


@transaction.atomic
def enter_figures(
    *, branch: Branch, period: Period, columns: Mapping[str, Any], by: User, at: datetime
) -> BranchFigures:
    """Enter, or correct, the figures of a quarter; what changed is in the history. Not of a quarter to come."""
    if period.quarter is None or period.first_day > timezone.localdate(at):
        raise ValidationError(_("Choose a quarter that has begun."), code="quarter")
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValidationError(
            _("No such figure: %(keys)s."), code="unknown", params={"keys": ", ".join(unknown)}
        )
    Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
    found = BranchFigures.objects.filter(branch=branch, year=period.year, quarter=period.quarter).first()
    figures = found or BranchFigures(branch=branch, year=period.year, quarter=period.quarter)
    changed = {
        key: [getattr(figures, key), value]
        for key, value in columns.items()
        if getattr(figures, key) != value
    }
    if found and not changed:
        return found
    for key, value in columns.items():
        setattr(figures, key, value)
    figures.entered_by, figures.entered_at = by, at
    figures.full_clean()
    figures.save()
    log(instance=figures, action="farmers.figures_entered", user=by, timestamp=at, data={"changes": changed})
    return figures
