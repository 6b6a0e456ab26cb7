"""Addresses of the shop. The id decides, the slug decorates."""

from django.urls import path, re_path

from market.shop import board, crawling, views

app_name = "shop"
urlpatterns = [
    path("nong-san/", views.product_list, name="list"),
    path("nong-san/<slug:slug>-<int:pk>/", views.product_page, name="product"),
    path("gia-nong-san/", board.board, name="board"),
    path("nong-dan/<slug:slug>-<int:pk>/", views.farmer_page, name="farmer"),
]

# Of no language; the part numbers stay short so that they stay numbers of the database.
for_machines = [
    path("robots.txt", crawling.robots, name="robots"),
    path("sitemap.xml", crawling.sitemap, name="sitemap"),
    re_path(
        r"^so-do/(?P<kind>trang|nong-san|nong-dan)-(?P<part>[1-9][0-9]{0,8})\.xml$",
        crawling.sitemap_part,
        name="sitemap_part",
    ),
    path("favicon.ico", crawling.favicon, name="favicon"),
]
