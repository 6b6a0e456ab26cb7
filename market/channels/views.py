"""Where does an officer wait for a file, and take it?"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.handing_out import hand_out, take, today_in
from accounts.models import HandedFile
from accounts.workbooks import XLSX
from farmers import rights
from market.channels.profiles import profile_of

NAMES = {"members": "hoi-vien.xlsx", "postmart": profile_of("postmart").file_name}


@require_POST
def order_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Order the members or the listings of one's own branches (the topmost one, or the one chosen)."""
    if kind not in NAMES:
        raise Http404
    branches = sorted(
        rights.visible(rights.Branch, request.user).filter(pk__in=_own(request)), key=lambda b: len(b.path)
    )
    if not branches:
        raise Http404
    handed = hand_out(
        kind=kind,
        scope=branches[0].path,
        user=request.user,  # type: ignore[arg-type]  # the gate lets no anonymous through
        name=today_in(NAMES[kind]),
        content_type=XLSX,
        at=timezone.now(),
    )
    return redirect("handed:file", pk=handed.pk)


def _own(request: HttpRequest) -> list[int]:
    if request.user.is_superuser:
        return list(rights.Branch.objects.filter(level="province").values_list("pk", flat=True))
    return [branch.pk for branch in rights.branches_for(request.user, rights.VIEW)]  # type: ignore[arg-type]


@require_safe
def handed_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the file is; loads itself again until it is ready."""
    handed = get_object_or_404(HandedFile, pk=pk, made_for=request.user)
    response = render(request, "channels/handed_file.html", {"handed": handed, "page_title": _("Files")})
    if handed.state in {HandedFile.State.WAITING, HandedFile.State.WRITING, HandedFile.State.FAILED}:
        response["Refresh"] = "2"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def take_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file itself, for the one it was made for."""
    handed = get_object_or_404(HandedFile, pk=pk, made_for=request.user, state=HandedFile.State.READY)
    response = StreamingHttpResponse(take(handed, at=timezone.now()), content_type=handed.content_type)
    response["Content-Disposition"] = f'attachment; filename="{handed.name}"'
    response["Cache-Control"] = "no-store"
    return response
