"""Who read personal data of whom, and why."""

from django.conf import settings
from django.db import models

from accounts.fields import TextLine


class Reading(models.Model):
    """One reading of a private record or file. Append-only; holds no personal data of the person read about."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings")
    what = models.CharField(max_length=64, help_text="Kind of thing read, as app.model.column.")
    record_id = models.BigIntegerField()
    reason = TextLine(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["what", "record_id", "-at"], name="readings_of_a_record"),
            models.Index(fields=["reader", "-at"], name="readings_by_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.record_id}"
