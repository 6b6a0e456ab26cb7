"""Which addresses of Wagtail's admin may an officer open at all? Those listed here; every other is absent.

Wagtail checks Django's model permissions, which officers do not have, but not on every view, and a new version brings
new views. So the list names what is open, not what is closed. Superusers, who edit the pages, pass.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.views.defaults import page_not_found
from wagtail.models import GroupPagePermission
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.models import User
from farmers import rights
from market.channels.post_office import receives

View = Callable[..., HttpResponseBase]

OUR_NAMESPACES = frozenset(
    {
        "desk",
        "desk_members",
        "desk_farmers",
        "desk_certificates",
        "desk_listings",
        "desk_lots",
        "desk_officers",
        "handed",
    }
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


OPEN_TO_THE_POST = frozenset({"handed:received", "handed:take_received"})


def is_open_to_the_post(match: ResolverMatch) -> bool:
    """Whether an address is one the post office has business with: what was handed over, and the way out."""
    return match.view_name in OPEN_TO_THE_POST or (not match.namespaces and match.url_name in OPEN_NAMES)


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
    if request.user.is_anonymous or request.user.is_superuser:
        return True
    return is_open_to_the_post(match) if works_for_the_post_alone(request.user) else is_open(match)


def behind_the_wall(view: View) -> View:
    """A view that is absent for an officer unless its address is listed."""

    @wraps(view)
    def walled(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if passes(request):
            if _is_home(request) and works_for_the_post_alone(request.user):
                return redirect("handed:received")
            _answer_for_pages(request)
            return view(request, *args, **kwargs)
        return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")

    return walled


def works_for_the_post_alone(user: User | AnonymousUser) -> bool:
    """Whether all this user may do at the desk is to take what was handed over."""
    return isinstance(user, User) and receives(user) and not rights.branches_for(user, rights.VIEW)


def _is_home(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == "wagtailadmin_home"


def _answer_for_pages(request: HttpRequest) -> None:
    """Tell Wagtail's menu that an officer edits no pages and pictures, which it would ask the database every time."""
    if not request.user.is_superuser:
        nothing = GroupPagePermission.objects.none()
        for policy in (PagePermissionPolicy, CollectionPermissionPolicy):
            setattr(request.user, policy.permission_cache_name, nothing)
