"""How does an officer bring a list of paper certificates: the filled form, the scans in a ZIP, the empty form?"""

from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.signed_in import SignedInRequest
from accounts.tables.refusing import Unreadable, limits
from accounts.workbooks import XLSX, write_workbook
from farmers import rights
from farmers.importing_certificates.archive import MOST_BYTES
from farmers.importing_certificates.bringing import bring_certificates
from farmers.importing_certificates.columns import empty_form
from farmers.models import Intake
from market.desk.intake_forms import BringForm
from market.desk.intakes import BringList


class PapersForm(BringForm):
    """The filled form, the scans, and the branch whose farmers hold the papers."""

    scans = forms.FileField(
        label=gettext_lazy("Scans (.zip)"),
        required=False,
        help_text=gettext_lazy("Photos or PDFs, named as in the column “Tên tệp ảnh chụp”. May be left out."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    field_order = ("branch", "file", "scans")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].label = _("Farmers of")


class BringPapers(BringList):
    """Choose the filled form and the scans; below, the lists of certificates that were brought before."""

    template_name = "desk/certificate_intake.html"
    kind = Intake.Kind.CERTIFICATES

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = PapersForm(request.POST or None, request.FILES or None, user=self.request.user)

    def get_header_title(self) -> str:
        return _("Bring in paper certificates")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = super().get_breadcrumbs_items()[:-2]
        certificates = {"url": reverse("desk_certificates:index"), "label": _("Certificates")}
        return [*first, certificates, {"url": "", "label": self.get_header_title()}]

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the files in; nothing is written into the register by that."""
        if self.form.is_valid():
            said = self.form.cleaned_data
            try:
                intake = bring_certificates(
                    table=said["file"],
                    name=said["file"].name,
                    scans=said["scans"],
                    branch=said["branch"],
                    by=request.user,
                    at=timezone.now(),
                )
            except Unreadable as refused:
                self.form.add_error("file", refused.messages)
            except ValidationError as refused:
                self.form.add_error("scans", refused.messages)
            else:
                return redirect("desk:intake", pk=intake.pk)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "megabytes": limits().upload_bytes // 1_000_000,
            "scans_megabytes": MOST_BYTES // 1_000_000,
        }


@require_safe
def empty_papers_form(request: SignedInRequest) -> FileResponse:
    """The workbook that officers fill in."""
    if not rights.branches_for(request.user, rights.ENTER):
        raise Http404
    target = TemporaryFile()  # noqa: SIM115 the response closes it
    write_workbook(target, [empty_form()])
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="chung-nhan-giay.xlsx", content_type=XLSX)
