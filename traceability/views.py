"""Which page answers a printed code, and which one prints it?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.signed_in import SignedInRequest, signed_in
from farmers.models import Farm, Farmer
from traceability import codes
from traceability.forms import LabelsForm, TypeCodeForm
from traceability.label_sheets import LAYOUTS
from traceability.labels import printings_of, reprint_labels, unit_limit, void_labels
from traceability.models import Label, Lot
from traceability.origin_page import page_of
from traceability.origin_version import etag_of
from traceability.printing import labels_response, pdf_response, sign_response
from traceability.provenance import story_of
from traceability.scanning import is_scan, note_scan
from traceability.shown_labels import label_of_farm
from traceability.stall_signs import SHEETS


@require_safe
def origin(request: HttpRequest, code: str) -> HttpResponse:
    """The origin page of a printed code: at most three queries, no session, every look counted, 304 ones too."""
    try:
        canonical = codes.check(code)
    except codes.WrongCode:
        return _not_a_code(request, code)
    if code != canonical:
        return redirect("traceability:origin", code=canonical)
    now = timezone.now()
    story = story_of(canonical, timezone.localdate(now))
    if story is None:
        return _not_a_code(request, code)
    if is_scan(request):
        note_scan(label_id=story.label_id, at=now)
    etag = etag_of(story)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or render(request, "traceability/origin.html", page_of(story))
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def typed(request: HttpRequest, code: str) -> HttpResponse:
    """A code as people write it, led to the address on the label."""
    try:
        return redirect("traceability:origin", code=codes.check(code))
    except codes.WrongCode:
        return _not_a_code(request, code)


@require_safe
def type_code(request: HttpRequest) -> HttpResponse:
    """A field for the twelve characters, for whoever has no camera or a scratched picture."""
    if "code" not in request.GET:
        return render(request, "traceability/type_code.html", {"form": TypeCodeForm(), "current": "code"})
    form = TypeCodeForm(request.GET)
    if form.is_valid():
        return redirect("traceability:origin", code=form.cleaned_data["code"])
    return _not_a_code(request, request.GET["code"])


def _not_a_code(request: HttpRequest, code: str) -> HttpResponse:
    form = TypeCodeForm({"code": code[:60]})
    if form.is_valid():
        form.add_error("code", _("No label carries this code. Compare it with the label, four by four."))
    near = Label.objects.filter(code__in=codes.nearby(code)).values_list("code", flat=True)[:3]
    links = [{"text": codes.shown(one), "url": reverse("traceability:origin", args=[one])} for one in near]
    context = {"form": form, "links": links, "is_unknown": True, "current": "code"}
    return render(request, "traceability/type_code.html", context, status=404)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: SignedInRequest, pk: int) -> HttpResponse:
    """The farmer chooses labels of a lot and gets them as a PDF."""
    lot = _own_lot(request, pk)
    form = LabelsForm(request.POST or None)
    if request.method == "POST" and (answer := labels_response(lot, form, request.user)):
        return answer
    context = {
        "lot": lot,
        "form": form,
        "printings": printings_of(lot),
        "unit_limit": number_format(unit_limit(lot), force_grouping=True),
        "layouts": LAYOUTS.values(),
        "tab": "home",
        "is_held": lot.state in {Lot.State.HELD, Lot.State.RECALLED},
    }
    return render(request, "traceability/labels.html", context, status=400 if form.errors else 200)


@signed_in
@require_POST
def reprint(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same labels once more, as a PDF on the paper chosen."""
    lot = _own_lot(request, pk)
    layout = request.POST.get("layout", "")
    try:
        again = reprint_labels(lot=lot, code=request.POST.get("code", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("traceability:labels", pk=lot.pk)
    return pdf_response(again, layout if layout in LAYOUTS else "a4", lot)


@signed_in
@require_POST
def void(request: SignedInRequest, pk: int) -> HttpResponse:
    """Labels that were lost or spoiled are taken out of use."""
    lot = _own_lot(request, pk)
    try:
        count = void_labels(lot=lot, code=request.POST.get("code", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("%(count)s code is void now.", "%(count)s codes are void now.", count)
        messages.success(request, said % {"count": count})
    return redirect("traceability:labels", pk=lot.pk)


@signed_in
@require_safe
def stall_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sign of a farm's stall as a PDF, on the sheet that was chosen."""
    farms = Farm.objects.filter(farmer__in=Farmer.objects.of_user(request.user))
    farm = get_object_or_404(farms, pk=pk)
    now = timezone.now()
    label = label_of_farm(farm=farm, by=request.user, at=now)
    sheet = request.GET.get("giay", "")
    return sign_response(label, sheet if sheet in SHEETS else "a4", on=timezone.localdate(now))


def _own_lot(request: SignedInRequest, pk: int) -> Lot:
    lots = Lot.objects.of_user(request.user).select_related("product__farmer", "farm")
    return get_object_or_404(lots, pk=pk)
