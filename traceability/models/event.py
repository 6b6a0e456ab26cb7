"""Something that happened to a farm or a lot: append-only, chained per farm.

The chain hashes commitments; what was said, by whom, and the salt lie beside it in EventDetail and can be erased
without breaking the chain. Both tables are written only by traceability/ledger.py; the database refuses changes
(traceability/triggers.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from farmers.models import Farm
from traceability.models.lot import Lot


class Event(models.Model):
    """One link of a farm's chain. Digests are 64 hex digits of SHA-256; the first link follows 64 zeros."""

    class Kind(models.TextChoices):
        SOWING = "sowing", _("sowing")
        FERTILISER = "fertiliser", _("fertiliser")
        PESTICIDE = "pesticide", _("pesticide")
        WATERING = "watering", _("watering")
        INSPECTION = "inspection", _("inspection")
        HARVEST = "harvest", _("harvest")
        DRYING = "drying", _("drying")
        PACKING = "packing", _("packing")
        STORING = "storing", _("storing")
        SHIPPING = "shipping", _("shipping")
        RECEIVING = "receiving", _("receiving")
        DESTROYING = "destroying", _("destroying")
        LOT_OPENED = "lot_opened", _("lot opened")
        CORRECTION = "correction", _("correction")

    farm = models.ForeignKey(Farm, on_delete=models.PROTECT, related_name="events", verbose_name=_("farm"))
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, related_name="events", null=True, blank=True, verbose_name=_("lot")
    )
    number = models.PositiveIntegerField(_("number"), help_text="1, 2, 3 … within the farm.")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    happened_on = models.DateField(_("day"))
    recorded_at = models.DateTimeField(_("recorded"))
    commitment = models.CharField(max_length=64, help_text="SHA-256 of salt and detail.")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["lot", "happened_on", "number"], name="events_of_a_lot")]
        constraints = [
            models.UniqueConstraint(name="a_chain_has_one_event_per_number", fields=["farm", "number"]),
            models.UniqueConstraint(name="a_chain_does_not_fork", fields=["farm", "previous_hash"]),
            models.CheckConstraint(name="events_are_numbered_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.farm_id}/{self.number} {self.kind}"


class EventDetail(models.Model):
    """What was said of an event. May be erased (text, amounts, names, salt); the event stays."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="detail", primary_key=True)
    salt = models.CharField(max_length=32, blank=True)
    content = models.JSONField(default=dict, help_text="text, amount, unit, substance … as committed.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.event_id)
