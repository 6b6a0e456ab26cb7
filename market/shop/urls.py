"""Addresses of the shop. The id decides, the slug decorates."""

from django.urls import path

from market.shop import views

app_name = "shop"
urlpatterns = [
    path("nong-san/", views.product_list, name="list"),
    path("nong-san/<slug:slug>-<int:pk>/", views.product_page, name="product"),
    path("nong-dan/<slug:slug>-<int:pk>/", views.farmer_page, name="farmer"),
]
