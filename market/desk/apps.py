"""The officers' home at /hoi/."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk: Wagtail's admin, guarded by the policy of farmers/rights.py."""

    name = "market.desk"
    label = "desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        from farmers.reporting import listing  # noqa: F401 registers its writer
        from market.desk import (  # noqa: F401 register their writers
            certificate_lists,
            member_files,
            person_file,
        )
