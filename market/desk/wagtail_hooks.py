"""What does Wagtail have to know of the desk: its lists, pages, menu, panels, look."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.api.v2.router import WagtailAPIRouter

from accounts.signed_in import SignedInRequest
from farmers import rights
from market.desk.guard import GuardedDocuments, GuardedImages, GuardedViewSet
from market.desk.home import panels_of
from market.desk.lists.certificates import CertificateViewSet
from market.desk.lists.farmers import FarmerViewSet
from market.desk.lists.listings import ListingViewSet
from market.desk.lists.lots import LotViewSet
from market.desk.lists.members import MemberViewSet
from market.desk.lists.officers import OfficerViewSet
from market.desk.pages import urlpatterns as desk_patterns

VIEWSETS: tuple[type[GuardedViewSet], ...] = (
    MemberViewSet,
    FarmerViewSet,
    CertificateViewSet,
    ListingViewSet,
    LotViewSet,
    OfficerViewSet,
)
# Items for those who answer for a branch.
PERSONAL_DATA = "desk-personal-data"
FOR_HEADS = frozenset({OfficerViewSet.menu_name, PERSONAL_DATA})
# What a superuser, who edits the pages, needs of Wagtail's own menu.
KEPT_FOR_EDITORS = frozenset({"explorer", "images", "settings"})
REPORTS = "desk-reports"
STYLES = ("css/tokens.css", "desk/desk.css")


@hooks.register("register_admin_viewset")
def register_lists() -> list[GuardedViewSet]:
    """The lists, each behind the guard."""
    return [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_urls")
def register_pages() -> list[URLPattern | URLResolver]:
    """Our own pages, under the name `desk`."""
    return [path("", include((desk_patterns, "desk")))]


@hooks.register("register_admin_menu_item")
def register_reports() -> MenuItem:
    """Báo cáo."""
    return MenuItem(
        gettext_lazy("Reports"), reverse("desk:reports"), name=REPORTS, icon_name="doc-full", order=260
    )


@hooks.register("register_admin_menu_item")
def register_personal_data() -> MenuItem:
    """Dữ liệu cá nhân."""
    return MenuItem(
        gettext_lazy("Personal data"),
        reverse("desk:data_requests"),
        name=PERSONAL_DATA,
        icon_name="lock",
        order=280,
    )


@hooks.register("construct_admin_api", order=1000)
def guard_admin_api(router: WagtailAPIRouter) -> None:
    """Put the guarded endpoints in place of Wagtail's; without any, every page of the admin would fail."""
    router.register_endpoint("images", GuardedImages)
    router.register_endpoint("documents", GuardedDocuments)


@hooks.register("construct_main_menu", order=1000)
def keep_menu_short(request: SignedInRequest, items: list[MenuItem]) -> None:
    """Our lists alone; superusers keep what they edit the pages with."""
    ours = {viewset.menu_name for viewset in VIEWSETS} | {REPORTS, PERSONAL_DATA}
    if not request.user.is_superuser and not rights.branches_for(request.user, rights.APPOINT):
        ours -= FOR_HEADS
    if not request.user.is_superuser and not rights.branches_for(request.user, rights.VIEW):
        ours -= {REPORTS}  # the post office
    kept = ours | KEPT_FOR_EDITORS if request.user.is_superuser else ours
    items[:] = [item for item in items if item.name in kept]


@hooks.register("construct_homepage_panels", order=1000)
def show_queues(request: SignedInRequest, panels: list[Component]) -> None:
    """Our panels in place of Wagtail's, which know groups, not branches."""
    panels[:] = panels_of(request)


@hooks.register("construct_homepage_summary_items", order=1000)
def drop_summary(_request: SignedInRequest, items: list[Component]) -> None:
    """No counts of pages and documents."""
    items.clear()


@hooks.register("insert_global_admin_css")
def dress() -> SafeString:
    """Our tokens and skin over Wagtail's."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in STYLES))
