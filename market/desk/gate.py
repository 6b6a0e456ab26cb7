"""Who comes through the door of the desk: an officer, with the second factor, for at most eight hours."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.second_factor import has_second_factor, proven_at
from farmers.rights import is_officer
from vietnam.phones import format_local

DESK = "/hoi/"
# Wagtail's own sign-in only leads to ours, and whoever leaves need not prove anything.
OPEN = (f"{DESK}login/", f"{DESK}logout/")
# A form that was opened in time may still be sent: nothing that was typed is lost when the eight hours end.
FORM_GRACE = timedelta(hours=1)


class DeskGateMiddleware:
    """Guards everything under /hoi/ and gives it its own content security policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        refused = None if request.path_info in OPEN else _refuse(request)
        response = refused or self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.DESK_CONTENT_SECURITY_POLICY)
        return response


def _refuse(request: HttpRequest) -> HttpResponse | None:
    """What somebody gets who may not come in now; None for who may."""
    if request.user.is_authenticated and not is_officer(request.user):
        context = {"phone": format_local(request.user.phone), "sign_in_url": _on_to_desk("accounts:sign_in")}
        return render(request, "accounts/not_an_officer.html", context, status=403)
    step = _missing_step(request)
    if step is None:
        return None
    if _is_script(request):
        # A redirect would put a sign-in page into a corner of the page.
        return HttpResponseForbidden(_("Load the page again to sign in."), content_type="text/plain")
    return HttpResponseRedirect(f"{reverse(step)}?{urlencode({'next': _page_of(request)})}")


def _missing_step(request: HttpRequest) -> str | None:
    """The name of the page where the visitor does what is still missing."""
    if not request.user.is_authenticated:
        return "accounts:sign_in"
    if not has_second_factor(request.user):
        return "mfa_activate_totp"
    allowed = timedelta(hours=settings.DESK_SESSION_HOURS)
    if request.method == "POST":
        allowed += FORM_GRACE
    proven = proven_at(request)
    if proven is None or timezone.now().timestamp() - proven > allowed.total_seconds():
        return "mfa_reauthenticate"
    return None


def _is_script(request: HttpRequest) -> bool:
    fetched = request.headers.get("Sec-Fetch-Dest") == "empty"
    return fetched or request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_ours = came_from.netloc == request.get_host() and came_from.path.startswith(DESK)
    return came_from.path if is_ours else DESK


def _on_to_desk(name: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': DESK})}"
