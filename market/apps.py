"""The whole: settings, addresses, and what only the whole can do."""

from django.apps import AppConfig


class MarketConfig(AppConfig):
    """Knows every room; no room knows it."""

    name = "market"
    verbose_name = "Market"
