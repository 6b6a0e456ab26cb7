"""Who asks? Behind `signed_in`, or the gate of the desk, always a user."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in. For annotations only: Django makes the object."""

    user: User


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for users; whoever is not signed in, or no more, does that first and comes back.

    Unlike Django's `login_required` it brings who sent a form back to the page of the form, not to its address, which
    may answer no GET.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(_page_of(request))

    return checked


def _page_of(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return ""
    return came_from._replace(scheme="", netloc="", fragment="").geturl()
