"""Products leave for Postmart and come back."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Hand-overs to marketplaces outside."""

    name = "market.channels"
    label = "channels"
    verbose_name = "Channels"

    def ready(self) -> None:
        from market.channels import handing_over  # noqa: F401 registers its writer
