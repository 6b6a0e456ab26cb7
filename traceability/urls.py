"""Addresses of this room. `/T/` is what labels hold, all capitals; it answers without a redirect, slash or not."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from traceability import views

app_name = "traceability"
urlpatterns = [
    re_path(r"^T/(?P<code>[^/]{1,80})/?$", views.origin, name="origin"),
    re_path(r"^T/?$", RedirectView.as_view(pattern_name="traceability:type_code")),
    path("t/", views.type_code, name="type_code"),
    re_path(r"^t/(?P<code>[^/]{1,80})/?$", views.typed, name="typed"),
    path("ban-hang/lo/<int:pk>/tem/", views.labels, name="labels"),
    path("ban-hang/lo/<int:pk>/tem/in-lai/", views.reprint, name="reprint_labels"),
    path("ban-hang/lo/<int:pk>/tem/huy/", views.void, name="void_labels"),
    path("ban-hang/bien-quay/<int:pk>/", views.stall_sign, name="stall_sign"),
]
