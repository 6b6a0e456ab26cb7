"""May a user open Wagtail's admin? Yes if an officer; what the officer sees there, farmers/rights.py says."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend

from farmers.rights import is_officer

if TYPE_CHECKING:
    from accounts.models import User

ACCESS = "wagtailadmin.access_admin"


class DeskAccessBackend(BaseBackend):
    """Grants one permission, access to the admin, and none on any model."""

    def get_user_permissions(self, user_obj: "User", obj: Any = None) -> set[str]:
        return {ACCESS} if obj is None and is_officer(user_obj) else set()
