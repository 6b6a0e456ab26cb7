"""Which files left the house, to whom, with how many rows."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import TextLine
from accounts.private_files import private_storage


class HandedFile(models.Model):
    """A file made for somebody: encrypted where it lies, kept 90 days, after that only its digest.

    Written by a background task that keeps `rows_done` current, so that a page can show progress.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WRITING = "writing", _("being written")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        SHREDDED = "shredded", _("deleted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32, help_text='What it holds: "members", "postmart" …')
    scope = models.CharField(max_length=200, help_text="Path of the branch whose records it holds.")
    options = models.JSONField(
        default=dict, blank=True, help_text="What was chosen: filters, columns, format. No personal data."
    )
    reason = TextLine(_("reason"), max_length=200, blank=True, help_text="Why sensitive columns were needed.")
    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handed_files"
    )
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    file = models.FileField(storage=private_storage, upload_to="handed/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file as it was handed over.")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="First download.")
    released_at = models.DateTimeField(
        _("handed over on"), null=True, blank=True, help_text="Since when the post office may take it."
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["made_for", "-made_at"], name="files_handed_to_a_user"),
            models.Index(fields=["scope", "-made_at"], name="files_handed_of_a_branch"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_ready_file_has_a_digest",
                condition=~models.Q(state="ready") | ~models.Q(sha256=""),
            ),
            models.CheckConstraint(
                name="a_released_file_names_who_released_it",
                condition=models.Q(released_at__isnull=True) | models.Q(released_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
