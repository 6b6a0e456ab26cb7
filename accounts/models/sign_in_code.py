"""Which codes were asked for, so that they can be checked, limited and used once."""

import uuid

from django.db import models

from accounts.fields import PhoneField


class SignInCode(models.Model):
    """One asked code. The digits are not kept: they are derived from the row's id (accounts/signing_in.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = PhoneField()
    address_digest = models.CharField(
        max_length=64, blank=True, help_text="Keyed digest of the network address."
    )
    device_digest = models.CharField(
        max_length=64, blank=True, default="", help_text="Keyed digest of the browser's own random word."
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts_left = models.SmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone", "asked_at"], name="codes_of_a_phone"),
            models.Index(fields=["address_digest", "asked_at"], name="codes_of_an_address"),
            models.Index(fields=["device_digest", "asked_at"], name="codes_of_a_device"),
            models.Index(fields=["asked_at"], name="codes_of_a_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_code_has_no_negative_attempts", condition=models.Q(attempts_left__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
