"""Addresses of this room."""

from django.urls import path

from products.views import beginning, files, phone, reading, sending, steps

app_name = "products"
urlpatterns = [
    path("ban-hang/dang/", phone.phone_page, name="post"),
    path("ban-hang/dang/tung-buoc/", beginning.begin, name="post_stepwise"),
    path("ban-hang/nguoi-ban/", beginning.seller, name="seller"),
    path("ban-hang/dang/<uuid:draft>/bo/", beginning.discard, name="discard"),
    path("ban-hang/dang/<uuid:draft>/tep/<int:pk>/", files.draft_file, name="draft_file"),
    path("ban-hang/dang/<uuid:draft>/<slug:step>/", steps.post_step, name="post_step"),
    path("ban-hang/gui/phien/", sending.session, name="session"),
    path("ban-hang/gui/<uuid:draft>/", sending.answers, name="send_answers"),
    path("ban-hang/gui/<uuid:draft>/tep/<uuid:upload>/", sending.upload, name="send_file"),
    path("ban-hang/gui/<uuid:draft>/xong/", sending.send, name="send_whole"),
    path("doc-gia/", reading.read, name="read_price"),
]
