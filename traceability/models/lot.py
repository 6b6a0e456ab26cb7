"""What exists: one harvest, or one making, of one product from one farm."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from farmers.models import Farm
from products.models import Product
from traceability.querysets import LotQuerySet


class Lot(models.Model):
    """A lot. `code` is public and printed ("2611-42"), made of GS1 characters so that it can be an AI (10)."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HELD = "held", _("held")
        RECALLED = "recalled", _("recalled")
        CLOSED = "closed", _("closed")

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="lots", verbose_name=_("listing")
    )
    farm = models.ForeignKey(Farm, on_delete=models.PROTECT, related_name="lots", verbose_name=_("farm"))
    code = models.CharField(_("lot"), max_length=20, unique=True)
    harvested_from = models.DateField(_("harvested from"), null=True, blank=True)
    harvested_to = models.DateField(_("harvested to"), null=True, blank=True)
    amount_milli = models.PositiveBigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(_("opened"))

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        indexes = [models.Index(fields=["product", "-opened_at", "-id"], name="lots_of_a_product")]
        constraints = [
            models.CheckConstraint(
                name="a_lot_code_is_made_of_gs1_characters",
                condition=Q(code__regex=r"^[A-Z0-9.-]{1,20}$"),
                violation_error_message=_("A lot code has up to 20 letters A–Z, digits, dots and hyphens."),
            ),
            models.CheckConstraint(
                name="a_harvest_ends_after_it_begins",
                condition=Q(harvested_from__isnull=True, harvested_to__isnull=True)
                | Q(
                    harvested_from__isnull=False,
                    harvested_to__isnull=False,
                    harvested_to__gte=F("harvested_from"),
                ),
                violation_error_message=_("The last day of the harvest is before the first."),
            ),
            models.CheckConstraint(
                name="a_lot_state_is_a_known_one",
                condition=Q(state__in=["open", "held", "recalled", "closed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code
