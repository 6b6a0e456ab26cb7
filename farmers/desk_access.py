"""May a user open Wagtail's admin? Yes if an officer; what the officer sees there, farmers/rights.py says."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from farmers.rights import is_officer

ACCESS = "wagtailadmin.access_admin"


class DeskAccessBackend(BaseBackend):
    """Grants one permission, access to the admin, and none on any model."""

    def get_user_permissions(self, user_obj: User | AnonymousUser, obj: Any = None) -> set[str]:
        is_granted = obj is None and isinstance(user_obj, User) and is_officer(user_obj)
        return {ACCESS} if is_granted else set()
