"""Which records may a page of the desk touch? Only those the policy of farmers/rights.py shows to this officer.

Every view of our viewsets is built by `GuardedViewSet.construct_view`, which puts the guard before it, so nobody has to
remember to. A record of somebody else is as absent as one that does not exist: 404.
"""

from typing import Any

from django.contrib.admin.utils import unquote
from django.db import models
from django.urls import URLPattern, path
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from accounts.signed_in import SignedInRequest
from farmers import rights

PATHS = {
    "index": "",
    "index_results": "results/",
    "inspect": "xem/<int:pk>/",
    "edit": "sua/<int:pk>/",
    "history": "lich-su/<int:pk>/",
    "history_results": "lich-su/<int:pk>/results/",
}


class Guarded:
    """Put before a Wagtail view of one model: its records are those the user may do `guarded_action` to."""

    guarded_action = rights.VIEW
    model: type[models.Model]

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        # Before Wagtail's own setup(), where several views already load the record.
        if "pk" in kwargs:
            pk = unquote(str(kwargs["pk"]))
            rights.get_or_404(self.model, request.user, pk, self.guarded_action)
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def get_base_queryset(self) -> models.QuerySet[Any]:
        found = super().get_base_queryset()  # type: ignore[misc]
        if isinstance(self, IndexView):
            return found.filter(
                rights.within(self.request.user, rights.VIEW, rights.path_to_branch(self.model))
            )
        return found


class GuardedViewSet(ModelViewSet):
    """A viewset of which only the views named in `pages` exist, each behind the policy.

    No deleting, copying, usage or inspecting: nobody deletes through the desk, and a reference index over 400,000
    members would be of no use.
    """

    pages: tuple[str, ...] = ("index", "index_results", "history", "history_results")
    actions: dict[str, str] = {"edit": rights.ENTER}
    add_to_reference_index = False
    copy_view_enabled = False
    add_to_admin_menu = True

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        """Wagtail's view with the guard before it."""
        guarded = type(
            view_class.__name__, (Guarded, view_class), {"guarded_action": self.action_of(view_class)}
        )
        return super().construct_view(guarded, **kwargs)

    def action_of(self, view_class: type) -> str:
        """What the user must be allowed to do to open a view: to see, unless `actions` says more."""
        for page, action in self.actions.items():
            if view_class is getattr(self, f"{page}_view_class"):
                return action
        return rights.VIEW

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's, without the addresses of views that do not exist here."""
        common = super().get_common_view_kwargs(**kwargs)
        for page in ("add", "edit", "delete", "copy", "inspect", "usage", "history"):
            if page not in self.pages:
                common[f"{page}_url_name"] = None
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path(PATHS[page], getattr(self, f"{page}_view"), name=page) for page in self.pages]

    def register_admin_url_finder(self) -> None:
        """Only where there is an edit page to be found."""
        if "edit" in self.pages:
            super().register_admin_url_finder()

    def register_permissions(self) -> None:
        """Nothing to hand out by hand: rights come from offices."""


class GuardedImages(ImagesAdminAPIViewSet):
    """Wagtail's list of images for its own scripts, which otherwise shows all to whoever may enter the admin."""

    def get_queryset(self) -> models.QuerySet[Any]:
        policy = policy_registry.get_by_type(get_image_model())
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change", "choose"])
        return super().get_queryset().filter(pk__in=mine.values("pk"))


class GuardedDocuments(DocumentsAdminAPIViewSet):
    """The same for documents."""

    def get_queryset(self) -> models.QuerySet[Any]:
        policy = policy_registry.get_by_type(get_document_model())
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change", "choose"])
        return super().get_queryset().filter(pk__in=mine.values("pk"))
