"""At which branch was a certificate checked, and on which day? Said instead of the officer's name."""

from typing import Any

from django.db.models import CharField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from farmers.models import Officer


def checking_columns(certificate: str) -> dict[str, Any]:
    """To annotate with, `certificate` being the lookup to it: `certificate_checked_on` and `checked_at_branch`.

    The branch is a name, empty (None) where whoever checked held no office above the farmer on that day.
    """
    return {
        "certificate_checked_on": TruncDate(f"{certificate}__checked_at"),
        "checked_at_branch": Subquery(_branch_of_checker(certificate)),
    }


def _branch_of_checker(certificate: str) -> QuerySet[Any]:
    """The lowest branch above the farmer where the officer who checked held an office on that day."""
    day = OuterRef("certificate_checked_on")
    farmers_path = ExpressionWrapper(OuterRef(f"{certificate}__farmer__branch__path"), CharField())
    return (
        Officer.objects.annotate(farmers_path=farmers_path)
        .held_on(day)
        .filter(user=OuterRef(f"{certificate}__checked_by"), farmers_path__startswith=F("branch__path"))
        .order_by("-branch__path")
        .values("branch__name")[:1]
    )
