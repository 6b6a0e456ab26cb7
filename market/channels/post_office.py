"""What does the post office see of the association? Files of listings that an officer handed over, and nothing else."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.handing_out import take
from accounts.models import HandedFile, User
from accounts.readings import note_reading
from accounts.releasing import release_file
from accounts.signed_in import SignedInRequest
from farmers import rights
from farmers.models import Branch

FOR_THE_POST = "postmart"
MOST_SHOWN = 50


def received_by(user: User) -> QuerySet[HandedFile]:
    """The files handed over to the post office for the branches where this user receives them, the newest first."""
    mine = Q(pk__in=[])
    for branch in rights.branches_for(user, rights.RECEIVE):
        mine |= Q(scope__startswith=branch.path)
    handed = HandedFile.objects.filter(mine, kind=FOR_THE_POST, released_at__isnull=False)
    return handed.order_by("-released_at", "-pk")


def receives(user: User) -> bool:
    """Whether this user works for the post office."""
    return not user.is_superuser and bool(rights.branches_for(user, rights.RECEIVE))


def may_release(user: User, handed: HandedFile) -> bool:
    """Whether a user who publishes listings below a branch hands over a file that was made for them."""
    if handed.kind != FOR_THE_POST or handed.made_for_id != user.pk:
        return False
    return rights.visible(Branch, user, rights.REVIEW).filter(path=handed.scope).exists()


@require_safe
def received(request: SignedInRequest) -> HttpResponse:
    """What was handed over, to take."""
    if not receives(request.user):
        raise Http404
    files = list(received_by(request.user)[:MOST_SHOWN])
    names = dict(Branch.objects.filter(path__in={file.scope for file in files}).values_list("path", "name"))
    shown = [(file, names.get(file.scope, "")) for file in files]
    context: dict[str, Any] = {"shown": shown, "page_title": _("Handed over by the association")}
    return render(request, "channels/received.html", context)


@require_safe
def take_received(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """The file itself; who took it and when is noted."""
    handed = get_object_or_404(received_by(request.user), pk=pk)
    if handed.state != HandedFile.State.READY:
        raise Http404
    at = timezone.now()
    note_reading(
        reader=request.user,
        what="accounts.handedfile",
        record_id=0,
        reason=f"{handed.name} {handed.pk}",
        at=at,
    )
    response = StreamingHttpResponse(take(handed, at=at), content_type=handed.content_type)
    response["Content-Disposition"] = f'attachment; filename="{handed.name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def release(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """An officer who publishes listings hands a file over that was made for them."""
    handed = get_object_or_404(HandedFile, pk=pk)
    if not may_release(request.user, handed):
        raise Http404
    try:
        release_file(handed=handed, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Handed over. The post office can take the file now."))
    return redirect("handed:file", pk=pk)
