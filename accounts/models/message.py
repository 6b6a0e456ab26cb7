"""Which messages left for a phone, by which way, at what cost."""

from django.db import models

from accounts.fields import PhoneField


class Message(models.Model):
    """One message. Its text is not kept: it may hold a code."""

    class State(models.TextChoices):
        SENT = "sent"
        FAILED = "failed"

    kind = models.CharField(max_length=32)
    phone = PhoneField()
    way = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State)
    provider_id = models.CharField(max_length=64, blank=True)
    cost_vnd = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["phone", "at"], name="messages_of_a_phone")]

    def __str__(self) -> str:
        return f"{self.kind} {self.way} {self.state}"
