"""Where does an officer wait for a file, and take it?"""

from uuid import UUID

from django.db.models.functions import Length
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.handing_out import hand_out, take, today_in
from accounts.models import HandedFile
from accounts.signed_in import SignedInRequest
from accounts.workbooks import XLSX
from farmers import rights
from farmers.exporting import Choice, order_members
from farmers.models import Branch
from market.channels.post_office import may_release
from market.channels.profiles import profile_of

LONGEST_ID = 18  # more digits than that are no id of any database


@require_POST
def order_file(request: SignedInRequest, kind: str) -> HttpResponse:
    """Order the members or the listings of a branch: the one named, else the topmost of one's own."""
    if kind not in {"members", "postmart"}:
        raise Http404
    branch, at = _branch_meant(request), timezone.now()
    if kind == "members":
        handed = order_members(branch=branch, choice=Choice(), by=request.user, at=at)
    else:
        handed = hand_out(
            kind=kind,
            scope=branch.path,
            user=request.user,
            name=today_in(profile_of(kind).file_name),
            content_type=XLSX,
            at=at,
        )
    return redirect("handed:file", pk=handed.pk)


def _branch_meant(request: SignedInRequest) -> Branch:
    """The branch named; a name that is none is never taken for all."""
    named = request.POST.get("branch", "")
    mine = rights.visible(Branch, request.user).order_by(Length("path"), "pk")
    if named:
        mine = mine.filter(pk=named if named.isdecimal() and len(named) <= LONGEST_ID else None)
    branch: Branch | None = mine.first()
    if branch is None:
        raise Http404
    return branch


def _handed(request: SignedInRequest, pk: UUID) -> HandedFile:
    """A file made for the user, whose records the user may still see: an office may have ended since it was made.

    A file that needed a reason holds sensitive columns, so the right to them must last, too.
    """
    handed = get_object_or_404(HandedFile, pk=pk, made_for=request.user)
    for action in (rights.VIEW, rights.SENSITIVE) if handed.reason else (rights.VIEW,):
        if not rights.visible(Branch, request.user, action).filter(path=handed.scope).exists():
            raise Http404
    return handed


@require_safe
def handed_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far the file is; loads itself again until it is ready."""
    handed = _handed(request, pk)
    context = {"handed": handed, "page_title": _("Files"), "may_release": may_release(request.user, handed)}
    response = render(request, "channels/handed_file.html", context)
    if handed.state in {HandedFile.State.WAITING, HandedFile.State.WRITING, HandedFile.State.FAILED}:
        response["Refresh"] = "2"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def take_file(request: SignedInRequest, pk: UUID) -> HttpResponseBase:
    """The file itself, for the one it was made for."""
    handed = _handed(request, pk)
    if handed.state != HandedFile.State.READY:
        raise Http404
    response = StreamingHttpResponse(take(handed, at=timezone.now()), content_type=handed.content_type)
    response["Content-Disposition"] = f'attachment; filename="{handed.name}"'
    response["Cache-Control"] = "no-store"
    return response
