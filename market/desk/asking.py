"""Who asks? Behind the gate, always a user who signed in."""

from django.http import HttpRequest

from accounts.models import User


class DeskRequest(HttpRequest):
    """A request that came through market/desk/gate.py. For annotations only: Django makes the object."""

    user: User
