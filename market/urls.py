"""Every address of the house (design: the id decides, the slug decorates)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views

from market.health import health
from market.public_files import public_file
from market.shop.gallery import gallery
from market.shop.urls import for_machines
from market.workspace import installing

urlpatterns = [
    path("suc-khoe/", health, name="health"),
    path("hoi/", include("market.desk.urls")),
    path("api/v1/", include("market.desk.figures_api")),
    path("", include(for_machines)),
    path("sw.js", installing.service_worker, name="service_worker"),
    path("ung-dung.webmanifest", installing.manifest, name="manifest"),
]
if not settings.S3_BUCKET_PUBLIC:
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", public_file, name="media"))
if settings.DEBUG:
    urlpatterns.append(path("trang-mau/", gallery, name="gallery"))

urlpatterns += i18n_patterns(
    path("", wagtail_views.serve, {"path": ""}, name="home"),
    path("", include("accounts.urls")),
    path("", include("farmers.urls")),
    path("", include("products.urls")),
    path("", include("traceability.urls")),
    path("", include("market.shop.urls")),
    path("", include("market.workspace.urls")),
    # Wagtail's own password form would stay open beside ours.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True),
        name="wagtailcore_login",
    ),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
