"""Addresses of this room."""

from django.urls import path

from market.workspace import (
    agreements,
    amounts,
    certificates,
    installing,
    my_data,
    notices,
    own_page,
    seasons,
    views,
)

app_name = "workspace"
urlpatterns = [
    path("ban-hang/", views.home, name="home"),
    path("khong-mang/", installing.no_network, name="no_network"),
    path("ban-hang/dong-y/", agreements.agreements, name="agreements"),
    path("ban-hang/thong-bao/", notices.notices, name="notices"),
    path("ban-hang/chung-nhan/", certificates.certificates, name="certificates"),
    path("ban-hang/chung-nhan/them/", certificates.add, name="add_certificate"),
    path("ban-hang/trang-cua-toi/", own_page.own_page, name="own_page"),
    path("ban-hang/du-lieu-cua-toi/", my_data.my_data, name="my_data"),
    path("ban-hang/tin/<int:pk>/", views.product, name="product"),
    path("ban-hang/tin/<int:pk>/gia/", views.price, name="price"),
    path("ban-hang/tin/<int:pk>/con-lai/", amounts.left, name="left"),
    path("ban-hang/tin/<int:pk>/ban-ngoai/", amounts.sold, name="sold"),
    path("ban-hang/tin/<int:pk>/ban-ngoai/<int:sale>/hoan-lai/", amounts.undo, name="undo_sold"),
    path("ban-hang/tin/<int:pk>/tam-nghi/", views.pause, name="pause"),
    path("ban-hang/tin/<int:pk>/ban-lai/", views.resume, name="resume"),
    path("ban-hang/tin/<int:pk>/het-mua/", seasons.season_over, name="season_over"),
    path("ban-hang/tin/<int:pk>/dang-lai/", seasons.again, name="again"),
    path("ban-hang/tin/<int:pk>/sua/", views.revise, name="revise"),
    path("ban-hang/tin/<int:pk>/rut/", views.withdraw, name="withdraw"),
]
