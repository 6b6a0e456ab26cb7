"""Every address below /hoi/: Wagtail's, behind our wall."""

from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.urls import urlpatterns as wagtail_patterns
from wagtail.utils.urlpatterns import decorate_urlpatterns

from market.desk.wall import behind_the_wall

urlpatterns = [
    # Wagtail's own password form would stay open beside ours.
    path("login/", RedirectView.as_view(pattern_name="accounts:sign_in", query_string=True)),
    # Nothing on Wagtail's account page is kept here; what an officer has to look after is the second factor.
    path("account/", RedirectView.as_view(pattern_name="mfa_index"), name="wagtailadmin_account"),
    *decorate_urlpatterns(wagtail_patterns, behind_the_wall),
]
