"""The demo's front door: the home page in both languages, at the address this installation is reached by."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from market.pages.models import HomePage

WELCOME = {
    "vi": (
        "Nông sản Gia Lai, biết rõ từ rẫy nào",
        "Nhà nông tự đăng, cán bộ Hội đối chiếu chứng nhận, mỗi lô một mã QR.",
    ),
    "en": (
        "Gia Lai produce, traced to the field",
        "Posted by farmers, checked by the association, a QR code on every lot.",
    ),
}


def open_front_door() -> None:
    """One home page per language; Wagtail's welcome page goes."""
    root = Page.get_first_root_node()
    for locale_code, (welcome, introduction) in WELCOME.items():
        locale, _ = Locale.objects.get_or_create(language_code=locale_code)
        home = HomePage(
            title="Chợ Nông Dân",
            slug=f"home-{locale_code}",
            locale=locale,
            welcome=welcome,
            introduction=introduction,
        )
        if locale_code != settings.LANGUAGE_CODE:
            home.translation_key = HomePage.objects.get(
                locale__language_code=settings.LANGUAGE_CODE
            ).translation_key
        root.add_child(instance=home)
    address = urlsplit(settings.PUBLIC_ADDRESS)
    vietnamese = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": "Chợ Nông Dân",
            "root_page": vietnamese,
        },
    )
    Page.objects.filter(slug="home", depth=2).delete()
