"""What channels add to the desk: the pages where files are waited for and taken."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def addresses_of_files() -> list[URLResolver]:
    """Everything under /hoi/tep/ is waiting for a file or taking it."""
    return [path("tep/", include("market.channels.urls"))]
