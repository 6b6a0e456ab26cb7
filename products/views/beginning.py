"""Where does posting begin: who sells, which unfinished listing goes on, and what is thrown away?"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.signed_in import SignedInRequest, signed_in
from farmers.forms import SellerForm
from farmers.models import Farmer
from farmers.onboarding import start_selling
from products.drafting import MOST_DRAFTS, discard_draft, own_drafts
from products.forms import PhotosForm
from products.models import Category, Draft, DraftFile
from products.questions import MOST_PHOTOS, Asked, Step
from products.retelling import photo_url, step_url


@signed_in
@never_cache
@require_safe
def begin(request: SignedInRequest) -> HttpResponse:
    """The unfinished listings of the user, and the first question of a new one. Nothing is made by looking."""
    farmers = list(Farmer.objects.of_user(request.user).order_by("pk"))
    if not farmers:
        return redirect("products:seller")
    chosen = request.GET.get("nguoi-ban", "")
    farmer = next((one for one in farmers if str(one.pk) == chosen), None)
    if len(farmers) == 1:
        farmer = farmers[0]
    unfinished = _unfinished(request)
    context = {
        "unfinished": unfinished,
        "is_full": len(unfinished) >= MOST_DRAFTS,
        "tab": "post",
        "steps": list(Step),
        "farmers": farmers,
        "farmer": farmer,
    }
    if farmer is not None:
        draft = Draft(pk=uuid.uuid4(), user=request.user, answers={})
        context |= {
            "form": PhotosForm(asked=Asked(draft, farmer, timezone.localdate())),
            "action": step_url(draft, Step.PHOTOS),
            "farmer_id": str(farmer.pk),
            "most": MOST_PHOTOS,
        }
    return render(request, "products/begin.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seller(request: SignedInRequest) -> HttpResponse:
    """Who sells: asked once, one question a screen, of somebody who speaks for no farmer yet."""
    if Farmer.objects.spoken_for_by(request.user).exists():
        return redirect("products:post")
    form = SellerForm(request.POST or None, initial={"name": request.user.name})
    if form.is_done:
        start_selling(user=request.user, seller=form.seller, at=timezone.now())
        return redirect("products:post")
    return render(request, "products/seller.html", {"form": form.page, "steps": form.SCREENS})


@signed_in
@require_POST
def discard(request: SignedInRequest, draft: uuid.UUID) -> HttpResponse:
    """Throw an unfinished listing away."""
    found = Draft.objects.filter(pk=draft, user=request.user).first()
    if found is None:
        raise Http404
    discard_draft(found)
    messages.success(request, _("The unfinished listing was thrown away."))
    return redirect("products:post_stepwise")


def _unfinished(request: SignedInRequest) -> list[dict[str, object]]:
    """The user's drafts as cards, the last touched first."""
    mine = own_drafts(request.user).order_by("-updated_at").prefetch_related("files")
    names = {category.key: category.shown_name for category in Category.objects.filter(is_leaf=True)}
    cards = []
    for draft in mine[:MOST_DRAFTS]:
        photos = [file for file in draft.files.all() if file.kind == DraftFile.Kind.PHOTO]
        photos.sort(key=lambda file: (file.position, file.pk))
        cards.append(
            {
                "name": draft.answers.get("name") or names.get(draft.answers.get("category") or ""),
                "updated_at": draft.updated_at,
                "url": step_url(draft, Step.CHECK if len(draft.answers) > 3 else Step.PHOTOS),
                "photo": photo_url(photos[0]) if photos else "",
                "id": draft.pk,
                "is_correction": "product" in draft.answers,
            }
        )
    return cards
