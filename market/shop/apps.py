"""Public pages over several rooms."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """What a buyer sees."""

    name = "market.shop"
    label = "shop"
    verbose_name = "Shop"
