"""What becomes of several certificates decided about at once? First shown, one by one, then done, one by one.

Only those chosen by their ids, never "all that match": each passes the policy, the checks and its verb by itself, and
one that fails leaves the others as decided. An id that is not the officer's is counted and not named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.certification import return_certificate, verify_certificate
from farmers.models import Certificate
from market.desk.certificate_review import LONGEST_ID
from market.desk.checks import Checked, checks_of_many, warnings_in
from market.desk.queues import reviews_anything
from market.desk.reasons import CERTIFICATE_RETURNED, ReasonForm

MOST_AT_ONCE = 50
MOST_TOLD = 5
VERIFY, RETURN = "verify", "return"


@dataclass(frozen=True)
class Step:
    """What becomes of one certificate: it is decided about, or left alone for a reason (`why`, `warnings`)."""

    certificate: Certificate
    covers: str
    why: str
    warnings: list[Checked]

    @property
    def is_done(self) -> bool:
        """Whether it will be decided about."""
        return not self.why


class Several(WagtailAdminTemplateMixin, TemplateView):
    """Confirm, or return with one reason, the certificates that were chosen in the list."""

    request: SignedInRequest
    template_name = "desk/certificate_several.html"
    header_icon = "circle-check"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sent = self.request.POST if request.method == "POST" else self.request.GET
        self.deed = sent.get("do", "")
        self.chosen = list(dict.fromkeys(_ids(sent.getlist("pk"))))
        self.seen = _ids(self.request.POST.getlist("covering"))
        self.at = timezone.now()
        self.form = ReasonForm(sentences=CERTIFICATE_RETURNED, prefix="return", auto_id="return-%s")
        if self.deed not in {VERIFY, RETURN} or not reviews_anything(self.request.user):
            raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.chosen:
            messages.warning(request, _("Choose certificates in the list first."))
            return redirect("desk_certificates:index")
        if len(self.chosen) > MOST_AT_ONCE:
            told = _("At most %(most)s certificates are decided about at once.")
            messages.warning(request, told % {"most": MOST_AT_ONCE})
            return redirect("desk_certificates:index")
        return super().get(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Decide about those of the shown plan that still may be."""
        if len(self.chosen) > MOST_AT_ONCE:
            raise Http404
        if self.deed == RETURN:
            self.form = ReasonForm(
                request.POST, sentences=CERTIFICATE_RETURNED, prefix="return", auto_id="return-%s"
            )
            if not self.form.is_valid():
                return self.render_to_response(self.get_context_data(), status=422)
        self._tell(*self._decide())
        return redirect(f"{reverse('desk_certificates:index')}?waiting=true")

    @cached_property
    def steps(self) -> list[Step]:
        """What becomes of each that this officer may decide about, in the order of the queue."""
        found = list(self._mine())
        checked = checks_of_many(found, user=self.request.user, on=timezone.localdate(self.at))
        return [self._step(certificate, warnings_in(checked[certificate.pk])) for certificate in found]

    def get_header_title(self) -> str:
        return _("Confirm several") if self.deed == VERIFY else _("Return several")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk_certificates:index"), "label": _("Certificates")},
            {"url": "", "label": self.get_header_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = sum(step.is_done for step in self.steps)
        return super().get_context_data(**kwargs) | {
            "deed": self.deed,
            "steps": self.steps,
            "count": count,
            "left": len(self.steps) - count,
            "unknown": len(self.chosen) - len(self.steps),
            "form": self.form,
        }

    def _mine(self) -> QuerySet[Certificate]:
        mine = rights.visible(Certificate, self.request.user, rights.REVIEW).filter(pk__in=self.chosen)
        return mine.select_related("farmer").order_by("declared_at", "pk")

    def _step(self, certificate: Certificate, warnings: list[Checked]) -> Step:
        covered = list(certificate.coverages.all())
        covers = ", ".join(map(str, covered))
        if certificate.standing != Certificate.Standing.DECLARED:
            why = _("It waits no longer: %(standing)s.") % {"standing": certificate.get_standing_display()}
            return Step(certificate, covers, why, [])
        if self.deed == VERIFY and not covered:
            return Step(certificate, covers, _("It is not said what it covers."), [])
        if self.deed == VERIFY and warnings:
            return Step(certificate, covers, _("Look at it by itself:"), warnings)
        return Step(certificate, covers, "", [])

    def _decide(self) -> tuple[list[Certificate], list[str]]:
        """Those decided about, and a line for each that was left alone."""
        done, left = [], []
        for step in self.steps:
            if not step.is_done:
                left.append(f"{step.certificate}: {step.why} {' '.join(one.text for one in step.warnings)}")
                continue
            try:
                self._decide_one(step.certificate)
            except ValidationError as error:
                left.append(f"{step.certificate}: {' '.join(error.messages)}")
            else:
                done.append(step.certificate)
        return done, left

    def _decide_one(self, certificate: Certificate) -> None:
        user = self.request.user
        if self.deed == VERIFY:
            # All that was shown, and nothing that was claimed meanwhile.
            verify_certificate(
                certificate=certificate, covering=self.seen, leaving=self.seen, by=user, at=self.at
            )
        else:
            return_certificate(
                certificate=certificate,
                reason=self.form.reason,
                reason_code=self.form.code,
                by=user,
                at=self.at,
            )

    def _tell(self, done: list[Certificate], left: list[str]) -> None:
        count = len(done)
        if self.deed == VERIFY:
            told = ngettext("%(count)s certificate confirmed.", "%(count)s certificates confirmed.", count)
        else:
            told = ngettext("%(count)s certificate returned.", "%(count)s certificates returned.", count)
        if count:
            messages.success(self.request, told % {"count": count})
        for line in left[:MOST_TOLD]:
            messages.warning(self.request, line)
        if len(left) > MOST_TOLD:
            told = _("And %(count)s more were left alone.")
            messages.warning(self.request, told % {"count": len(left) - MOST_TOLD})


def _ids(sent: Iterable[str]) -> list[int]:
    return [int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_ID]
