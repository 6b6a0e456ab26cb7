"""Addresses of files on their way out; they lie under /hoi/, behind the gate."""

from django.urls import path

from market.channels import handed_files, post_office, views

app_name = "handed"
urlpatterns = [
    path("", handed_files.HandedFiles.as_view(), name="index"),
    path("buu-dien/", post_office.received, name="received"),
    path("buu-dien/<uuid:pk>/", post_office.take_received, name="take_received"),
    path("<uuid:pk>/ban-giao/", post_office.release, name="release"),
    path("<uuid:pk>/", views.handed_file, name="file"),
    path("<uuid:pk>/tai/", views.take_file, name="take"),
    path("dat/<slug:kind>/", views.order_file, name="order"),
]
