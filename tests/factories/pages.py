"""The front door as tests need it."""

from wagtail.models import Locale, Page

from market.demo.front_door import open_front_door


def front_door() -> None:
    """The home page in both languages, also after a test that commits has emptied Wagtail's tree."""
    if Page.get_first_root_node() is None:
        locale, _ = Locale.objects.get_or_create(language_code="vi")
        Page.add_root(title="Root", slug="root", locale=locale)
    open_front_door()
