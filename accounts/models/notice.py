"""What is a user told inside the application, and was it read?"""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing said to one user, once: `key` says what about.

    The words are made when it is read, in the reader's language, from `kind` and `data` (accounts/noticing.py); `data`
    holds ids and figures, nothing sealed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="notices_of_a_user")]
        constraints = [
            models.UniqueConstraint(name="a_user_is_told_a_thing_once", fields=["user", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
