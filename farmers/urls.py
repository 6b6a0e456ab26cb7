"""Addresses of this room."""

from django.urls import path

from farmers import views

app_name = "farmers"
urlpatterns = [
    path("tim-xa/", views.find_commune, name="find_commune"),
    path("tim-xa/gan-day/", views.near_commune, name="near_commune"),
]
