"""What does an officer do to a listing that is on sale? Pause it, report it, warn the farmer, take it down.

Each leaves the officer on the page of the listing, where it stands as it now is.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from market.desk.listing_reasons import LISTING_PAUSED, REPORT_DROPPED, ReportForm
from market.desk.review import Review
from products.listing import halt_product, release_product
from products.models import Product, TakeDown
from products.settling import open_case
from products.taking_down import (
    ON_SALE_OR_PAUSED,
    drop_report,
    needs_warning,
    report_listing,
    take_down,
    warn_farmer,
)

SUPERVISION = {
    "halt": "halt",
    "release": "release",
    "report": "report",
    "warn": "warn",
    "take_down": "take_down",
    "drop": "drop",
}


class SupervisedListing(Review):
    """The decisions about a listing that buyers see."""

    record: Product
    report_form: ReportForm | None = None

    def halt(self) -> HttpResponse | None:
        """Off sale for a while, with a reason that the farmer reads."""
        reason = self.reason_sent("halt", LISTING_PAUSED)
        if reason is None:
            return None
        code = self.bound["halt"].code
        halt_product(product=self.record, reason=reason, reason_code=code, by=self.request.user, at=self.at)
        return self._stay(_("Paused. The farmer reads why, and only an officer puts it back on sale."))

    def release(self) -> HttpResponse:
        """Back on sale."""
        release_product(product=self.record, by=self.request.user, at=self.at)
        return self._stay(_("On sale again."))

    def report(self) -> HttpResponse | None:
        """Something is wrong; the clock starts."""
        self.report_form = ReportForm(self.request.POST, prefix="report", auto_id="report-%s")
        if not self.report_form.is_valid():
            return None
        typed = self.report_form.cleaned_data
        report_listing(
            product=self.record,
            ground=typed["ground"],
            words=typed["words"],
            by=self.request.user,
            at=self.at,
        )
        return self._stay(_("Reported. Now take it down, warn the farmer, or drop the report."))

    def warn(self) -> HttpResponse:
        """The farmer reads it, and has some days to mend."""
        case = warn_farmer(case=self._case, by=self.request.user, at=self.at)
        told = _("Warned. Unless it is mended, it may be taken down from %(day)s on.")
        return self._stay(told % {"day": f"{case.takes_effect_on:%d/%m/%Y}"})

    def take_down(self) -> HttpResponse:
        """Gone from every page at once."""
        take_down(case=self._case, by=self.request.user, at=self.at)
        return self._stay(_("Taken down. It is gone from every page; the farmer reads why and may mend it."))

    def drop(self) -> HttpResponse | None:
        """Nothing wrong was found."""
        words = self.reason_sent("drop", REPORT_DROPPED)
        if words is None:
            return None
        drop_report(case=self._case, words=words, by=self.request.user, at=self.at)
        return self._stay(_("Dropped. The listing stays as it is."))

    @property
    def _case(self) -> TakeDown:
        if self.case is None:
            raise ValidationError(_("Nothing is open against this listing any more."), code="moved")
        return self.case

    @cached_property
    def case(self) -> TakeDown | None:
        """What is being looked into."""
        return open_case(self.record)

    def _stay(self, told: str) -> HttpResponse:
        messages.success(self.request, told)
        return redirect(self.page_url_name, pk=self.record.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product, case = self.record, self.case
        is_here = product.state in ON_SALE_OR_PAUSED
        today = timezone.localdate(self.at)
        return super().get_context_data(**kwargs) | {
            "case": case,
            "case_is_late": case is not None and case.due_at < self.at,
            "can_be_warned": is_here
            and case is not None
            and case.state == TakeDown.State.REPORTED
            and needs_warning(case.ground),
            "can_be_taken_down": is_here
            and case is not None
            and (
                not needs_warning(case.ground)
                or (case.takes_effect_on is not None and case.takes_effect_on <= today)
            ),
            "can_be_halted": product.state == Product.State.PUBLISHED,
            "can_be_released": product.state == Product.State.PAUSED and bool(product.reason),
            "can_be_reported": is_here and case is None,
            "halt_form": self.reason_form("halt", LISTING_PAUSED),
            "drop_form": self.reason_form("drop", REPORT_DROPPED),
            "report_form": self.report_form or ReportForm(prefix="report", auto_id="report-%s"),
        }
