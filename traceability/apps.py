"""The room of lots, diary events, codes, labels and the origin page."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TraceabilityConfig(AppConfig):
    """Knows products; is known by market."""

    name = "traceability"
    verbose_name = "Traceability"

    def ready(self) -> None:
        from farmers import rights
        from farmers.announcements import person_anonymised
        from products.announcements import product_published
        from traceability import erasing, lots, triggers
        from traceability.models import Lot

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="traceability.triggers")
        product_published.connect(lots.on_product_published, dispatch_uid="traceability.lots")
        person_anonymised.connect(erasing.on_person_anonymised, dispatch_uid="traceability.erasing")
        rights.guard(Lot, branch="farm__branch")
