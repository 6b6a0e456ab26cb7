"""The farmer's home at /ban-hang/."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Pages of one farmer over several rooms."""

    name = "market.workspace"
    label = "workspace"
    verbose_name = "Workspace"

    def ready(self) -> None:
        from market.workspace import taking_along  # noqa: F401 registers its writer
