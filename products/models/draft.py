"""A listing being written: what was answered so far, and the files sent for it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.private_files import private_storage


class Draft(models.Model):
    """Answers to the posting questions, kept after every one, so that nothing typed is ever lost.

    `id` is the client draft id: made where the listing is begun, it becomes the product's, so sending twice makes
    one product. `answers` maps a question to what was typed; nothing in it is trusted until it is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-updated_at"], name="drafts_of_a_user")]

    def __str__(self) -> str:
        return str(self.id)


class DraftFile(models.Model):
    """One checked file of a draft: a photo, or the scan of a certificate."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        SCAN = "scan", _("scan of a certificate")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=5, choices=Kind)
    file = models.FileField(storage=private_storage, upload_to="drafts/%Y/%m/")
    media_type = models.CharField(max_length=40, help_text="Found by the bytes, not by the name.")
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_file_is_in_a_draft_once", fields=["draft", "kind", "sha256"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
