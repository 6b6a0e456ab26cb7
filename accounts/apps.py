"""The room of people and what they are allowed, told and handed."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Lowest Django room: knows nobody above it."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts.clearing import clears
        from accounts.noticing import clear_old_notices

        clears(clear_old_notices)
