"""Addresses of files on their way out; they lie under /hoi/, behind the gate."""

from django.urls import path

from market.channels import views

app_name = "handed"
urlpatterns = [
    path("<uuid:pk>/", views.handed_file, name="file"),
    path("<uuid:pk>/tai/", views.take_file, name="take"),
    path("dat/<slug:kind>/", views.order_file, name="order"),
]
