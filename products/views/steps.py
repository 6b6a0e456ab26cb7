"""Which question comes next, and what happens to its answer?

Whatever arrives is kept first (answers as typed, files once checked) and judged after; Back is a button that sends
the page too. A draft that was sent already leads to its listing.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.signed_in import SignedInRequest, signed_in
from farmers.models import Farmer
from products.drafting import add_photos, begin_draft, keep_answers, put_scan, remove_file
from products.forms import FORMS, Question
from products.models import Draft, DraftFile, Product
from products.posting import Incomplete, farmer_of_draft, product_of_draft, send_draft
from products.questions import PAPER_ANSWERS, Asked, Step, read_category, scan_of
from products.retelling import step_url, tell
from products.views.showing import what_is_shown

Refused = dict[str, list[str]]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_step(request: SignedInRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """One question of a draft; the first photos that are sent make the draft."""
    if step not in set(Step):
        raise Http404
    found = Draft.objects.select_related("user").filter(pk=draft, user=request.user).first()
    if found is None and (product := product_of_draft(draft, request.user)):
        messages.info(request, _("This listing has been sent already."))
        return redirect("workspace:product", pk=product.pk)
    if found is None and request.method == "POST" and step == Step.PHOTOS:
        try:
            found = _begin(request, draft)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("products:post_stepwise")
    farmer = farmer_of_draft(found) if found else None
    if found is None or farmer is None:
        raise Http404
    asked = Asked(found, farmer, timezone.localdate())
    try:
        return _check(request, asked) if step == Step.CHECK else _ask(request, asked, Step(step))
    except Draft.DoesNotExist as error:  # sent or thrown away in another tab meanwhile
        raise Http404 from error


def _begin(request: SignedInRequest, draft_id: uuid.UUID) -> Draft:
    """A new draft for the farmer named in the form; 404 for a farmer, or the id of a draft, that is somebody else's."""
    farmer = Farmer.objects.of_user(request.user).filter(pk=_number(request.POST.get("farmer"))).first()
    if farmer is None:
        raise Http404
    try:
        return begin_draft(draft_id=draft_id, user=request.user, farmer=farmer)
    except Draft.DoesNotExist as error:
        raise Http404 from error


def _ask(request: SignedInRequest, asked: Asked, step: Step) -> HttpResponse:
    if request.method == "POST":
        return _take(request, asked, step)
    if step is Step.PRICE and not asked.text("unit"):
        return redirect(step_url(asked.draft, Step.AMOUNT))
    return _show(request, asked, FORMS[step](asked=asked, initial=_suggested(step, asked)))


def _take(request: SignedInRequest, asked: Asked, step: Step) -> HttpResponse:
    """Keep what came, then judge it, then say where to go on."""
    form = FORMS[step](request.POST, asked=asked)
    unit_before = asked.text("unit")
    keep_answers(asked.draft, form.typed())
    refused = KEEPERS[step](request, asked.draft) if step in KEEPERS else {}
    if "back" in request.POST and not refused:
        return redirect(_before(asked, step))
    if {"remove", "drop"} & set(request.POST):
        return redirect(request.get_full_path())
    form.full_clean()
    for name, wrong in refused.items():
        form.errors.pop(name, None)
        form.add_error(name, [ValidationError(text) for text in wrong])
    if not form.is_valid() or (step is Step.PRICE and not _is_confirmed(request, form)):
        return _show(request, asked, form)
    return redirect(_after(request, asked, step, unit_before))


def _is_confirmed(request: SignedInRequest, form: Question) -> bool:
    """Whether the price was read back to the person as it is meant now."""
    return bool(request.POST.get("confirmed") == form.meant.token)


def _keep_photos(request: SignedInRequest, draft: Draft) -> Refused:
    if remove := _number(request.POST.get("remove")):
        for file in draft.files.filter(pk=remove, kind=DraftFile.Kind.PHOTO):
            remove_file(file)
    refused = add_photos(draft, request.FILES.getlist("photos"))
    return {"photos": refused} if refused else {}


def _keep_paper(request: SignedInRequest, draft: Draft) -> Refused:
    if "drop" in request.POST:
        keep_answers(draft, dict.fromkeys(PAPER_ANSWERS, ""))
        if scan := scan_of(draft):
            remove_file(scan)
        return {}
    file = request.FILES.get("scan")
    if file is None:
        return {}
    try:
        put_scan(draft, file)
    except ValidationError as error:
        return {"scan": [f"{file.name}: {message}" for message in error.messages]}
    return {}


KEEPERS: dict[Step, Callable[[SignedInRequest, Draft], Refused]] = {
    Step.PHOTOS: _keep_photos,
    Step.PAPERS: _keep_paper,
}


def _suggested(step: Step, asked: Asked) -> dict[str, Any]:
    """What the question is filled with before it is answered."""
    if step not in {Step.NAME, Step.AMOUNT}:
        return {}
    try:
        category = read_category(asked)
    except ValidationError:
        return {}
    return {"name": category.name} if step is Step.NAME else {"unit": category.default_unit}


def _show(request: SignedInRequest, asked: Asked, form: Question) -> HttpResponse:
    step = form.step
    context = {
        "asked": asked,
        "form": form,
        "heading": headings()[step],
        "back_url": _before(asked, step),
        "step": list(Step).index(step) + 1,
        "steps": list(Step),
        "action": request.get_full_path(),
    }
    context |= what_is_shown(request, form)
    return render(request, f"products/{TEMPLATES[step]}.html", context)


TEMPLATES = {
    Step.PHOTOS: "photos",
    Step.WHAT: "what",
    Step.NAME: "name",
    Step.AMOUNT: "amount",
    Step.PRICE: "price",
    Step.PLACE: "place",
    Step.PAPERS: "papers",
}


def headings() -> dict[Step, str]:
    """The question of each screen."""
    return {
        Step.PHOTOS: _("Photograph your produce"),
        Step.WHAT: _("What do you sell?"),
        Step.NAME: _("What do you call it?"),
        Step.AMOUNT: _("How much do you have to sell?"),
        Step.PRICE: _("What does it cost?"),
        Step.PLACE: _("Where does it grow, and when is it harvested?"),
        Step.PAPERS: _("Is there a certificate?"),
        Step.CHECK: _("Look it over and send"),
    }


def _before(asked: Asked, step: Step) -> str:
    steps = list(Step)
    place = steps.index(step)
    return step_url(asked.draft, steps[place - 1]) if place else reverse("products:post_stepwise")


def _after(request: SignedInRequest, asked: Asked, step: Step, unit_before: str) -> str:
    """The next question, or the last page for somebody who came from there to change one answer.

    A price said of another unit is asked anew in any case: "98k" was for one kg, not for one tạ.
    """
    if step is Step.AMOUNT and asked.text("price") and asked.text("unit") != unit_before:
        return f"{step_url(asked.draft, Step.PRICE)}?{request.GET.urlencode()}"
    if request.GET.get("sau") == Step.CHECK:
        return step_url(asked.draft, Step.CHECK)
    steps = list(Step)
    return step_url(asked.draft, steps[steps.index(step) + 1])


def _check(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """All answers on one page; sending makes one listing, however often it is asked for."""
    problems: list[str] = []
    was_refused = False
    if request.method == "POST":
        try:
            product = send_draft(draft=asked.draft, at=timezone.now())
        except Incomplete:
            was_refused = True
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Sent. The officer of your commune will look at it."))
            return redirect("workspace:product", pk=product.pk)
    told = tell(asked)
    product_id = asked.draft.answers.get("product")
    returned = Product.objects.filter(pk=product_id, farmer=asked.farmer).first() if product_id else None
    context = {
        "asked": asked,
        "heading": headings()[Step.CHECK],
        "told": told,
        "problems": problems,
        "is_complete": not any(one.problems for one in told),
        "was_refused": was_refused,
        "reason": returned.reason if returned else "",
        "back_url": _before(asked, Step.CHECK),
        "step": len(Step),
        "steps": list(Step),
    }
    return render(request, "products/check.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
