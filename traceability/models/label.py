"""One printed code, and the times it was looked up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from farmers.models import Farm
from traceability.models.lot import Lot
from traceability.querysets import LabelQuerySet


class Label(models.Model):
    """A code on paper: of a farm (evergreen, for the stall), of a lot, or of one unit of a lot."""

    class Kind(models.TextChoices):
        FARM = "farm", _("farm")
        LOT = "lot", _("lot")
        UNIT = "unit", _("single unit")

    class State(models.TextChoices):
        ACTIVE = "active", _("in use")
        VOID = "void", _("void")

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    farm = models.ForeignKey(Farm, on_delete=models.PROTECT, related_name="labels")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="labels", null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.ACTIVE)
    printed_at = models.DateTimeField(_("printed"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    printed_page = models.JSONField(
        default=dict,
        help_text="What the page said at printing: ids, standings, commitments; no personal text.",
    )

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        indexes = [models.Index(fields=["lot", "kind", "-id"], name="labels_of_a_lot")]
        constraints = [
            models.CheckConstraint(
                name="a_label_of_a_lot_names_the_lot",
                condition=Q(kind="farm", lot__isnull=True) | Q(kind__in=["lot", "unit"], lot__isnull=False),
            ),
            models.CheckConstraint(
                name="a_label_code_has_no_letter_that_looks_like_a_digit",
                condition=Q(code__regex=r"^[2-9A-HJ-NP-Z]{12}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Scan(models.Model):
    """A label looked up, without who looked."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="scans")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["label", "at"], name="scans_of_a_label")]

    def __str__(self) -> str:
        return f"{self.label_id} {self.at:%Y-%m-%d}"
