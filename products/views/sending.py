"""What does the posting page of a phone ask for, and what does it send? JSON, made for a line that breaks.

Nobody signed in is answered 401, never with another page: what is on the phone stays there and is sent later. A
listing that was sent already is answered as sent, so that a phone that did not hear the answer may ask again.
"""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.signed_in import SignedInRequest
from accounts.views.sign_in import SIGNED_OUT
from farmers.contacts import Contact, contact_for
from farmers.models import Certificate, Farmer
from farmers.placing import communes_to_choose
from products.drafting import own_drafts
from products.models import Draft, DraftFile, Product, Upload
from products.posting import farmer_of_draft, product_of_draft
from products.pricing import all_asked_now
from products.questions import Step, choosable_certificates
from products.sending import Returned, receive_answers, send_whole
from products.uploading import LARGEST_PIECE_BYTES, begin_upload, take_piece

MOST_SENT_PHOTOS = 30


def body_first(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """A view that waits for the whole of a piece before it asks the database anything: a poor line takes its time."""

    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        if _number(request.headers.get("Content-Length", "0")) > LARGEST_PIECE_BYTES:
            return _said(_("This piece does not fit the file. Send the file anew."), status=413)
        try:
            request.body  # noqa: B018 kept by the request
        except OSError:  # cut off; nobody hears the answer
            return _said("cut", status=400)
        return view(request, *args, **kwargs)

    return read


def known_user(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """A view for users that answers everybody else 401, so that the phone keeps what it has and asks for the code."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return JsonResponse({"said": _("Sign in again to send.")}, status=401)

    return checked


@never_cache
@require_safe
def session(request: SignedInRequest) -> JsonResponse:
    """Who is signed in, for whom they sell, and what the questions need to know; kept on the phone of this person.

    Nobody is an answer too, not a refusal.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"user": None})
    today = timezone.localdate()
    papers = Prefetch("certificates", choosable_certificates(today), to_attr="choosable")
    farmers = Farmer.objects.of_user(request.user).prefetch_related("farms", papers).order_by("pk")
    contact = contact_for(request.user)
    told = {
        "user": owner_mark(request.user),
        "csrf": get_token(request),
        "farmers": [_farmer(farmer) for farmer in farmers],
        "asked": all_asked_now(on=today),
        "unfinished": own_drafts(request.user).count(),
        "contact": _contact(contact) if contact else None,
    }
    answer = JsonResponse(told)
    # Somebody is in again: what signing out told the page no longer holds.
    answer.delete_cookie(SIGNED_OUT)
    return answer


def _farmer(farmer: Farmer) -> dict[str, Any]:
    papers: list[Certificate] = farmer.choosable  # type: ignore[attr-defined]  # prefetched by session()
    return {
        "id": farmer.pk,
        "name": str(farmer),
        "commune": farmer.commune_name,
        "farms": [{"id": farm.pk, "name": str(farm)} for farm in farmer.farms.all()],
        "certificates": [
            {
                "id": paper.pk,
                "name": str(paper),
                "standing": paper.standing,
                "until": paper.expires_on.isoformat(),
            }
            for paper in papers
        ],
    }


def _contact(contact: Contact) -> dict[str, str]:
    return {
        "name": contact.name,
        "phone": contact.phone,
        "shown": contact.shown_phone,
        "office": f"{contact.office}, {contact.branch}",
    }


def owner_mark(user: User) -> str:
    """By which a phone tells whose drafts it keeps; says nothing about the user."""
    return salted_hmac("products.sending.owner", str(user.pk)).hexdigest()[:20]


@require_POST
@known_user
def answers(request: SignedInRequest, draft: uuid.UUID) -> JsonResponse:
    """Keep the answers of a draft as they are on the phone."""
    if sent := product_of_draft(draft, request.user):
        return _sent(sent)
    body = _body(request)
    farmer = Farmer.objects.of_user(request.user).filter(pk=_number(body.get("farmer"))).first()
    if farmer is None:
        return _said(_("You no longer act for this farmer."), status=403)
    typed = body.get("answers")
    try:
        receive_answers(
            draft_id=draft, user=request.user, farmer=farmer, answers=typed if isinstance(typed, dict) else {}
        )
    except Draft.DoesNotExist:
        return _said(_("This listing is somebody else's."), status=404)
    except ValidationError as error:
        return _said(error.messages[0], status=422)
    return JsonResponse({"state": "open"})


@require_http_methods(["GET", "POST"])
@never_cache
@body_first
@known_user
def upload(request: SignedInRequest, draft: uuid.UUID, upload: uuid.UUID) -> JsonResponse:
    """GET: how much of a file has come. POST: its next piece, the raw bytes; `from`, `size`, `kind` in the address."""
    if sent := product_of_draft(draft, request.user):
        return _sent(sent)
    found = _mine(request, draft)
    if found is None:
        return _said(_("This listing is not here. It is sent anew."), status=404)
    if request.method == "GET":
        known = found.uploads.filter(pk=upload).first()
        return _received(known) if known else JsonResponse({"received": 0, "whole": False})
    try:
        return _received(_take(request, found, upload))
    except (Upload.DoesNotExist, Draft.DoesNotExist):
        return _said(_("This listing is not here. It is sent anew."), status=404)
    except ValidationError as error:
        return _said(error.messages[0], status=422)


def _take(request: SignedInRequest, draft: Draft, upload_id: uuid.UUID) -> Upload:
    kind = DraftFile.Kind.SCAN if request.GET.get("kind") == "scan" else DraftFile.Kind.PHOTO
    size_bytes, start_byte = _number(request.GET.get("size")), _number(request.GET.get("from"))
    begun = begin_upload(draft=draft, upload_id=upload_id, kind=kind, size_bytes=size_bytes)
    return take_piece(upload=begun, start_byte=start_byte, content=request.body)


@require_POST
@known_user
def send(request: SignedInRequest, draft: uuid.UUID) -> JsonResponse:
    """Send the whole; 200 with the listing's address as often as it is asked for."""
    if sent := product_of_draft(draft, request.user):
        return _sent(sent)
    found = _mine(request, draft)
    if found is None:
        return _said(_("This listing is not here. It is sent anew."), status=404)
    body = _body(request)
    try:
        product = send_whole(
            draft=found,
            photos=_uuids(body.get("photos")),
            has_scan=bool(body.get("scan")),
            confirmed=str(body.get("confirmed", "")),
            at=timezone.now(),
        )
    except Returned as error:
        return JsonResponse({"problems": error.by_step, "communes": _communes(found, error)}, status=422)
    except ValidationError as error:
        return _said(error.messages[0], status=422)
    return _sent(product)


def _mine(request: SignedInRequest, draft: uuid.UUID) -> Draft | None:
    found = Draft.objects.select_related("user").filter(pk=draft, user=request.user).first()
    return found if found and farmer_of_draft(found) else None


def _communes(draft: Draft, error: Returned) -> list[dict[str, str]]:
    """Which communes were meant, where several bear the name that was typed."""
    if Step.PLACE not in error.by_step:
        return []
    found = communes_to_choose(str(draft.answers.get("commune") or ""))
    return [{"code": commune.code, "name": str(commune)} for commune in found]


def _sent(product: Product) -> JsonResponse:
    return JsonResponse({"state": "sent", "url": reverse("workspace:product", kwargs={"pk": product.pk})})


def _received(upload: Upload) -> JsonResponse:
    return JsonResponse({"received": upload.received_bytes, "whole": upload.file_id is not None})


def _said(words: str, *, status: int) -> JsonResponse:
    return JsonResponse({"said": words}, status=status)


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _uuids(sent: Any) -> list[uuid.UUID]:
    found = []
    for one in sent[:MOST_SENT_PHOTOS] if isinstance(sent, list) else []:
        try:
            found.append(uuid.UUID(str(one)))
        except ValueError:
            continue
    return found


def _number(sent: Any) -> int:
    text = str(sent)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
