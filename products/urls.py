"""Addresses of this room."""

from django.urls import path

from products.views import beginning, files, reading, steps

app_name = "products"
urlpatterns = [
    path("ban-hang/dang/", beginning.begin, name="post"),
    path("ban-hang/nguoi-ban/", beginning.seller, name="seller"),
    path("ban-hang/dang/<uuid:draft>/bo/", beginning.discard, name="discard"),
    path("ban-hang/dang/<uuid:draft>/tep/<int:pk>/", files.draft_file, name="draft_file"),
    path("ban-hang/dang/<uuid:draft>/<slug:step>/", steps.post_step, name="post_step"),
    path("doc-gia/", reading.read, name="read_price"),
]
