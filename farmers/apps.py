"""The room of the association, its members, farmers, farms and certificates."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FarmersConfig(AppConfig):
    """Knows accounts; is known by products and above."""

    name = "farmers"
    verbose_name = "Farmers"

    def ready(self) -> None:
        from accounts.clearing import clears
        from farmers import rights
        from farmers.importing import members  # noqa: F401 registers its kind of lists
        from farmers.importing.bringing import shred_old_intakes
        from farmers.member_search import MEMBER_WORDS
        from farmers.reminding import remind_of_last_days

        rights.register()
        clears(shred_old_intakes)
        clears(remind_of_last_days)
        post_migrate.connect(MEMBER_WORDS.install, sender=self, dispatch_uid="farmers.member_words")
