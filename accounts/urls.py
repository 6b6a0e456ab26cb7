"""Addresses of this room; allauth reverses the names of the second factor, so they have no namespace."""

from allauth.mfa.base.views import index
from allauth.mfa.recovery_codes.views import (
    download_recovery_codes,
    generate_recovery_codes,
    view_recovery_codes,
)
from allauth.mfa.totp.views import deactivate_totp
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.views import second_factor, sign_in

signing_in = [
    path("dang-nhap/", sign_in.sign_in, name="sign_in"),
    path("dang-nhap/ma/", sign_in.answer, name="answer"),
    path("dang-nhap/ma/gui-lai/", sign_in.ask_again, name="ask_again"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
]

# By hand: including allauth's own list would open pages for passwords and e-mail, which nobody has here.
proving = [
    path("", index, name="mfa_index"),
    path("ma/", second_factor.Authenticate.as_view(), name="mfa_authenticate"),
    path("lai/", second_factor.Reauthenticate.as_view(), name="mfa_reauthenticate"),
    path("ung-dung/them/", second_factor.Activate.as_view(), name="mfa_activate_totp"),
    path("ung-dung/bo/", deactivate_totp, name="mfa_deactivate_totp"),
    path("ma-du-phong/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai/", download_recovery_codes, name="mfa_download_recovery_codes"),
    path(
        "mat-khau/",
        RedirectView.as_view(pattern_name="mfa_reauthenticate", query_string=True),
        name="account_reauthenticate",
    ),
]

urlpatterns = [
    path("", include((signing_in, "accounts"))),
    path("dang-nhap/", sign_in.sign_in, name="account_login"),
    path("xac-thuc/", include(proving)),
]
