"""The room of the association, its members, farmers, farms and certificates."""

from django.apps import AppConfig


class FarmersConfig(AppConfig):
    """Knows accounts; is known by products and above."""

    name = "farmers"
    verbose_name = "Farmers"

    def ready(self) -> None:
        from farmers import (
            members_workbook,  # noqa: F401 registers its writer
            rights,
        )

        rights.register()
