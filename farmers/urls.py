"""Addresses of this room."""

from django.urls import URLPattern

app_name = "farmers"
urlpatterns: list[URLPattern] = []
