"""Every address of the house and the gallery, which only DEBUG serves."""

from django.urls import path

from market.shop.gallery import gallery
from market.urls import urlpatterns as of_the_house

urlpatterns = [path("trang-mau/", gallery, name="gallery"), *of_the_house]
