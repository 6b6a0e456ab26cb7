"""What does this room answer over HTTP?"""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who came through `login_required`."""

    user: User
