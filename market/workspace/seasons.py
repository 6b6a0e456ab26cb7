"""How does a season of a listing end, and how is the listing posted again for the next one?"""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest, signed_in
from market.workspace.own_listing import own_listing
from products.listing import end_season
from products.models import Draft
from products.posting import product_of_draft
from products.posting_again import post_again
from products.questions import Step
from products.retelling import step_url


@signed_in
@require_POST
def season_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a listing off sale until the next season."""
    try:
        end_season(product=own_listing(request, pk), by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("The season is over. Sell again or post again when there is new produce.")
        )
    return redirect("workspace:product", pk=pk)


@signed_in
@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft with all answers and photos of a listing: looked over and sent. A double tap makes one."""
    listing = own_listing(request, pk)
    try:
        draft_id = uuid.UUID(request.POST.get("draft", ""))
    except ValueError:
        draft_id = uuid.uuid4()
    if sent := product_of_draft(draft_id, request.user):
        messages.info(request, _("This listing has been sent already."))
        return redirect("workspace:product", pk=sent.pk)
    try:
        draft = post_again(product=listing, draft_id=draft_id, user=request.user, at=timezone.now())
    except Draft.DoesNotExist as error:  # the id of somebody else's draft
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("workspace:product", pk=pk)
    if draft.answers.get("price"):
        return redirect(step_url(draft, Step.CHECK))
    messages.info(request, _("The price is older than four weeks. What does it cost now?"))
    return redirect(f"{step_url(draft, Step.PRICE)}?sau={Step.CHECK}")
