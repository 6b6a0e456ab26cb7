"""Who asks? Behind `login_required`, or the gate of the desk, always a user."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in. For annotations only: Django makes the object."""

    user: User
