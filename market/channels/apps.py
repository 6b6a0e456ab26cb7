"""Products leave for Postmart and come back."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Hand-overs to marketplaces outside."""

    name = "market.channels"
    label = "channels"
    verbose_name = "Channels"
