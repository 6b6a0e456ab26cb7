"""A file that comes in pieces, over a line that breaks."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.private_files import private_storage
from products.models.draft import Draft, DraftFile


class Upload(models.Model):
    """One file on its way into a draft. `id` is made where the file was taken, so that a piece sent twice is one.

    `received_bytes` is where the next piece begins. Once whole it has become `file`, and its pieces are gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="uploads")
    kind = models.CharField(max_length=5, choices=DraftFile.Kind)
    size_bytes = models.PositiveIntegerField()
    received_bytes = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(
        DraftFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads"
    )
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_upload_receives_no_more_than_its_size",
                condition=Q(received_bytes__lte=F("size_bytes")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class UploadPiece(models.Model):
    """A run of bytes of an upload, kept in private storage until the file is whole."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start_byte = models.PositiveIntegerField()
    file = models.FileField(storage=private_storage, upload_to="pieces/%Y/%m/")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_piece_begins_where_no_other_does", fields=["upload", "start_byte"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.start_byte}"
