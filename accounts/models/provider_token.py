"""The token with which a provider of messages knows us, and the one that renews it."""

from django.db import models

from accounts.fields import EncryptedField


class ProviderToken(models.Model):
    """One pair. The second works once, so only who said so in `renewing_since` uses it."""

    provider = models.CharField(max_length=16, primary_key=True)
    access_token = EncryptedField(blank=True, default="")
    refresh_token = EncryptedField()
    expires_at = models.DateTimeField(null=True, blank=True)
    renewing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.provider
