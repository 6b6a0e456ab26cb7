"""Which certificates do I have, for how long do they hold, what sells by them, and how do I add one?"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.private_files import private_storage
from accounts.signed_in import SignedInRequest, signed_in
from farmers.declaring import add_certificate
from farmers.models import Certificate, Farmer
from market.workspace.certificate_forms import NewCertificateForm
from products.drafting import forget_unnamed
from products.models import Product

MOST_SHOWN = 100
SOON = timedelta(days=90)


@signed_in
@never_cache
@require_safe
def certificates(request: SignedInRequest) -> HttpResponse:
    """Mine as cards, the ones that run out first on top."""
    context = {
        "tab": "home",
        "certificates": cards_of(request.user, timezone.localdate()),
        "may_add": Farmer.objects.of_user(request.user).exists(),
    }
    return render(request, "workspace/certificates.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Write a certificate down, with a photograph of the paper; an officer checks it."""
    farmers = list(Farmer.objects.of_user(request.user).order_by("pk"))
    if not farmers:
        return redirect("products:seller")
    is_sent = request.method == "POST"
    form = NewCertificateForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        farmers=farmers,
        on=timezone.localdate(),
    )
    if is_sent and form.is_valid():
        _keep(form)
        messages.success(request, _("Sent. An officer of the Association checks it, and you are told here."))
        return redirect("workspace:certificates")
    context = {"tab": "home", "form": form}
    return render(request, "workspace/certificate_new.html", context, status=400 if form.errors else 200)


def cards_of(user: User, on: date) -> list[dict[str, Any]]:
    """Certificates of the farmers a user acts for, and the listings that carry them: two queries."""
    mine = _of_farmers_of(user).select_related("farmer")
    found = list(mine.order_by("expires_on", "pk")[:MOST_SHOWN])
    listings = _listings_by_certificate(found)
    return [_card(certificate, listings[certificate.pk], on) for certificate in found]


def papers_in_words(user: User, on: date) -> str:
    """What of a user's certificates asks for something, the most pressing alone, or how many there are: one query."""
    mine = _of_farmers_of(user).only("standing", "expires_on", "scheme", "stars")
    standings = [(paper.shown_standing, paper) for paper in mine.order_by("expires_on", "pk")[:MOST_SHOWN]]
    ending = [paper for standing, paper in standings if standing == "verified"][:1]
    if ending and ending[0].expires_on - on <= SOON:
        days = (ending[0].expires_on - on).days
        told = ngettext("%(title)s ends in %(days)s day", "%(title)s ends in %(days)s days", days)
        return told % {"title": ending[0].title, "days": days}
    if any(standing == "returned" for standing, _paper in standings):
        return _("One was sent back: add it once more")
    if not standings:
        return _("None yet")
    return ngettext("%(many)s certificate", "%(many)s certificates", len(standings)) % {
        "many": len(standings)
    }


def _of_farmers_of(user: User) -> QuerySet[Certificate]:
    return Certificate.objects.filter(farmer__people__user=user, farmer__people__revoked_at__isnull=True)


def _card(certificate: Certificate, listings: list[dict[str, Any]], on: date) -> dict[str, Any]:
    standing = certificate.shown_standing
    is_lasting = standing in {"verified", "declared"}
    return {
        "id": f"certificate_{certificate.pk}",
        "scheme": certificate.scheme,
        "title": certificate.title,
        "number": certificate.number,
        "farmer": certificate.farmer,
        "standing": "checking" if standing == "declared" else standing,
        "reason": certificate.reason if standing in {"returned", "revoked"} else "",
        "until": certificate.expires_on,
        "days_left": max((certificate.expires_on - on).days, 0) if is_lasting else None,
        "days_all": max((certificate.expires_on - certificate.valid_from).days, 1),
        "listings": listings,
    }


def _listings_by_certificate(found: Iterable[Certificate]) -> dict[int, list[dict[str, Any]]]:
    carrying = (
        Product.objects.filter(coverages__certificate__in=list(found))
        .exclude(state=Product.State.WITHDRAWN)
        .order_by("-pk")
        .values_list("coverages__certificate", "pk", "name")
        .distinct()
    )
    listings = defaultdict(list)
    for certificate, pk, name in carrying:
        listings[certificate].append({"name": name, "url": reverse("workspace:product", kwargs={"pk": pk})})
    return listings


def _keep(form: NewCertificateForm) -> None:
    """Keep the scan before the transaction; one that nothing names, because the paper was known, goes again."""
    taken = form.cleaned_data["scan"]
    name = f"scans/{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}{taken.ending}"
    kept = private_storage().save(name, ContentFile(taken.content))
    try:
        add_certificate(farmer=form.holder, paper=form.paper(scan=kept), produce=form.cleaned_data["produce"])
    finally:
        forget_unnamed([kept])
