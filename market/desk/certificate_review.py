"""Is this certificate true? The scan beside what was declared, what was already looked at, and the decisions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from farmers import rights
from farmers.certification import (
    confirm_coverage,
    leave_out_coverage,
    return_certificate,
    revoke_certificate,
    verify_certificate,
)
from farmers.issuers import lookups
from farmers.models import Certificate, Coverage
from market.desk.checks import COVERAGES, checks_of, warnings_in
from market.desk.queues import certificates_waiting
from market.desk.reasons import CERTIFICATE_RETURNED, CERTIFICATE_REVOKED
from market.desk.review import Review
from market.desk.scans import is_picture
from market.desk.words import standing_words
from products.models import Product

LONGEST_ID = 18  # more digits than that are no id of any database
Standing = Certificate.Standing


@dataclass(frozen=True)
class Claim:
    """One thing a certificate is said to cover, the listings that rest on it, and how its box stands.

    `is_open` says that nobody has answered it yet.
    """

    coverage: Coverage
    listing_names: list[str]
    is_ticked: bool
    can_be_ticked: bool
    is_open: bool


class CertificateReview(Review):
    """Verify what the scan bears out, return with a reason, or revoke what was verified."""

    model = Certificate
    joined = ("farmer", "farmer__branch", "checked_by")
    template_name = "desk/certificate.html"
    header_icon = "circle-check"
    list_url_name = "desk_certificates"
    list_label = gettext_lazy("Certificates")
    page_url_name = "desk:certificate"
    decisions = {
        "verify": "verify",
        "confirm": "confirm",
        "leave": "leave",
        "return": "send_back",
        "revoke": "revoke",
    }
    waiting = staticmethod(certificates_waiting)
    record: Certificate

    def verify(self) -> HttpResponse:
        """The scan bears out the ticked coverages, and of those that were shown no other."""
        covering, seen = self._ids("covering"), self._ids("seen")
        verify_certificate(
            certificate=self.record, covering=covering, leaving=seen, by=self.request.user, at=self.at
        )
        messages.success(self.request, _("Confirmed: %(record)s.") % {"record": self.record})
        return self.go_on()

    def confirm(self) -> HttpResponse:
        """The scan of a verified certificate bears out more than was confirmed before."""
        covering, seen = self._ids("covering"), self._ids("seen")
        confirm_coverage(
            certificate=self.record, covering=covering, leaving=seen, by=self.request.user, at=self.at
        )
        messages.success(self.request, _("Confirmed: %(record)s.") % {"record": self.record})
        return self._go_on_or_stay()

    def leave(self) -> HttpResponse:
        """The scan of a verified certificate bears out nothing of what is said to be covered as well."""
        leaving = self._ids("seen")
        leave_out_coverage(certificate=self.record, leaving=leaving, by=self.request.user, at=self.at)
        messages.success(self.request, _("Left as it was: %(record)s.") % {"record": self.record})
        return self._go_on_or_stay()

    def send_back(self) -> HttpResponse | None:
        """Something has to be mended by the farmer."""
        reason = self.reason_sent("return", CERTIFICATE_RETURNED)
        if reason is None:
            return None
        code = self.bound["return"].code
        return_certificate(
            certificate=self.record, reason=reason, reason_code=code, by=self.request.user, at=self.at
        )
        messages.success(self.request, _("Returned: %(record)s.") % {"record": self.record})
        return self.go_on()

    def revoke(self) -> HttpResponse | None:
        """What was verified holds no longer."""
        reason = self.reason_sent("revoke", CERTIFICATE_REVOKED)
        if reason is None:
            return None
        code = self.bound["revoke"].code
        revoke_certificate(
            certificate=self.record, reason=reason, reason_code=code, by=self.request.user, at=self.at
        )
        told = _("Revoked: %(record)s. The badge is gone from every page.")
        messages.success(self.request, told % {"record": self.record})
        return redirect(self.page_url_name, pk=self.record.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        certificate, claims = self.record, self._claims
        checked = checks_of(certificate, user=self.request.user, on=timezone.localdate(self.at))
        return super().get_context_data(**kwargs) | {
            "certificate": certificate,
            "standing_words": standing_words(certificate),
            "can_be_checked": certificate.standing == Standing.DECLARED,
            "can_be_revoked": certificate.standing == Standing.VERIFIED,
            "scan_is_picture": is_picture(certificate),
            "may_open_farmer": rights.may(self.request.user, rights.VIEW, certificate.farmer),
            "claims": claims,
            "has_more": any(claim.can_be_ticked for claim in claims),
            "asks_more": any(claim.is_open for claim in claims),
            "warnings": warnings_in(checked),
            "others": [one for one in checked if not one.is_warning],
            "lookups": lookups(certificate.scheme, certificate.issuer),
            "return_form": self.reason_form("return", CERTIFICATE_RETURNED),
            "revoke_form": self.reason_form("revoke", CERTIFICATE_REVOKED),
        }

    def get_header_buttons(self) -> list[HeaderButton]:
        url = f"{reverse('desk_certificates:index')}?waiting=true"
        waiting = HeaderButton(label=_("All that wait"), url=url, icon_name="list-ul")
        return [*super().get_header_buttons(), waiting] if self.may_decide else super().get_header_buttons()

    def _go_on_or_stay(self) -> HttpResponse:
        """The next one for who works through the queue; the same page for who came to this one."""
        if self.place is not None and self.place.number:
            return self.go_on()
        return redirect(self.page_url_name, pk=self.record.pk)

    def _ids(self, name: str) -> list[int]:
        sent = self.request.POST.getlist(name)
        return [int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_ID]

    @cached_property
    def _claims(self) -> list[Claim]:
        """Declared: all ticked until the officer says otherwise. Verified: what was not confirmed may be added."""
        prefetch_related_objects([self.record], COVERAGES)
        listings = rights.visible(Product, self.request.user).filter(coverages__certificate=self.record)
        names: dict[int, list[str]] = {}
        for coverage_id, name in listings.values_list("coverages", "name").order_by("pk"):
            names.setdefault(coverage_id, []).append(name)
        is_declared = self.record.standing == Standing.DECLARED
        is_verified = self.record.standing == Standing.VERIFIED
        # Another button sends another form, which holds no boxes.
        sent = self.request.POST.get("decision") in {"verify", "confirm"}
        ticked = self._ids("covering")
        claims = []
        for coverage in self.record.coverages.all():
            is_confirmed = coverage.confirmed_at is not None
            claims.append(
                Claim(
                    coverage=coverage,
                    listing_names=names.get(coverage.pk, []),
                    is_ticked=is_confirmed or (coverage.pk in ticked if sent else is_declared),
                    can_be_ticked=is_declared or (is_verified and not is_confirmed),
                    is_open=is_verified and coverage.confirmed_by_id is None,
                )
            )
        return claims
