"""Which addresses of Wagtail's admin may an officer open at all? Those listed here; every other is absent.

Wagtail checks Django's model permissions, which officers do not have, but not on every view, and a new version brings
new views. So the list names what is open, not what is closed. Superusers, who edit the pages, pass.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from django.views.defaults import page_not_found
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

View = Callable[..., HttpResponseBase]

OUR_NAMESPACES = frozenset(
    {"desk", "desk_members", "desk_farmers", "desk_certificates", "desk_listings", "desk_lots", "handed"}
)
OPEN_NAMES = frozenset(
    {
        "wagtailadmin_account",
        "wagtailadmin_home",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
    }
)
CLOSED_TO_ALL = frozenset(
    {
        "wagtailadmin_error_test",  # it answers 500 on purpose
        "wagtaildocs",  # its scripts need the app; nobody keeps documents here, so none has an address
    }
)


def is_open(match: ResolverMatch) -> bool:
    """Whether an address is one an officer has business with."""
    if match.namespaces:
        return match.namespaces[0] in OUR_NAMESPACES
    return match.url_name in OPEN_NAMES


def passes(request: HttpRequest) -> bool:
    """Whether this request goes on to the view; the unknown are sent to the sign-in by Wagtail itself."""
    match = request.resolver_match
    if match is None or CLOSED_TO_ALL & {match.url_name, *match.namespaces}:
        return False
    return request.user.is_anonymous or request.user.is_superuser or is_open(match)


def behind_the_wall(view: View) -> View:
    """A view that is absent for an officer unless its address is listed."""

    @wraps(view)
    def walled(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if passes(request):
            _answer_for_pages(request)
            return view(request, *args, **kwargs)
        return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")

    return walled


def _answer_for_pages(request: HttpRequest) -> None:
    """Tell Wagtail's menu that an officer edits no pages and pictures, which it would ask the database every time."""
    if not request.user.is_superuser:
        nothing = GroupPagePermission.objects.none()
        for policy in (PagePermissionPolicy, CollectionPermissionPolicy):
            setattr(request.user, policy.permission_cache_name, nothing)
