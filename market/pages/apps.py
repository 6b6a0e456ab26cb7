"""Wagtail pages: home, guides, news."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Editorial pages and their pictures."""

    name = "market.pages"
    label = "pages"
    verbose_name = "Pages"
